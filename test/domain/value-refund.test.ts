import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refundOfValue } from '../../src/domain/value-refund.ts'

describe('stored value given back', () => {
  it.each([
    // principal, bonus held; asked; principal and bonus that go
    [20000, 2000, 20000, 20000, 2000],
    [20000, 2000, 'max', 20000, 2000],
    [20000, 2000, 5000, 5000, 500],
    [300, 100, 1, 1, 0],
    [300, 100, 2, 2, 1],
    [5000, 0, 5000, 5000, 0],
  ] as const)('of %i and %i: %s takes %i and %i', (principalMinor, bonusMinor, asked, principalOut, bonusOut) => {
    expect(refundOfValue({ principalMinor, bonusMinor }, asked)).toEqual({ principalMinor: principalOut, bonusMinor: bonusOut })
  })
  it.each([[300, 301], [0, 'max'], [0, 1]] as const)('there is no more than there is: of %i, %s', (principalMinor, asked) => {
    expect(refundOfValue({ principalMinor, bonusMinor: 100 }, asked)).toBeNull()
  })
  it('in any parts ends at nothing, and never takes a bonus that is not there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(50_000), fc.array(fc.integer({ min: 1, max: 20_000 })), (principalMinor, bonusMinor, parts) => {
        let held = { principalMinor, bonusMinor }
        for (const part of [...parts, 'max' as const]) {
          const out = refundOfValue(held, part)
          if (out === null) continue
          held = { principalMinor: held.principalMinor - out.principalMinor, bonusMinor: held.bonusMinor - out.bonusMinor }
          expect(held.bonusMinor).toBeGreaterThanOrEqual(0)
        }
        expect(held).toEqual({ principalMinor: 0, bonusMinor: 0 })
      }),
    )
  })
})
