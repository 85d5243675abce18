import { expect, test } from 'vitest'
import { mayDo, pinProblem, RIGHTS, STAFF_ROLES, type Right } from '../../src/contract/staff-rights.ts'

/** Written out by hand: a cell that changes is a decision, not an accident. y yes, o override, - no. */
const CELLS: Readonly<Record<Right, string>> = {
  sell: 'yyyy',
  'void-open': 'oyyy',
  'void-paid': '-oyy',
  discount: 'oyyy',
  'discount-over-limit': '-ooy',
  'price-override': '-oyy',
  return: 'oyyy',
  'return-without-right': '-ooy',
  'verify-by-hand': '-oyy',
  'whole-phone': '-oyy',
  'shift-open': '-yyy',
  'shift-close': '-yyy',
  'shift-variance': '-oyy',
  'report-x': '-oyy',
  'cash-in': '-yyy',
  'cash-out': '-oyy',
  'drawer-no-sale': '-oyy',
  reprint: 'yyyy',
  settings: '-oyy',
  training: 'yyyy',
}
const LETTER = { yes: 'y', override: 'o', no: '-' } as const

test.each(Object.keys(RIGHTS) as Right[])('%s, by role', (right) => {
  expect(STAFF_ROLES.map((role) => LETTER[mayDo(role, right)]).join('')).toBe(CELLS[right])
})

test('more rank never means fewer rights, and whatever may be approved has somebody who may do it', () => {
  const weight = { no: 0, override: 1, yes: 2 } as const
  for (const right of Object.keys(RIGHTS) as Right[]) {
    const weights = STAFF_ROLES.map((role) => weight[mayDo(role, right)])
    expect(weights).toEqual([...weights].sort((a, b) => a - b))
    expect(mayDo('manager', right)).toBe('yes')
  }
})

test.each([
  ['cashier', '1001', null],
  ['cashier', '100', 'too_short'],
  ['cashier', '1111', 'too_simple'],
  ['cashier', '4567', 'too_simple'],
  ['cashier', '8765', 'too_simple'],
  ['cashier', '12a4', 'not_digits'],
  ['cashier', '１００１', 'not_digits'],
  ['cashier', '', 'too_short'],
  ['manager', '10010', 'too_short'],
  ['manager', '100400', null],
  ['manager', '1004001004001', 'too_long'],
] as const)('a PIN of a %s: %s', (role, pin, problem) => {
  expect(pinProblem(role, pin)).toBe(problem)
})
