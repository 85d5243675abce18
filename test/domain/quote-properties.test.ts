import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unexpiredPoints } from '../../src/domain/lots.ts'
import { sumOf } from '../../src/domain/rounding.ts'
import type { SaleResult } from '../../src/domain/sale-result.ts'
import { quoteReturn } from '../../src/domain/return/quote-return.ts'
import { nothingReversed } from '../../src/domain/return/reversal.ts'
import { quoteSale } from '../../src/domain/sale/quote-sale.ts'
import type { QuotedSale } from '../../src/domain/sale/quote-sale.ts'
import { AT, line, lot, parsedCase, programmeJson, quoted } from '../support/rule-case.ts'
import type { Json } from '../support/rule-case.ts'
import { earnRules, lines, members, promotions, sales } from '../support/random-case.ts'

function sold(json: unknown): QuotedSale {
  const sale = quoteSale(parsedCase(json))
  if (sale.kind === 'rejected') throw new Error(sale.rejected)
  return sale
}

/** fast-check prints the seed of a failure: give it as `{ seed, path }` to meet it again. */
function check<T>(property: fc.IProperty<T>, numRuns = 400): void {
  fc.assert(property, { numRuns })
}

describe('parts and wholes', () => {
  it('the numbers of the lines add up to those of the sale', () => {
    check(
      fc.property(sales, (json) => {
        const result = quoted(json)
        const total = (of: (line: SaleResult['lines'][number]) => number): number => sumOf(result.lines.map(of))
        expect(total((part) => part.grossMinor)).toBe(result.grossMinor)
        expect(total((part) => part.discountMinor)).toBe(result.discountMinor)
        expect(total((part) => part.netMinor)).toBe(result.dueMinor)
        expect(total((part) => part.pointsTenderMinor)).toBe(result.pointsTenderMinor)
        expect(total((part) => part.pointsUsed)).toBe(result.pointsUsed)
        expect(total((part) => part.earnPoints)).toBe(result.earnPoints)
        expect(sumOf(result.lotsUsed.map((use) => use.points))).toBe(result.pointsUsed)
        expect(result.payMinor + result.pointsTenderMinor).toBe(result.dueMinor)
        expect(result.earnPoints).toBe(result.debtRepaidPoints + (result.newLot?.points ?? 0))
      }),
    )
  })

  it('nothing is negative that must not be', () => {
    check(
      fc.property(sales, (json) => {
        const { returns: _returns, explain: _explain, balancePoints: _balance, ...result } = quoted(json)
        const numbers: number[] = []
        JSON.stringify(result, (_key, part: unknown) => {
          if (typeof part === 'number') numbers.push(part)
          return part
        })
        expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
        for (const part of result.lines) expect(part.discountMinor).toBeLessThanOrEqual(part.grossMinor)
      }),
    )
  })

  it('a balance is lots less debt', () => {
    check(
      fc.property(sales, (json) => {
        const { result, memberAfter } = sold(json)
        const lots = memberAfter?.lots ?? []
        expect(result.balancePoints).toBe(unexpiredPoints(lots, Date.parse(AT)) - (memberAfter?.debtPoints ?? 0))
        expect(lots.every((each) => each.points >= 0)).toBe(true)
      }),
    )
  })

  it('the same case gives the same result', () => {
    check(
      fc.property(sales, (json) => {
        expect(quoted(structuredClone(json))).toEqual(quoted(json))
      }),
      60,
    )
  })
})

describe('returns', () => {
  const cuts = fc.array(fc.tuple(fc.nat(8), fc.integer({ min: 1, max: 5000 })), { minLength: 1, maxLength: 12 })
  const reasons = fc.constantFrom('change-of-mind', 'defect', 'statutory', 'exchange')

  /** Partial returns as drawn, cut to what is left, then one that takes the rest. */
  function returnsOf(
    result: SaleResult,
    soldMilli: readonly number[],
    parts: readonly (readonly [number, number])[],
    reason: string,
  ): Json[] {
    const left = [...soldMilli]
    const returns: Json[] = []
    for (const [at, quantityMilli] of parts) {
      const index = at % result.lines.length
      const taken = Math.min(left[index] ?? 0, quantityMilli)
      left[index] = (left[index] ?? 0) - taken
      if (taken > 0) returns.push({ at: AT, reason, lines: [{ line: index, quantityMilli: taken }] })
    }
    const rest = left.flatMap((quantityMilli, index) => (quantityMilli > 0 ? [{ line: index, quantityMilli }] : []))
    return [...returns, { at: AT, reason, lines: rest }]
  }

  it('any sequence of partial returns of a whole sale ends at zero in every number', () => {
    check(
      fc.property(sales, cuts, reasons, (json, parts, reason) => {
        const sale = sold(json)
        const soldMilli = sale.sold.lines.map((each) => each.quantityMilli)
        const result = quoted({ ...json, returns: returnsOf(sale.result, soldMilli, parts, reason) })
        const total = (of: (each: SaleResult['returns'][number]) => number): number => sumOf(result.returns.map(of))
        expect(total((each) => each.refundMinor)).toBe(result.payMinor)
        expect(total((each) => each.pointsBack)).toBe(result.pointsUsed)
        expect(total((each) => each.pointsClawedBack)).toBe(result.earnPoints)
        const member = parsedCase(json).member
        const before = member === null ? 0 : unexpiredPoints(member.lots, Date.parse(AT)) - member.debtPoints
        expect(result.returns.at(-1)?.balancePoints).toBe(before)
        for (const each of result.returns) {
          expect(each.refundMinor).toBeGreaterThanOrEqual(0)
          expect(each.lines.every((part) => part.netMinor >= 0 && part.pointsTenderMinor >= 0)).toBe(true)
        }
      }),
    )
  })

  it('a return needs nothing but what was stored of its sale', () => {
    check(
      fc.property(sales, (json) => {
        const { programme } = parsedCase(json)
        const sale = sold(json)
        const stored = JSON.parse(JSON.stringify(sale.sold)) as typeof sale.sold
        const request = { reason: 'defect', lines: [{ line: 0, quantityMilli: 1 }] } as const
        const play = (of: typeof sale.sold): unknown =>
          quoteReturn(programme, of, sale.memberAfter, nothingReversed(of), request, Date.parse(AT))
        expect(play(stored)).toEqual(play(sale.sold))
      }),
      100,
    )
  })
})

describe('earning', () => {
  it('points never come from points', () => {
    check(
      fc.property(sales, (json) => {
        const paid = quoted({ ...json, redeemPoints: 'max' })
        const unpaid = quoted({ ...json, redeemPoints: 0 })
        const rewardsLess = JSON.stringify(json).includes('"multiplier":"0.5"')
        if (!rewardsLess) expect(paid.earnPoints).toBeLessThanOrEqual(unpaid.earnPoints)
        if (paid.payMinor === 0) expect(paid.earnPoints).toBe(0)
      }),
    )
  })

  it('caps and budgets hold', () => {
    check(
      fc.property(sales, (json) => {
        const sale = sold(json)
        const { programme, member } = parsedCase(json)
        const { perSalePoints, perDayPoints } = programme.earn.caps
        const { earnPoints } = sale.result
        expect(earnPoints).toBeLessThanOrEqual(perSalePoints ?? Infinity)
        if (perDayPoints !== null && earnPoints > 0) {
          expect(earnPoints + (member?.earnedTodayPoints ?? 0)).toBeLessThanOrEqual(perDayPoints)
        }
        for (const use of sale.budgetUses) {
          const limits = programme.promotions.find((promotion) => promotion.id === use.promotion)?.limits
          expect(use.minor).toBeLessThanOrEqual(limits?.budgetMinor ?? Infinity)
          expect(use.points).toBeLessThanOrEqual(limits?.budgetPoints ?? Infinity)
        }
      }),
    )
  })

  it('more spend never earns less', () => {
    // Without thresholds, caps, groups, offers on several lines, gifts and tenders, as the rules say.
    const plain = promotions('earn').map((list) => list.map(({ limits: _l, group: _g, what: _w, ...rest }) => rest))
    const grown = fc.record({
      earn: earnRules,
      list: plain,
      member: members,
      basket: lines,
      at: fc.nat(5),
      more: fc.nat(500),
    })
    check(
      fc.property(grown, ({ earn, list, member, basket, at, more }) => {
        const programme = programmeJson({ earn: { ...earn, caps: {} }, promotions: list })
        const bigger = basket.map((each, index) =>
          index === at % basket.length ? { ...each, unitPriceMinor: Number(each['unitPriceMinor']) + more } : each,
        )
        const earned = (goods: readonly Json[]): number =>
          quoted({
            programme,
            at: AT,
            store: 's1',
            member,
            lines: goods.map((each) => ({ ...each, memberPriceMinor: null })),
          }).earnPoints
        expect(earned(bigger)).toBeGreaterThanOrEqual(earned(basket))
      }),
    )
  })
})

describe('order', () => {
  it('of the promotions in the file does not matter', () => {
    check(
      fc.property(sales, (json) => {
        const programme = json['programme'] as Json
        const reversed = { ...programme, promotions: [...(programme['promotions'] as Json[])].reverse() }
        const { explain: _a, applied, notApplied, ...rest } = quoted(json)
        const {
          explain: _b,
          applied: appliedToo,
          notApplied: notAppliedToo,
          ...restToo
        } = quoted({ ...json, programme: reversed })
        expect(restToo).toEqual(rest)
        expect([...appliedToo].sort()).toEqual([...applied].sort())
        expect([...notAppliedToo].reverse()).toEqual(notApplied)
      }),
    )
  })

  it('of the lines does not matter to the due', () => {
    // No ties, budgets or rounding offers: whole units, different prices, sums off.
    const prices = fc.uniqueArray(fc.integer({ min: 100, max: 5000 }), { minLength: 2, maxLength: 6 })
    const offers = fc.constantFrom<Json[]>(
      [{ id: 'u', state: 'live', kind: 'amount-off', effect: { minor: 70 } }],
      [{ id: 'f', state: 'live', kind: 'fixed-price', effect: { minor: 900 } }],
      [{ id: 'b', state: 'live', kind: 'buy-x-get-y', effect: { buy: 1, get: 1 } }],
      [{ id: 's', state: 'live', kind: 'spend-x-save-y', effect: { spendMinor: 3000, saveMinor: 500, repeat: true } }],
    )
    check(
      fc.property(prices, offers, (list, promotion) => {
        const due = (order: readonly number[]): number =>
          quoted({
            programme: programmeJson({ promotions: promotion }),
            at: AT,
            store: 's1',
            member: { tier: 'silver', lots: [lot(1)] },
            lines: order.map((price) => line('A', price)),
          }).dueMinor
        expect(due([...list].reverse())).toBe(due(list))
      }),
    )
  })
})
