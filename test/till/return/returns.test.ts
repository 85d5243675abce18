import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { readEventBody } from '../../../src/contract/wire-event.ts'
import type { ReturnableSale, SavedReturn } from '../../../src/contract/return-view.ts'
import type { SavedSale } from '../../../src/contract/desk-state.ts'
import { readEvent } from '../../../src/journal/event.ts'
import { readUnbalancedEvents } from '../../../src/till/db/entries.ts'
import { readBatch } from '../../../src/till/db/journal.ts'
import { applyFeedPage } from '../../../src/till/db/mirror/feed.ts'
import { readMemberFacts } from '../../../src/till/members/member-facts.ts'
import type { ReturnAsked } from '../../../src/till/return/quote-return.ts'
import type { ReturnDesk } from '../../../src/till/return/return-desk.ts'
import { makeDesk, shanghaiDate, type DeskSetting, type TestDesk } from '../../support/desk.ts'
import { makeReturnDesk } from '../../support/return-desk.ts'
import { memberRow, sampleShop, type Shop, type ShopMember } from '../../support/till-shop.ts'
import { makeTill } from '../../support/till.ts'

let test: TestDesk | null = null
afterEach(() => {
  test?.dispose()
  test = null
})

const DAY_MS = 86_400_000
let lastId = 0
const returnId = (): string => `0192f001-0000-7000-8000-${String(++lastId).padStart(12, '0')}`

/** The sample shop with other rules. */
function shopWith(change: Record<string, unknown>): Shop {
  const shop = sampleShop()
  return { ...shop, programme: { ...shop.programme, ...change } }
}

/** A sale of one member, saved. */
async function sell(setting: DeskSetting, goods: readonly (readonly [string, number])[], redeemPoints: number | 'max', tenders?: (payMinor: number) => Parameters<TestDesk['desk']['commit']>[1]): Promise<{ test: TestDesk; sale: SavedSale; returns: ReturnDesk }> {
  const made = (test = makeDesk(setting))
  return { test: made, ...(await sellAgain(made, goods, redeemPoints, tenders)), returns: makeReturnDesk(made) }
}

async function sellAgain(made: TestDesk, goods: readonly (readonly [string, number])[], redeemPoints: number | 'max', tenders?: (payMinor: number) => Parameters<TestDesk['desk']['commit']>[1]): Promise<{ sale: SavedSale }> {
  made.desk.next()
  made.desk.setMember({ memberId: 'm1', foundBy: 'card', cardBlocked: false })
  for (const [sku, quantityMilli] of goods) made.add(sku, quantityMilli)
  if (redeemPoints !== 0) made.desk.redeem(redeemPoints)
  const payMinor = await made.pay()
  const answer = made.desk.commit(made.desk.state().saleId, tenders === undefined ? (payMinor === 0 ? [] : [{ kind: 'cash', tenderedMinor: payMinor }]) : tenders(payMinor))
  if (!answer.ok) throw new Error(answer.error.code)
  return { sale: answer.output.sale }
}

async function found(returns: ReturnDesk, sale: SavedSale): Promise<ReturnableSale> {
  const answer = await returns.find(sale.receiptCode)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.output
}

/** Quotes and commits, as the screen does. */
async function giveBack(returns: ReturnDesk, asked: ReturnAsked): Promise<SavedReturn> {
  const quoted = returns.quote(asked)
  if (!quoted.ok) throw new Error(quoted.error.code)
  const { refundMinor, pointsClawedBack } = quoted.output
  const answer = await returns.commit({ ...asked, returnId: returnId(), refundMinor, pointsClawedBack })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.output
}

const accounts = ({ files }: TestDesk): Record<string, number> =>
  Object.fromEntries(
    files.ledger.all<{ name: string; delta: number }>(`SELECT asset || ' ' || account AS name, sum(delta) AS delta FROM entries GROUP BY 1`).map(({ name, delta }) => [name, delta]),
  )
const facts = (made: TestDesk) => readMemberFacts(made.files.ledger, made.files.mirror(), 'm1', shanghaiDate(made.clock.wallMs()))
const all = (sale: ReturnableSale): ReturnAsked['lines'] => sale.lines.map(({ line, returnableMilli }) => ({ line, quantityMilli: returnableMilli }))

describe('a return', () => {
  it('of a whole sale leaves every account, lot and counter as before the sale', async () => {
    test = makeDesk()
    const before = facts(test)
    const { sale } = await sellAgain(test, [['RICE-10', 1000], ['APPLE', 1250]], 1200)
    const returns = makeReturnDesk(test)
    const shown = await found(returns, sale)
    expect(shown).toMatchObject({ receiptCode: sale.receiptCode, source: 'here', member: { memberId: 'm1', displayName: '陈*满' } })
    const saved = await giveBack(returns, { saleId: sale.saleId, reason: 'change-of-mind', lines: all(shown) })
    expect(saved).toMatchObject({ refundMinor: sale.paidMinor, pointsBack: 1200, pointsClawedBack: sale.earnPoints, balancePointsAfter: before?.balancePoints })
    expect(new Set(Object.values(accounts(test)))).toEqual(new Set([0]))
    const { lots, ...rest } = facts(test) ?? { lots: [] }
    expect({ ...rest, lots: new Set(lots) }).toEqual({ ...before, lots: new Set(before?.lots) })
    expect((await found(returns, sale)).lines.map((line) => line.returnableMilli)).toEqual([0, 0])
    expect((await found(returns, sale)).returns).toMatchObject([{ returnId: saved.returnId, refundMinor: sale.paidMinor }])
  })

  it('is an event that HQ can read, in the chain, and its entries balance', async () => {
    const made = await sell({}, [['RICE-10', 2000]], 'max')
    await giveBack(made.returns, { saleId: made.sale.saleId, reason: 'defect', lines: [{ line: 0, quantityMilli: 1000 }] })
    const events = readBatch(made.test.files.ledger, { epoch: 1, seq: 0 }, { eventsMax: 10, bytesMax: 1e9 })
    expect(events.map((event) => event.kind)).toEqual(['sale', 'return'])
    const reading = readEvent(events[1]?.bytes ?? new Uint8Array())
    if (reading.kind !== 'event') throw new Error(reading.why)
    expect(readEventBody(reading.event.kind, reading.event.body)).toMatchObject({ kind: 'return', body: { saleId: made.sale.saleId, inputs: { reason: 'defect' } } })
    expect(readUnbalancedEvents(made.test.files.ledger)).toEqual([])
  })

  it('goes back to the tenders it came from: the last paid first, none beyond what it took', async () => {
    const made = await sell({}, [['RICE-10', 2000]], 0, (payMinor) => [
      { kind: 'card', paidMinor: 7000, reference: '0042' },
      { kind: 'cash', tenderedMinor: payMinor - 7000 },
    ])
    const { sale, returns } = made
    expect(sale.paidMinor).toBe(13060)
    const one = { saleId: sale.saleId, reason: 'change-of-mind' as const, lines: [{ line: 0, quantityMilli: 1000 }] }
    expect((await giveBack(returns, one)).refunds).toEqual([
      { kind: 'cash', refundMinor: 6060, reference: null },
      { kind: 'card', refundMinor: 470, reference: '0042' },
    ])
    expect((await found(returns, sale)).tenders).toMatchObject([{ kind: 'card', refundableMinor: 6530 }, { kind: 'cash', refundableMinor: 0 }])
    expect((await giveBack(returns, one)).refunds).toEqual([{ kind: 'card', refundMinor: 6530, reference: '0042' }])
  })

  it('repeated is the first result; with other content, other numbers, or more than is left it is refused', async () => {
    const { sale, returns } = await sell({}, [['TEA-1', 2000]], 0)
    const id = returnId()
    const asked = { saleId: sale.saleId, reason: 'change-of-mind' as const, lines: [{ line: 0, quantityMilli: 1000 }], returnId: id, refundMinor: 4999, pointsClawedBack: 50 }
    expect(await returns.commit({ ...asked, refundMinor: 5000 })).toMatchObject({ ok: false, error: { code: 'changed' } })
    const quoted = returns.quote(asked)
    const pointsClawedBack = quoted.ok ? quoted.output.pointsClawedBack : 0
    const first = await returns.commit({ ...asked, pointsClawedBack })
    expect(first).toMatchObject({ ok: true })
    expect(await returns.commit({ ...asked, pointsClawedBack })).toEqual(first)
    expect(await returns.commit({ ...asked, pointsClawedBack, reason: 'defect' })).toMatchObject({ ok: false, error: { code: 'exists_with_different_content' } })
    expect(returns.quote({ ...asked, lines: [{ line: 0, quantityMilli: 2000 }] })).toMatchObject({ ok: false, error: { code: 'return_exceeds_sale' } })
    expect(returns.quote({ ...asked, lines: [{ line: 1, quantityMilli: 1000 }] })).toMatchObject({ ok: false, error: { code: 'return_exceeds_sale' } })
    expect(returns.quote({ ...asked, saleId: 'nobody' })).toMatchObject({ ok: false, error: { code: 'unknown_sale' } })
  })

  it('finds nothing for what is no receipt, and says when only HQ could know', async () => {
    const { returns } = await sell({}, [['ODD', 1000]], 0)
    expect(await returns.find('hello')).toMatchObject({ ok: false, error: { code: 'not_a_receipt' } })
    expect(await returns.find('R9-1-00000000')).toMatchObject({ ok: false, error: { code: 'sale_not_here' } })
  })

  it('takes back points that are spent already by the policy of the rules', async () => {
    const policies = { debt: { debtPoints: 100, balance: -100 }, clamp: { debtPoints: 0, balance: 0 }, deduct: { debtPoints: 0, balance: 0 } } as const
    for (const shortage of ['debt', 'clamp', 'deduct'] as const) {
      const shop = shopWith({ returns: { shortage } })
      const poor = { ...shop, members: shop.members.map((member) => (member.memberId === 'm1' ? { ...member, lots: [], tier: null } : member)) }
      const made = await sell({ shop: poor }, [['TEA-1', 4000]], 0)
      expect(made.sale.earnPoints).toBe(199)
      // HQ has counted the sale; what it earned was spent at another till.
      const row = memberRow(poor.members[0] as ShopMember, made.test.clock.wallMs())
      applyFeedPage(made.test.files.mirror(), { incarnation: 1, position: 101, included: { epoch: 1, seq: 1 }, changes: [{ kind: 'member', memberId: 'm1', row }] })
      const saved = await giveBack(made.returns, { saleId: made.sale.saleId, reason: 'change-of-mind', lines: [{ line: 0, quantityMilli: 2000 }] })
      expect(saved.pointsClawedBack).toBe(100)
      expect(facts(made.test)).toMatchObject({ debtPoints: policies[shortage].debtPoints, balancePoints: policies[shortage].balance })
      expect(saved.refundMinor).toBe(shortage === 'deduct' ? 2 * 4999 - 100 : 2 * 4999)
      expect(readUnbalancedEvents(made.test.files.ledger)).toEqual([])
      made.test.dispose()
    }
    test = null
  })

  it('gives points back to a grace lot where their own has expired', async () => {
    const made = await sell({}, [['RICE-10', 1000]], 260)
    made.test.clock.advance(25 * DAY_MS)
    const saved = await giveBack(made.returns, { saleId: made.sale.saleId, reason: 'change-of-mind', lines: [{ line: 0, quantityMilli: 1000 }] })
    expect(saved.pointsBack).toBe(260)
    expect(facts(made.test)?.lots.find((lot) => lot.lotId === saved.returnId)).toMatchObject({ points: 260, grace: true })
  })
})

describe('properties', () => {
  const goods = fc.array(fc.tuple(fc.constantFrom('RICE-10', 'TEA-1', 'ODD'), fc.integer({ min: 1, max: 3 }).map((pieces) => pieces * 1000)), { minLength: 1, maxLength: 3 })
  const pieces = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 100, max: 2500 })), { maxLength: 4 })
  const rules = fc.record({
    thresholdOffers: fc.constantFrom('keep', 'recompute'),
    rounding: fc.constantFrom('floor', 'half-up', 'ceil'),
    save: fc.boolean(),
  })

  it('any sequence of partial returns of a sale ends at zero in every number of the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(goods, pieces, rules, fc.constantFrom(0, 'max' as const), fc.constantFrom(1, 10), async (basket, parts, { thresholdOffers, rounding, save }, redeem, cashStepMinor) => {
        const promotions = save ? [{ id: 'save', name: { en: 'Save' }, state: 'live', kind: 'spend-x-save-y', effect: { spendMinor: 9000, saveMinor: 777 }, who: { everyone: true } }] : []
        const shop = shopWith({ returns: { thresholdOffers }, promotions, earn: { ...(sampleShop().programme['earn'] as object), rounding } })
        const made = makeDesk({ shop, cashStepMinor })
        try {
          const before = facts(made)
          const { sale } = await sellAgain(made, basket, redeem)
          const returns = makeReturnDesk(made)
          for (const [line, wantedMilli] of parts) {
            const shown = await found(returns, sale)
            const quantityMilli = Math.min(wantedMilli, shown.lines[line]?.returnableMilli ?? 0)
            if (quantityMilli > 0) await giveBack(returns, { saleId: sale.saleId, reason: 'change-of-mind', lines: [{ line, quantityMilli }] })
          }
          const left = all(await found(returns, sale)).filter((line) => line.quantityMilli > 0)
          if (left.length > 0) await giveBack(returns, { saleId: sale.saleId, reason: 'change-of-mind', lines: left })
          expect(Object.entries(accounts(made)).filter(([, delta]) => delta !== 0)).toEqual([])
          const after = facts(made)
          expect(after).toMatchObject({ balancePoints: before?.balancePoints, debtPoints: 0, qualifying: before?.qualifying, purchases: before?.purchases, earnedTodayPoints: 0 })
          expect(new Set(after?.lots)).toEqual(new Set(before?.lots))
          // balance = lots − debt, all along.
          expect(after?.balancePoints).toBe((after?.lots ?? []).reduce((sum, lot) => sum + lot.points, 0) - (after?.debtPoints ?? 0))
        } finally {
          made.dispose()
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

describe('through the engine', () => {
  it('a return by receipt, online and offline, and HQ is asked once it has the sale', async () => {
    const till = await makeTill({ online: false })
    try {
      await till.scan('6941000137010')
      const { saleId } = await till.must('sale.pay', {})
      const { sale } = await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 7000 }] })
      const shown = await till.must('return.find', { receiptCode: sale.receiptCode.toLowerCase() })
      const asked = { saleId: shown.saleId, reason: 'statutory' as const, lines: [{ line: 0, quantityMilli: 1000 }] }
      const quote = await till.must('return.quote', asked)
      expect(quote).toMatchObject({ refundMinor: 6930, wholeSale: true, balancePointsAfter: null })
      const saved = await till.must('return.commit', { ...asked, returnId: returnId(), refundMinor: 6930, pointsClawedBack: 0 })
      expect(saved.receiptCode).toMatch(/^R2-2-[0-9a-f]{8}$/)
      await till.restart()
      expect((await till.must('return.find', { receiptCode: sale.receiptCode })).returns).toMatchObject([{ returnId: saved.returnId, acked: false }])
    } finally {
      await till.dispose()
    }
  })
})
