import { afterEach, describe, expect, test } from 'vitest'
import { allowed, approvalsIn, BADGE, differencesIn, guardedShop, hqTakesAll, makeGuardedTill } from '../../support/guarded-till.ts'
import { grantFrom } from '../../support/till-line.ts'
import type { TestTill } from '../../support/till.ts'

const RIGHT = 'verify-by-hand'
const redeem = { points: 100, minor: 100, verifyAbovePoints: 500 }

let till: TestTill
afterEach(() => till.dispose())

async function open(managerAllowancePoints: number): Promise<void> {
  till = await makeGuardedTill(guardedShop({ redeem, offline: { managerAllowancePoints } }), { online: true })
  till.line.answer = grantFrom([{ lotId: 'lot-a', points: 260, expiresAtMs: null }, { lotId: 'lot-b', points: 1900, expiresAtMs: null }])
}

/** Goods, the member as she was found, and so many of her points. */
async function wanting(foundBy: 'name' | 'phone-tail', redeemPoints: number): Promise<string> {
  const { saleId } = await till.must('sale.next', {})
  const { candidates } = await till.must('member.find', { query: '陈' })
  const member = candidates.find(({ memberId }) => memberId === 'm1')
  await till.must('member.attach', { memberId: member?.memberId ?? '', foundBy })
  await till.must('basket.add', { sku: 'RICE-10', quantityMilli: 1000 })
  await till.must('sale.redeem', { redeemPoints })
  return saleId
}
const pay = (approvalId: string | null = null) => till.call('sale.pay', { approvalId })
async function finish(saleId: string): Promise<void> {
  const { phase } = await till.desk()
  await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: phase.kind === 'paying' ? phase.payMinor : 0 }] })
}

describe('points above the limit, of a member found by name', () => {
  test('want somebody who vouches for her; the sale says who', async () => {
    await open(2000)
    const saleId = await wanting('name', 600)
    expect(await pay()).toMatchObject({ error: { code: 'needs_approval', detail: RIGHT } })
    expect(await pay(await allowed(till, RIGHT, saleId))).toMatchObject({ ok: true, output: { phase: { kind: 'paying' } } })
    await finish(saleId)
    expect(approvalsIn(till)).toEqual([{ eventId: saleId, right: RIGHT, staffId: 'p01', approverId: 'p02' }])
    expect(differencesIn(till)).toEqual([])
  })

  test('are vouched for as they are: back from Pay it is another question', async () => {
    await open(2000)
    const saleId = await wanting('name', 600)
    await pay(await allowed(till, RIGHT, saleId))
    await till.must('sale.unlock', {})
    await till.must('sale.redeem', { redeemPoints: 900 })
    expect(await pay()).toMatchObject({ error: { code: 'needs_approval' } })
    await till.must('sale.redeem', { redeemPoints: 500 })
    expect(await pay()).toMatchObject({ ok: true })
    await finish(saleId)
    expect(approvalsIn(till)).toEqual([])
  })

  test('end with the allowance, and come back as HQ applies them', async () => {
    await open(1100)
    const first = await wanting('name', 600)
    await pay(await allowed(till, RIGHT, first))
    await finish(first)
    await wanting('name', 600)
    expect(await pay()).toEqual({ ok: false, error: { code: 'allowance_used' } })
    await hqTakesAll(till, true)
    const { saleId } = await till.desk()
    expect(await pay(await allowed(till, RIGHT, saleId))).toMatchObject({ ok: true })
  })

  test('want her card where the rules allow managers fewer', async () => {
    await open(500)
    await wanting('name', 600)
    await till.scan(BADGE.manager)
    expect(await pay()).toEqual({ ok: false, error: { code: 'verification_needed' } })
  })
})
