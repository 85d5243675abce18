import { afterEach, describe, expect, it } from 'vitest'
import type { DeskState } from '../../../src/contract/desk-state.ts'
import { NO_COUNTER, type Counter } from '../../../src/till/counter.ts'
import { readEntriesOfEvent, readUnbalancedEvents } from '../../../src/till/db/entries.ts'
import { readBatch } from '../../../src/till/db/journal.ts'
import { verifyLedger } from '../../../src/till/verify/verify-ledger.ts'
import { makeDesk, type DeskSetting, type TestDesk } from '../../support/desk.ts'
import { makeReturnDesk } from '../../support/return-desk.ts'
import { sampleShop, type Shop } from '../../support/till-shop.ts'

let test: TestDesk
afterEach(() => test.dispose())

const coupons = [
  { id: 'ten-off', name: { en: 'Ten off' }, kind: 'amount-off', effect: { minor: 1000, per: 'basket' }, what: { minSpendMinor: 5000 }, validDays: 30 },
  { id: 'leaflet', name: { en: 'Leaflet' }, kind: 'percent-off', effect: { percent: '10' }, bearer: true },
]
const promotions = [{ id: 'come-back', name: { en: 'Come back' }, state: 'live', kind: 'issue-coupon', effect: { coupon: 'ten-off' }, limits: { perMember: { count: 1, period: 'day' } } }]

function shop(change: { readonly storedPrincipalMinor?: number; readonly storedBonusMinor?: number } = {}): Shop {
  const sample = sampleShop()
  const hers = [{ code: 'CPHERS', coupon: 'ten-off', expiresAtMs: null, usesLeft: 1 }]
  return {
    ...sample,
    programme: { ...sample.programme, coupons, promotions },
    products: [...sample.products, { ...(sample.products[0] as Shop['products'][number]), sku: 'LOAD', category: 'value', priceMinor: 20000, memberPriceMinor: null, barcodes: [], asset: 'stored-value', loadBonusMinor: 2000 }],
    members: sample.members.map((member) => (member.memberId === 'm1' ? { ...member, ...change, coupons: hers } : member)),
  }
}

/** HQ lends these coupons and so much value, and remembers what it was asked. */
function counterOf(value: { readonly principalMinor: number; readonly bonusMinor: number } | null = null): Counter & { asked: string[] } {
  const asked: string[] = []
  return {
    ...NO_COUNTER,
    asked,
    lendCoupon({ code, saleId }) {
      asked.push(`${code} ${saleId}`)
      const kinds: Record<string, string> = { CPHERS: 'ten-off', CPLEAF: 'leaflet' }
      const coupon = kinds[code]
      if (coupon === undefined) return Promise.resolve({ kind: 'rejected', rejected: code === 'CPUSED' ? 'coupon_used' : 'coupon_unknown' })
      return Promise.resolve({ kind: 'answer', answer: { code, coupon, expiresAtMs: null, usesLeft: 1 } })
    },
    lendValue: () => Promise.resolve(value === null ? { kind: 'rejected', rejected: 'value_lent' } : { kind: 'answer', answer: value }),
  }
}

const withMember = (): void => void test.desk.setMember({ memberId: 'm1', foundBy: 'card', cardBlocked: false })
const must = <T>(answer: { ok: true; output: T } | { ok: false; error: { code: string } }): T => {
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.output
}
const due = (state: DeskState): number => (state.quote.kind === 'quoted' ? state.quote.result.dueMinor : Number.NaN)
const events = () => readBatch(test.files.ledger, { epoch: 1, seq: 0 }, { eventsMax: 50, bytesMax: 1e9 }).map((row) => ({ kind: row.kind, body: (JSON.parse(Buffer.from(row.bytes).toString()) as { body: Record<string, unknown> }).body }))
const make = (setting: DeskSetting): void => void (test = makeDesk({ shop: shop(), ...setting }))
const nothingDiffers = (): void => expect([...verifyLedger(test.files.ledger, { events: 0, sales: 0, returns: 0, programmes: 0 })]).toEqual([])

describe('a coupon', () => {
  it('of hers is offered with what it takes off, goes in by its code, comes out, and is used once', async () => {
    const counter = counterOf()
    make({ counter })
    withMember()
    const offered = test.add('RICE-10')
    expect(offered.coupons).toMatchObject([{ code: 'CPHERS', discountMinor: 1000, state: { kind: 'offered' } }])
    const before = due(offered)
    const applied = must(await test.desk.addCoupon('CPHERS'))
    // The rules name it by its code on the lines; people call it by its kind.
    expect(applied.quote.kind === 'quoted' && applied.quote.names.find(({ id }) => id === 'CPHERS')?.name).toEqual(applied.coupons[0]?.name)
    expect(applied.coupons[0]?.name).not.toEqual({})
    expect(applied.coupons).toMatchObject([{ code: 'CPHERS', discountMinor: 1000, state: { kind: 'applied' } }])
    expect(due(applied)).toBe(before - 1000)
    expect(due(must(test.desk.removeCoupon('CPHERS')))).toBe(before)
    await test.desk.addCoupon('CPHERS')
    expect(counter.asked).toHaveLength(1)
    expect(await test.pay()).toBe(before - 1000)
    const { saleId } = test.desk.state()
    must(test.commitCash(before))
    const entries = readEntriesOfEvent(test.files.ledger, saleId)
    expect(entries).toContainEqual({ asset: 'coupon', account: 'coupon/CPHERS', delta: -1 })
    expect(readUnbalancedEvents(test.files.ledger)).toEqual([])
    test.desk.next()
    withMember()
    expect(test.add('RICE-10').coupons).toEqual([])
    nothingDiffers()
  })

  it('is issued with a code that follows from the sale, once a day', async () => {
    make({ counter: counterOf() })
    for (const expected of [1, 0]) {
      withMember()
      test.add('TEA-1')
      must(test.desk.commit(test.desk.state().saleId, [{ kind: 'cash', tenderedMinor: await test.pay() }]))
      const issued = events().at(-1)?.body['couponsIssued'] as { code: string; coupon: string; uses: number }[] | undefined
      expect(issued ?? []).toHaveLength(expected)
      if (expected === 1) expect(issued?.[0]).toMatchObject({ code: expect.stringMatching(/^CP[0-9A-Z]{14}$/) as string, coupon: 'ten-off', uses: 1 })
      test.desk.next()
    }
    nothingDiffers()
  })

  it('that does not fit yet stays in the sale, named; it needs HQ, and what HQ refuses is not there', async () => {
    const counter = counterOf()
    make({ counter })
    withMember()
    test.add('TEA-1')
    const state = must(await test.desk.addCoupon('CPHERS'))
    expect(state.coupons).toMatchObject([{ code: 'CPHERS', state: { kind: 'refused', why: 'below-minimum-spend', missingMinor: expect.any(Number) as number } }])
    expect(due(test.add('RICE-10'))).toBe(4999 + 6530 - 1000)
    expect(await test.desk.addCoupon('CPUSED')).toMatchObject({ ok: false, error: { code: 'coupon_used' } })
    expect(await test.desk.addCoupon('CPNONE')).toMatchObject({ ok: false, error: { code: 'coupon_unknown' } })
    expect(test.desk.state().coupons).toHaveLength(1)
  })

  it('offline is refused, and a sale that is dropped gives back what it had asked for', async () => {
    make({ counter: counterOf(), online: false })
    test.add('RICE-10')
    expect(await test.desk.addCoupon('CPLEAF')).toMatchObject({ ok: false, error: { code: 'coupon_not_here' } })
    test.dispose()
    make({ counter: counterOf() })
    test.add('RICE-10')
    await test.desk.addCoupon('CPLEAF')
    const { saleId } = test.desk.state()
    must(test.desk.clear())
    expect(events()).toEqual([{ kind: 'rights-returned', body: { saleId, codes: ['CPLEAF'], value: false } }])
  })
})

describe('stored value', () => {
  const held = { principalMinor: 10000, bonusMinor: 1000 }
  const stored = { storedPrincipalMinor: 10000, storedBonusMinor: 1000 }

  it('pays in the proportion loaded, bonus earns nothing, and a return puts both back', async () => {
    make({ shop: shop(stored), counter: counterOf(held) })
    withMember()
    test.add('TEA-1')
    const state = must(test.desk.payWithValue('max'))
    expect(state.member?.storedValue).toEqual({ principalMinor: 10000, bonusMinor: 1000, usableHereMinor: 11000 })
    expect(await test.pay()).toBe(0)
    const { saleId } = test.desk.state()
    const { sale } = must(test.desk.commit(saleId, []))
    // round(4999 × 1000 ÷ 11000) = 454 of the bonus
    expect(readEntriesOfEvent(test.files.ledger, saleId)).toEqual(
      expect.arrayContaining([
        { asset: 'principal', account: 'member/m1', delta: -4545 },
        { asset: 'bonus', account: 'member/m1', delta: -454 },
        { asset: 'money', account: 'tender/stored-value', delta: 4999 },
      ]),
    )
    expect(sale.earnPoints).toBe(45)
    expect(test.desk.state().member?.storedValue).toMatchObject({ principalMinor: 5455, bonusMinor: 546 })
    const returns = makeReturnDesk(test)
    const asked = { saleId, reason: 'defect' as const, lines: [{ line: 0, quantityMilli: 1000 }] }
    const quote = must(returns.quote(asked))
    expect(quote).toMatchObject({ refundMinor: 0, storedValue: { principalMinor: 4545, bonusMinor: 454 }, wholeSale: true })
    must(await returns.commit({ ...asked, returnId: '0192f001-0000-7000-8000-000000000001', refundMinor: 0, pointsClawedBack: quote.pointsClawedBack }))
    const sums = test.files.ledger.all<{ delta: number }>(`SELECT sum(delta) AS delta FROM entries WHERE asset <> 'coupon' GROUP BY asset, account`)
    expect(new Set(sums.map((row) => row.delta))).toEqual(new Set([0]))
    nothingDiffers()
  })

  it('is loaded by a line that earns nothing: principal by its price, bonus on top; never without a name or HQ', async () => {
    make({ shop: shop(stored), counter: counterOf(held) })
    test.add('LOAD')
    expect(await test.desk.pay()).toMatchObject({ ok: false, error: { code: 'no_member' } })
    withMember()
    expect(await test.pay()).toBe(20000)
    const { saleId } = test.desk.state()
    const { sale } = must(test.commitCash(20000))
    expect(sale.earnPoints).toBe(0)
    expect(readEntriesOfEvent(test.files.ledger, saleId)).toEqual(
      expect.arrayContaining([
        { asset: 'principal', account: 'member/m1', delta: 20000 },
        { asset: 'bonus', account: 'member/m1', delta: 2000 },
        { asset: 'money', account: 'stored-value', delta: -20000 },
      ]),
    )
    expect(test.desk.state().member?.storedValue).toMatchObject({ principalMinor: 30000, bonusMinor: 3000 })
    expect(makeReturnDesk(test).quote({ saleId, reason: 'defect', lines: [{ line: 0, quantityMilli: 1000 }] })).toMatchObject({ ok: false, error: { code: 'return_exceeds_sale' } })
    nothingDiffers()
  })

  it('is bounded by the legal cap, and by what HQ lends', async () => {
    make({ shop: shop({ storedPrincipalMinor: 490000 }), counter: counterOf({ principalMinor: 490000, bonusMinor: 0 }) })
    withMember()
    test.add('LOAD')
    expect(await test.desk.pay()).toMatchObject({ ok: false, error: { code: 'quote_rejected', detail: 'stored_value_over_cap' } })
    test.dispose()
    make({ shop: shop(stored), counter: counterOf(null) })
    withMember()
    test.add('TEA-1')
    must(test.desk.payWithValue(3000))
    expect(await test.desk.pay()).toMatchObject({ ok: false, error: { code: 'value_not_here', detail: 'value_lent' } })
    test.dispose()
    make({ shop: shop(stored), online: false })
    withMember()
    test.add('TEA-1')
    expect(test.desk.payWithValue('max')).toMatchObject({ ok: false, error: { code: 'value_not_here' } })
    expect(test.desk.state().member?.storedValue).toMatchObject({ usableHereMinor: 0 })
  })
})
