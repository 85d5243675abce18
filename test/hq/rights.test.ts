import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AnswerOf } from '../../src/contract/hq-wire.ts'
import type { MemberRow } from '../../src/contract/wire-feed.ts'
import { systemIds } from '../../src/hq/ids.ts'
import { issueCoupons } from '../../src/hq/registry/coupons.ts'
import { publishProgramme } from '../../src/hq/registry/programmes.ts'
import { valueRefundEntries, type ValueRefundBody } from '../../src/journal/value-refund-event.ts'
import { currentRules, engineReturn, engineSale, type EngineRules } from '../support/engine-sale.ts'
import { sampleFiles, startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'

let hq: TestHq
let till: WireTill
let rules: EngineRules
beforeAll(async () => {
  hq = await startTestHq()
  const plain = JSON.parse(readFileSync(sampleFiles.programmeFile, 'utf8')) as Record<string, unknown>
  const published = await publishProgramme(
    hq.hq,
    {
      ...plain,
      coupons: [
        { id: 'ten-off', name: { en: 'Ten off' }, kind: 'amount-off', effect: { minor: 1000, per: 'basket' }, validDays: 30 },
        { id: 'leaflet', name: { en: 'Leaflet' }, kind: 'percent-off', effect: { percent: '10' }, bearer: true },
      ],
      promotions: [{ id: 'come-back', name: { en: 'Come back' }, state: 'live', kind: 'issue-coupon', effect: { coupon: 'ten-off' }, limits: { perMember: { count: 1, period: 'day' } } }],
    },
    'test',
  )
  if (published.kind !== 'published') throw new Error(JSON.stringify(published))
  rules = await currentRules(hq)
})
afterAll(() => hq.close())
beforeEach(async () => {
  till = await enrolWireTill(hq)
})

const lendCoupon = (of: WireTill, saleId: string, code: string, memberId: string | null) => of.call<AnswerOf<'lendCoupon'>>('POST', '/v1/coupons/lend', { saleId, code, memberId })
const lendValue = (of: WireTill, saleId: string, memberId: string) => of.call<AnswerOf<'lendValue'>>('POST', '/v1/value/lend', { saleId, memberId })
const usesLeft = async (code: string) => (await hq.hq.db.selectFrom('coupons').select('uses_left').where('code', '=', code).executeTakeFirst())?.uses_left
const storedOf = (memberId: string) => hq.hq.db.selectFrom('members').select(['stored_principal_minor as principal', 'stored_bonus_minor as bonus']).where('member_id', '=', memberId).executeTakeFirstOrThrow()
const outcomes = async () => (await till.push()).body.outcomes.map(({ outcome, detail }) => [outcome, detail])
const give = async (coupon: string, memberId: string | null): Promise<string> => {
  const batch = await issueCoupons(hq.hq, { coupon, count: 1, memberId, person: 'test' })
  return batch.kind === 'issued' ? (batch.codes[0] ?? '') : batch.refused
}

describe('a coupon', () => {
  test('is lent to one sale, used by its event, told to tills, and back with the whole sale', async () => {
    const code = await give('ten-off', 'm1005')
    const saleId = systemIds.uuid()
    const other = await enrolWireTill(hq)
    expect((await lendCoupon(till, saleId, code, 'm1005')).body).toMatchObject({ code, coupon: 'ten-off', usesLeft: 1 })
    expect((await lendCoupon(till, saleId, code, 'm1005')).status).toBe(200)
    expect((await lendCoupon(other, 's2', code, 'm1005')).body.error).toBe('coupon_used')
    expect((await lendCoupon(other, 's2', code, 'm1003')).body.error).toBe('coupon_other_member')
    expect((await lendCoupon(other, 's2', 'CPNONE', null)).body.error).toBe('coupon_unknown')

    const sale = { saleId, ...engineSale(rules, saleId, { memberId: 'm1005', coupons: [{ code, coupon: 'ten-off', expiresAtMs: null, usesLeft: 1 }] }) }
    till.commit('sale', sale.body, saleId)
    expect(await outcomes()).toEqual([['applied', undefined]])
    expect(await usesLeft(code)).toBe(0)
    // It issued another, which HQ tells every till.
    const issued = sale.body.couponsIssued?.[0]?.code ?? ''
    const row = (await other.feed(0)).changes.find((change) => change.kind === 'member' && change.id === 'm1005')?.row as MemberRow
    expect(row.coupons).toMatchObject([{ code: issued, coupon: 'ten-off', usesLeft: 1 }])
    expect(row.limitUses).toEqual([{ promotionId: 'come-back', businessDate: '2026-11-20', uses: 1 }])

    const returnId = systemIds.uuid()
    till.commit('return', engineReturn(rules, returnId, sale, { quantityMilli: 4000, lots: [] }).body, returnId)
    expect((await outcomes()).at(-1)).toEqual(['applied', undefined])
    expect([await usesLeft(code), await usesLeft(issued)]).toEqual([1, 0])
    const sums = await hq.hq.db.selectFrom('entries').select(['account', (e) => e.fn.sum<number>('delta').as('delta')]).where('asset', '=', 'coupon').where('event_id', 'in', [saleId, returnId]).groupBy('account').execute()
    expect(sums.filter((sum) => sum.delta !== 0)).toEqual([])
    expect(await hq.hq.db.selectFrom('promotion_uses').select('uses').where('member_id', '=', 'm1005').execute()).toEqual([{ uses: 0 }])
  })

  test('goes back unused, and is never lent to that sale again; one of a leaflet needs no member', async () => {
    const code = await give('leaflet', null)
    expect((await lendCoupon(till, 'sale-x', code, null)).status).toBe(200)
    till.commit('rights-returned', { saleId: 'sale-x', codes: [code], value: true })
    expect(await outcomes()).toEqual([['applied', undefined]])
    expect((await lendCoupon(till, 'sale-x', code, null)).body.error).toBe('lease_returned')
    expect((await lendCoupon(till, 'sale-y', code, null)).status).toBe(200)
    expect((await lendValue(till, 'sale-x', 'm1005')).body.error).toBe('lease_returned')
    expect(await give('ten-off', null)).toBe('needs_member')
    expect(await give('nothing', null)).toBe('unknown_coupon_kind')
  })

  test('used where it was gone: the discount stands, and it is listed', async () => {
    const saleId = systemIds.uuid()
    till.commit('sale', engineSale(rules, saleId, { coupons: [{ code: 'CPGONE', coupon: 'leaflet', expiresAtMs: null, usesLeft: 1 }] }).body, saleId)
    expect(await outcomes()).toEqual([['applied', undefined]])
    expect(await hq.hq.db.selectFrom('replay_differences').select(['kind', 'path']).where('event_id', '=', saleId).execute()).toEqual([{ kind: 'inputs', path: 'coupons.CPGONE' }])
  })
})

describe('stored value', () => {
  test('is loaded and spent in two assets, by one sale at a time, never below nothing', async () => {
    const load = systemIds.uuid()
    till.commit('sale', engineSale(rules, load, { memberId: 'm1003', loadMinor: 10_000, loadedBonusMinor: 1_000 }).body, load)
    expect(await outcomes()).toEqual([['applied', undefined]])
    expect(await storedOf('m1003')).toEqual({ principal: 10_000, bonus: 1_000 })

    const saleId = systemIds.uuid()
    const other = await enrolWireTill(hq)
    expect((await lendValue(till, saleId, 'm1003')).body).toEqual({ principalMinor: 10_000, bonusMinor: 1_000 })
    expect((await lendValue(other, 's9', 'm1003')).body.error).toBe('value_lent')
    const sale = engineSale(rules, saleId, { memberId: 'm1003', storedValueMinor: 2_200, facts: { storedValue: { principalMinor: 10_000, bonusMinor: 1_000 } } })
    till.commit('sale', sale.body, saleId)
    expect((await outcomes()).at(-1)).toEqual(['applied', undefined])
    expect(await storedOf('m1003')).toEqual({ principal: 8_000, bonus: 800 })
    expect((await lendValue(other, 's9', 'm1003')).body).toEqual({ principalMinor: 8_000, bonusMinor: 800 })

    const tooMuch = engineSale(rules, systemIds.uuid(), { memberId: 'm1006', pieces: 9, storedValueMinor: 9_000, facts: { storedValue: { principalMinor: 9_000, bonusMinor: 0 } } })
    till.commit('sale', tooMuch.body)
    expect((await outcomes()).at(-1)).toEqual(['suspense', 'stored value of -9000 and 0 would be left'])
  })

  test('is paid out: principal as it was lent, with its share of the bonus; more than there is waits for a person', async () => {
    const load = systemIds.uuid()
    till.commit('sale', engineSale(rules, load, { memberId: 'm1008', loadMinor: 10_000, loadedBonusMinor: 1_000 }).body, load)
    await outcomes()
    const refundId = systemIds.uuid()
    expect((await lendValue(till, refundId, 'm1008')).body).toEqual({ principalMinor: 10_000, bonusMinor: 1_000 })
    const refund = (principalMinor: number, bonusMinor: number): ValueRefundBody => {
      const what = { memberId: 'm1008', principalMinor, bonusMinor, kind: 'cash' as const }
      return { storeId: 's1', cashierId: 'p01', atMs: 1, held: { principalMinor: 10_000, bonusMinor: 1_000 }, reference: null, ...what, entries: valueRefundEntries(what) }
    }
    till.commit('value-refund', refund(4_000, 400), refundId)
    expect((await outcomes()).at(-1)).toEqual(['applied', undefined])
    expect(await storedOf('m1008')).toEqual({ principal: 6_000, bonus: 600 })
    // Its lease is over: another sale gets the rest.
    expect((await lendValue(till, 's10', 'm1008')).body).toEqual({ principalMinor: 6_000, bonusMinor: 600 })
    till.commit('value-refund', refund(4_000, 300))
    expect((await outcomes()).at(-1)).toEqual(['suspense', '300 of bonus is not what 4000 of the value lent takes'])
    till.commit('value-refund', refund(9_000, 900))
    expect((await outcomes()).at(-1)).toEqual(['suspense', 'more than she has loaded: 6000 and 600'])
  })
})
