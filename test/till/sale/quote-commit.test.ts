import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SaleInputs } from '../../../src/domain/sale-case.ts'
import { quoteSale } from '../../../src/domain/sale/quote-sale.ts'
import { saleNumbers } from '../../../src/journal/sold-of-sale.ts'
import { readEntriesOfEvent } from '../../../src/till/db/entries.ts'
import { readLotMovementsOfEvent } from '../../../src/till/db/lot-movements.ts'
import { readSaleLines } from '../../../src/till/db/sale-lines.ts'
import { readSale } from '../../../src/till/db/sales.ts'
import { readMemberFacts } from '../../../src/till/members/member-facts.ts'
import { createRulesInForce } from '../../../src/till/rules.ts'
import { verifyLedger } from '../../../src/till/verify/verify-ledger.ts'
import { makeDesk, shanghaiDate } from '../../support/desk.ts'
import { earnRules, promotions } from '../../support/random-case.ts'
import { sampleShop } from '../../support/till-shop.ts'

const goods = fc.array(fc.tuple(fc.constantFrom('RICE-10', 'TEA-1', 'APPLE', 'ODD', 'CIG-1'), fc.integer({ min: 1, max: 5000 })), { minLength: 1, maxLength: 5 })
const cases = fc.record({ goods, earn: earnRules, list: promotions('all', 4), memberId: fc.constantFrom('m1', 'm2', null), redeem: fc.oneof(fc.constant('max' as const), fc.nat(400)), debtPoints: fc.constantFrom(0, 0, 30) })

it('what is quoted is what is committed: every number of the screen stands in the ledger, and follows from what is stored', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ goods: basket, earn, list, memberId, redeem, debtPoints }) => {
      const shop = sampleShop()
      const members = shop.members.map((member) => ({ ...member, debtPoints }))
      const test = makeDesk({ shop: { ...shop, members, programme: { ...shop.programme, earn: { ...(shop.programme['earn'] as object), ...earn }, promotions: list } } })
      try {
        const { ledger } = test.files
        const factsNow = () => (memberId === null ? null : readMemberFacts(ledger, test.files.mirror(), memberId, shanghaiDate(test.clock.wallMs())))
        if (memberId !== null) test.desk.setMember({ memberId, foundBy: 'card', cardBlocked: false })
        for (const [sku, quantityMilli] of basket) test.add(sku, quantityMilli)
        if (memberId !== null) test.desk.redeem(redeem)
        const paying = await test.desk.pay()
        if (!paying.ok) {
          expect(['quote_rejected', 'insufficient_points']).toContain(paying.error.code)
          return
        }
        const { quote, saleId } = paying.output
        if (quote.kind !== 'quoted') throw new Error('paid without numbers')
        const shown = quote.result
        const answer = test.desk.commit(saleId, shown.payMinor === 0 ? [] : [{ kind: 'cash', tenderedMinor: shown.payMinor }])
        expect(answer).toMatchObject({ ok: true, output: { sale: { dueMinor: shown.dueMinor, paidMinor: shown.payMinor, pointsUsed: shown.pointsUsed, earnPoints: shown.earnPoints } } })
        // The stored sale, and the engine on its stored inputs, say what the screen said.
        const sale = readSale(ledger, saleId)
        const { explain: _explain, notApplied: _notApplied, returns: _returns, ...numbers } = shown
        expect(JSON.parse(sale?.resultJson ?? '')).toEqual(JSON.parse(JSON.stringify(numbers)))
        const { programme } = createRulesInForce(() => test.files.mirror(), (problem) => expect.fail(problem)).current() ?? expect.fail('no rules')
        const again = quoteSale({ ...(JSON.parse(sale?.caseJson ?? '') as SaleInputs), programme }, saleId)
        if (again.kind !== 'quoted') throw new Error(again.rejected)
        expect(JSON.parse(JSON.stringify(saleNumbers(again)))).toEqual(JSON.parse(JSON.stringify(numbers)))
        // Lines, entries, lots and the member after it.
        expect(readSaleLines(ledger, saleId).map(({ netMinor, discountMinor, earnPoints, pointsUsed }) => ({ netMinor, discountMinor, earnPoints, pointsUsed }))).toEqual(
          shown.lines.map(({ netMinor, discountMinor, earnPoints, pointsUsed }) => ({ netMinor, discountMinor, earnPoints, pointsUsed })),
        )
        const entries = new Map(readEntriesOfEvent(ledger, saleId).map((entry) => [`${entry.asset} ${entry.account}`, entry.delta]))
        const of = (name: string): number => entries.get(name) ?? 0
        expect([of('money goods'), of('money discount'), of('money tender/points'), of('money tender/cash')]).toEqual([shown.grossMinor === 0 ? 0 : -shown.grossMinor, shown.discountMinor, shown.pointsTenderMinor, shown.payMinor])
        const after = factsNow()
        if (memberId !== null && after !== null) {
          expect(of(`points member/${memberId}`)).toBe(shown.earnPoints - shown.pointsUsed)
          expect({ balance: after.balancePoints, debt: after.debtPoints, qualifying: after.qualifying, carry: after.carry, tier: after.tier }).toEqual({
            balance: shown.balancePoints, debt: shown.debtPoints, qualifying: shown.qualifying, carry: shown.carry, tier: shown.tierAfter,
          })
          const lots = after.lots.reduce((sum, lot) => sum + lot.points, 0)
          expect(after.balancePoints).toBe(lots - after.debtPoints)
          const made = readLotMovementsOfEvent(ledger, saleId).filter((movement) => movement.deltaPoints > 0)
          expect(made.map((movement) => movement.deltaPoints)).toEqual(shown.newLot === null ? [] : [shown.newLot.points])
        }
        expect([...verifyLedger(ledger, { events: 0, sales: 0, returns: 0, programmes: 0 })]).toEqual([])
      } finally {
        test.dispose()
      }
    }),
    { numRuns: 25 },
  )
})
