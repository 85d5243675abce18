import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemIds } from '../../src/hq/ids.ts'
import { currentRules, engineReturn, engineSale } from '../support/engine-sale.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'

let hq: TestHq
let till: WireTill
beforeAll(async () => {
  hq = await startTestHq()
})
afterAll(() => hq.close())
beforeEach(async () => {
  till = await enrolWireTill(hq)
})

const act = { storeId: 's1', staffId: 'p01', approval: null }
const approval = { approvalId: 'ap-1', right: 'cash-out', subject: 'cash-out', staffId: 'p01', approverId: 'p04', reason: 'other', note: '', approvedAtMs: 5 }
const money = (account: string, delta: number) => ({ asset: 'money', account, delta })
const outcomes = async (): Promise<string[]> => (await till.push()).body.outcomes.map((each) => each.outcome)
const actsOf = (tillId: string) => hq.hq.db.selectFrom('acts').select(['kind', 'staff_id', 'shift_id', 'amount_minor', 'reason']).where('till_id', '=', tillId).orderBy('at_ms').orderBy('event_id').execute()

test('a shift comes to HQ act by act, with its money and who allowed it', async () => {
  const shiftId = systemIds.uuid()
  const moveId = systemIds.uuid()
  till.commit('shift-opened', { ...act, shiftNumber: 1, floatMinor: 50_000, entries: [money('drawer/cash', 50_000), money('drawer/float', -50_000)] }, shiftId)
  till.commit('cash-moved', { ...act, approval, shiftId, direction: 'out', amountMinor: 8_500, reason: 'parking', note: '', entries: [money('drawer/cash', -8_500), money('drawer/pay-out', 8_500)] }, moveId)
  till.commit('drawer-opened', { ...act, shiftId, reason: 'give-change', note: '' })
  till.commit('basket-voided', { ...act, shiftId, saleId: 's', whole: false, lines: [{ sku: 'RICE', quantityMilli: 2000, unitPriceMinor: 150 }] })
  till.commit('drawer-counted', { ...act, shiftId, countedMinor: 41_000, pieces: [{ denominationMinor: 10_000, pieces: 4 }] })
  till.commit('shift-closed', { ...act, shiftId, shiftNumber: 1, zNumber: 1, countedMinor: 41_000, varianceMinor: -500, varianceReason: 'unknown', note: '', report: {}, entries: [money('drawer/cash', -41_500), money('drawer/variance', 500), money('drawer/banked', 41_000)] })
  expect(await outcomes()).toEqual(Array.from({ length: 6 }, () => 'applied'))
  const rows = await actsOf(till.tillId)
  expect(Object.fromEntries(rows.map((row) => [row.kind, row.amount_minor]))).toEqual({ 'shift-opened': 50_000, 'cash-moved': 8_500, 'drawer-opened': null, 'basket-voided': 300, 'drawer-counted': 41_000, 'shift-closed': -500 })
  expect(new Set(rows.map((row) => row.shift_id))).toEqual(new Set([shiftId]))
  expect(await hq.hq.db.selectFrom('approvals').selectAll().where('event_id', '=', moveId).execute()).toMatchObject([{ right_name: 'cash-out', staff_id: 'p01', approver_id: 'p04' }])
  const drawer = await hq.hq.db.selectFrom('entries').select(({ fn }) => fn.sum<number>('delta').as('delta')).where('account', '=', 'drawer/cash').executeTakeFirstOrThrow()
  expect(drawer.delta).toBe(0)
})

test('who allowed something in a sale or a return is kept with both names', async () => {
  const rules = await currentRules(hq)
  const [saleId, returnId] = [systemIds.uuid(), systemIds.uuid()]
  const sale = { saleId, ...engineSale(rules, saleId, { memberId: 'm1003', lots: [], redeemPoints: 0 }) }
  const byHand = { ...approval, approvalId: 'ap-2', right: 'price-override', subject: 'line-1' }
  const withoutRight = { ...approval, approvalId: 'ap-3', right: 'return-without-right', subject: saleId }
  till.commit('sale', { ...sale.body, approvals: [byHand] }, saleId)
  till.commit('return', { ...engineReturn(rules, returnId, sale, { quantityMilli: 1000, lots: [] }).body, approval: withoutRight }, returnId)
  expect(await outcomes()).toEqual(['applied', 'applied'])
  const rows = await hq.hq.db.selectFrom('approvals').select(['event_id', 'right_name', 'staff_id', 'approver_id']).where('till_id', '=', till.tillId).orderBy('approval_id').execute()
  expect(rows).toEqual([
    { event_id: saleId, right_name: 'price-override', staff_id: 'p01', approver_id: 'p04' },
    { event_id: returnId, right_name: 'return-without-right', staff_id: 'p01', approver_id: 'p04' },
  ])
})

test.each([
  ['points among its entries', [{ asset: 'points', account: 'member/m1001', delta: 5 }, { asset: 'points', account: 'programme/issued', delta: -5 }]],
  ['entries that do not sum to zero', [money('drawer/cash', 5)]],
  ['an account of another kind', [money('drawer/cash', 5), money('goods', -5)]],
])('an act with %s waits for a person and books nothing', async (_, entries) => {
  till.commit('shift-opened', { ...act, shiftNumber: 1, floatMinor: 5, entries })
  expect(await outcomes()).toEqual(['suspense'])
  expect(await actsOf(till.tillId)).toEqual([])
})

test('the same act by another way is not booked twice', async () => {
  const shiftId = systemIds.uuid()
  const body = { ...act, shiftNumber: 1, floatMinor: 5, entries: [money('drawer/cash', 5), money('drawer/float', -5)] }
  till.commit('shift-opened', body, shiftId)
  till.commit('shift-opened', body, shiftId)
  expect(await outcomes()).toEqual(['applied', 'duplicate'])
  expect(await actsOf(till.tillId)).toHaveLength(1)
})
