import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemIds } from '../../src/hq/ids.ts'
import { currentRules, engineSale, type EngineRules } from '../support/engine-sale.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'

let hq: TestHq
let till: WireTill
let rules: EngineRules
beforeAll(async () => {
  hq = await startTestHq()
  rules = await currentRules(hq)
})
afterAll(() => hq.close())
beforeEach(async () => {
  till = await enrolWireTill(hq)
})

const lend = async (of: WireTill, saleId: string, code: string, use: string): Promise<unknown> => {
  const { body } = await of.call<{ balanceMinor?: number; error?: string }>('POST', '/v1/gift-cards/lend', { saleId, code, use })
  return body.error ?? body.balanceMinor
}
/** A sale at HQ that moves so much onto a card (or off it). */
function sale(saleId: string, code: string, minor: number, sold: boolean): void {
  const { body } = engineSale(rules, saleId, {})
  const entries = [...body.entries, { asset: 'principal' as const, account: `gift-card/${code}`, delta: minor }, { asset: 'principal' as const, account: sold ? 'programme/loaded' : 'programme/spent', delta: -minor }]
  till.commit('sale', { ...body, entries, ...(sold ? { giftCards: [{ line: 0, code, expiresAtMs: null }] } : {}) }, saleId)
}
const outcomes = async () => (await till.push()).body.outcomes.map(({ outcome }) => outcome)

test('a gift card is lent to one sale, sold once, paid from, and never below nothing', async () => {
  const other = await enrolWireTill(hq)
  const [sold, paid] = [systemIds.uuid(), systemIds.uuid()]
  expect(await lend(till, 'look', 'GC1', 'look')).toBe('gift_card_unknown')
  expect(await lend(till, sold, 'GC1', 'load')).toBe(0)
  expect(await lend(till, sold, 'GC1', 'load')).toBe(0)
  expect(await lend(other, 's2', 'GC1', 'load')).toBe('gift_card_lent')
  sale(sold, 'GC1', 10_000, true)
  expect(await outcomes()).toEqual(['applied'])
  expect(await lend(other, 's3', 'GC1', 'load')).toBe('gift_card_sold')
  expect(await lend(till, paid, 'GC1', 'pay')).toBe(10_000)
  expect(await lend(other, 's4', 'GC1', 'pay')).toBe('gift_card_lent')
  sale(paid, 'GC1', -4000, false)
  expect((await outcomes()).at(-1)).toBe('applied')
  expect(await lend(other, 's4', 'GC1', 'pay')).toBe(6000)
  other.commit('rights-returned', { saleId: 's4', codes: [], value: false, giftCards: ['GC1'] })
  await other.push()
  expect(await lend(other, 's4', 'GC1', 'pay')).toBe('lease_returned')
  const wrong = systemIds.uuid()
  sale(wrong, 'GC1', -7000, false)
  expect((await outcomes()).at(-1)).toBe('applied')
  expect(await lend(till, 'look', 'GC1', 'look')).toBe(6000)
  expect(await hq.hq.db.selectFrom('replay_differences').select(['path', 'stated', 'computed']).where('event_id', '=', wrong).execute()).toContainEqual({ path: 'giftCards.…GC1', stated: '-7000', computed: 'not there' })
})
