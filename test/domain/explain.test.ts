import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExplainNode } from '../../src/domain/explain-node.ts'
import { equalFractions, fraction, fractionText, sumFractions } from '../../src/domain/fraction.ts'
import type { Fraction } from '../../src/domain/fraction.ts'
import type { SaleResult } from '../../src/domain/sale-result.ts'
import { AT, caseJson, line, live, lot, quoted, returned } from '../support/rule-case.ts'
import type { Json } from '../support/rule-case.ts'
import { sales } from '../support/random-case.ts'

function nodesOf(node: ExplainNode): ExplainNode[] {
  return [node, ...node.children.flatMap(nodesOf)]
}

function find(result: { explain: ExplainNode }, id: string): ExplainNode {
  const found = nodesOf(result.explain).find((node) => node.id === id)
  if (found === undefined) throw new Error(`no node ${id}`)
  return found
}

/** A node's number, whatever its unit; null for a heading. */
function numberOf({ result }: ExplainNode): Fraction | null {
  switch (result.kind) {
    case 'minor':
      return fraction(result.resultMinor)
    case 'points':
      return fraction(result.resultPoints)
    case 'none':
      return null
    default: {
      const [numerator = '0', denominator = '1'] = result.resultExact.split('/')
      return fraction(BigInt(numerator), BigInt(denominator))
    }
  }
}

/** Nodes whose children should add up and do not. */
function broken(root: ExplainNode): string[] {
  return nodesOf(root).flatMap((node) => {
    const own = numberOf(node)
    if (node.join !== 'sum' || own === null) return []
    const total = sumFractions(node.children.map((child) => numberOf(child) ?? fraction(0)))
    return equalFractions(total, own) ? [] : [`${node.id}: ${fractionText(total)} instead of ${fractionText(own)}`]
  })
}

/** Every number of a result and the node that explains it. */
function explained(result: SaleResult): (readonly [string, number])[] {
  return [
    ['gross', result.grossMinor],
    ['discount', result.discountMinor],
    ['due', result.dueMinor],
    ['points-used', result.pointsUsed],
    ['points-tender', result.pointsTenderMinor],
    ['stored-value', result.storedValue.principalMinor + result.storedValue.bonusMinor],
    ['pay', result.payMinor],
    ['earn', result.earnPoints],
    ['earn-lines', result.earnPoints],
    ['qualifying', result.qualifying],
  ]
}

describe('the explanation', () => {
  it('adds up, and reaches every number of the result', () => {
    fc.assert(
      fc.property(sales, (json) => {
        const result = quoted(json)
        expect(broken(result.explain)).toEqual([])
        for (const [id, value] of explained(result)) expect(numberOf(find(result, id)), id).toEqual(fraction(value))
        if (json['member'] !== null) {
          expect(numberOf(find(result, 'balance'))).toEqual(fraction(result.balancePoints))
          expect(numberOf(find(result, 'new-lot'))).toEqual(fraction(result.newLot?.points ?? 0))
        }
        const applied = new Set(nodesOf(result.explain).map((node) => node.ruleId))
        for (const id of result.applied) expect(applied).toContain(id)
        for (const { id, why } of result.notApplied) {
          expect(find(result, `not-applied/promotion:${id}`).key).toBe(`explain.notApplied.${why}`)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('adds up for returns', () => {
    fc.assert(
      fc.property(sales, fc.constantFrom('defect', 'change-of-mind'), (json, reason) => {
        const { returns } = quoted({ ...json, returns: [{ at: AT, reason, lines: [{ line: 0, quantityMilli: 1 }] }] })
        for (const each of returns) {
          expect(broken(each.explain)).toEqual([])
          expect(numberOf(find(each, 'refund'))).toEqual(fraction(each.refundMinor))
          expect(numberOf(find(each, 'points-back'))).toEqual(fraction(each.pointsBack))
          expect(numberOf(find(each, 'claw-back'))).toEqual(fraction(each.pointsClawedBack))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('has one node an id', () => {
    fc.assert(
      fc.property(sales, (json) => {
        const ids = nodesOf(quoted(json).explain).map((node) => node.id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 200 },
    )
  })
})

describe('removing a promotion', () => {
  const promotions = [
    live('ten', 'percent-off', { percent: '10' }, { what: { skus: ['A'] } }),
    live('mug', 'gift', { sku: 'MUG', unitPriceMinor: 500 }, { what: { skus: ['B'] } }),
    live('save', 'spend-x-save-y', { spendMinor: 100000, saveMinor: 100 }),
    live('double', 'earn-multiplier', { multiplier: '2' }, { limits: { budgetPoints: 20 } }),
    live('bonus', 'earn-bonus', { points: 7 }),
  ]
  const explainWith = (list: readonly Json[]): ExplainNode[] =>
    nodesOf(
      quoted(
        caseJson(
          { promotions: list, earn: { caps: { perSalePoints: 100 } } },
          {
            member: { tier: 'gold', lots: [lot(100)] },
            lines: [line('A', 3000), line('B', 5000, 2000)],
            redeemPoints: 50,
          },
        ),
      ).explain,
    )

  it.each(promotions.map((promotion) => String(promotion['id'])))('%s takes its nodes and no others', (id) => {
    const before = explainWith(promotions)
    const after = new Set(explainWith(promotions.filter((promotion) => promotion['id'] !== id)).map((node) => node.id))
    const gone = before.filter((node) => !after.has(node.id))
    expect(gone.length).toBeGreaterThan(0)
    expect(gone.filter((node) => !node.id.includes(`promotion:${id}`))).toEqual([])
    expect(before.filter((node) => node.ruleId === id && after.has(node.id))).toEqual([])
  })
})

describe('a node says which step stands between', () => {
  it('rounding of the sum over lines', () => {
    const result = quoted(caseJson({}, { lines: [line('A', 99), line('B', 99)] }))
    const rounded = find(result, 'earn/rounded')
    expect(rounded.join).toBe('rounding')
    expect(rounded.children.map((child) => child.result)).toEqual([
      { kind: 'exact-points', resultExact: '99/100' },
      { kind: 'exact-points', resultExact: '99/100' },
    ])
  })
  it('a cap', () => {
    const result = quoted(caseJson({ earn: { caps: { perDayPoints: 10 } } }, { lines: [line('A', 5000)] }))
    expect(find(result, 'earn/cap:perDayPoints')).toMatchObject({
      key: 'explain.capCut.perDayPoints',
      join: 'cap',
      result: { resultPoints: -40 },
      params: { capPoints: 10, leftPoints: 10 },
    })
  })
  it('how far an offer was', () => {
    const save = live('save', 'spend-x-save-y', { spendMinor: 10000, saveMinor: 500 })
    const result = quoted(caseJson({ promotions: [save] }, { lines: [line('A', 8750)] }))
    expect(find(result, 'not-applied/promotion:save')).toMatchObject({
      key: 'explain.notApplied.below-minimum-spend',
      ruleId: 'save',
      params: { missingMinor: 1250 },
    })
  })
  it('what a lot gave, and where points went back', () => {
    const result = quoted(
      caseJson(
        {},
        { member: { lots: [lot(100)] }, lines: [line('A', 1000)], redeemPoints: 60, returns: [returned([0, 1000])] },
      ),
    )
    expect(find(result, 'points-used/lot:0').result).toEqual({ kind: 'points', resultPoints: 60 })
    expect(find({ explain: result.returns[0]?.explain ?? result.explain }, 'points-back-to/lot:0').result).toEqual({
      kind: 'points',
      resultPoints: 60,
    })
  })
})
