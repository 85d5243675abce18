import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ReturnDesk } from '../../../src/till/return/return-desk.ts'
import { voidSale } from '../../../src/till/return/void-sale.ts'
import type { ShiftDesk } from '../../../src/till/shift/shift-desk.ts'
import { readMemberFacts } from '../../../src/till/members/member-facts.ts'
import { makeDesk, shanghaiDate, type TestDesk } from '../../support/desk.ts'
import { makeReturnDesk } from '../../support/return-desk.ts'
import { makeShiftDesk, piecesOf } from '../../support/shift-desk.ts'

let till: TestDesk
let returns: ReturnDesk
let shift: ShiftDesk
const CASHIER = { staffId: 'p01', approval: null } as const
const approval = { approvalId: 'a1', right: 'void-paid', subject: 's', staffId: 'p01', approverId: 'p04', reason: 'cashier-mistake', note: '', approvedAtMs: 1 }

const voidOf = (voidId: string, saleId: string) => {
  const open = shift.openShift()
  if (open === null) throw new Error('no shift')
  till.clock.advance(1000)
  return voidSale(till.files.ledger, returns, { voidId, saleId, shift: open, approval, atMs: till.clock.wallMs() })
}
/** A member with points in the sample shop. */
const MEMBER = 'm1'
const facts = () => readMemberFacts(till.files.ledger, till.files.mirror(), MEMBER, shanghaiDate(till.clock.wallMs()))
async function sell(memberId: string | null, redeemPoints = 0): Promise<string> {
  till.clock.advance(1000)
  if (memberId !== null) till.desk.setMember({ memberId, foundBy: 'card', cardBlocked: false })
  till.add('RICE-10')
  till.add('TEA-1', 2000)
  if (redeemPoints > 0) till.desk.redeem(redeemPoints)
  const answer = till.commitCash(await till.pay())
  if (!answer.ok) throw new Error(answer.error.code)
  till.desk.next()
  return answer.output.sale.saleId
}
const sums = () => till.files.ledger.all("SELECT asset, account, sum(delta) AS delta FROM entries WHERE account NOT LIKE 'drawer/%' GROUP BY asset, account HAVING sum(delta) <> 0")

beforeEach(() => {
  till = makeDesk()
  returns = makeReturnDesk(till)
  shift = makeShiftDesk(till)
  shift.open('shift-1', 10_000, CASHIER)
})
afterEach(() => till.dispose())

describe('the void of a paid sale', () => {
  test('reverses every number: money, points, lots and drawer stand as before it, and the Z shows it apart from returns', async () => {
    const before = facts()
    const saleId = await sell(MEMBER, 100)
    expect(facts()?.lots).not.toEqual(before?.lots)
    const voided = await voidOf('v1', saleId)
    expect(voided).toMatchObject({ ok: true, output: { saleId } })
    expect(sums()).toEqual([])
    expect(facts()?.lots).toEqual(before?.lots)
    expect(facts()?.debtPoints).toBe(before?.debtPoints)
    const numbers = shift.reportX()?.numbers
    expect(numbers).toMatchObject({ sales: { count: 1 }, voids: { count: 1 }, returns: { count: 0, netMinor: 0 }, drawer: { expectedMinor: 10_000 }, approvals: 1, points: { usedPoints: 100, givenBackPoints: 100 } })
    expect(numbers?.voids.netMinor).toBe(numbers?.sales.netMinor)
    expect(numbers?.points.issuedPoints).toBe(numbers?.points.clawedBackPoints)
  })

  test('happens once: a repeat answers as the first did, another is refused', async () => {
    const saleId = await sell(null)
    const first = await voidOf('v1', saleId)
    expect(await voidOf('v1', saleId)).toEqual(first)
    expect(await voidOf('v2', saleId)).toMatchObject({ error: { code: 'partly_returned' } })
    expect(await voidOf('v1', await sell(null))).toMatchObject({ error: { code: 'exists_with_different_content' } })
  })

  test('is only for sales of this shift, of which nothing came back yet', async () => {
    const earlier = await sell(null)
    shift.count('c1', piecesOf(shift.reportX()?.numbers.drawer.expectedMinor ?? 0), CASHIER)
    shift.close({ closingId: 'z1', varianceReason: 'unknown', note: '' }, CASHIER)
    shift.open('shift-2', 0, CASHIER)
    expect(await voidOf('v1', earlier)).toMatchObject({ error: { code: 'not_this_shift' } })
    expect(await voidOf('v1', '0192f000-0000-7000-8000-00000000ffff')).toMatchObject({ error: { code: 'unknown_sale' } })
    const saleId = await sell(null)
    const part = { saleId, reason: 'defect', lines: [{ line: 0, quantityMilli: 1000 }] } as const
    const quoted = returns.quote(part)
    if (!quoted.ok) throw new Error(quoted.error.code)
    const { refundMinor, pointsClawedBack } = quoted.output
    expect(await returns.commit({ ...part, returnId: 'r1', refundMinor, pointsClawedBack })).toMatchObject({ ok: true })
    expect(await voidOf('v1', saleId)).toMatchObject({ error: { code: 'partly_returned' } })
  })
})
