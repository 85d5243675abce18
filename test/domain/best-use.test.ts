import { describe, expect, it } from 'vitest'
import type { BestUseAim } from '../../src/domain/best-use/aim.ts'
import { bestUse } from '../../src/domain/best-use/best-use.ts'
import type { BestUse } from '../../src/domain/best-use/best-use.ts'
import { quote } from '../../src/domain/quote.ts'
import type { CouponInHand } from '../../src/domain/sale-case.ts'
import { caseJson, line, lot, parsedCase } from '../support/rule-case.ts'
import type { Json } from '../support/rule-case.ts'

const coupons = [
  { id: 'five', kind: 'amount-off', effect: { minor: 500, per: 'basket' } },
  { id: 'tenth', kind: 'percent-off', effect: { percent: '10' } },
  { id: 'better', kind: 'percent-off', effect: { percent: '20' }, group: 'one' },
  { id: 'worse', kind: 'percent-off', effect: { percent: '15' }, group: 'one' },
  { id: 'double', kind: 'earn-multiplier', effect: { multiplier: '2' } },
]
const soon = Date.parse('2026-12-01T00:00:00+08:00')
const hand = (code: string, coupon: string, expiresAtMs: number | null = null): CouponInHand => ({
  code,
  coupon,
  expiresAtMs,
  usesLeft: 1,
})

function best(aim: BestUseAim, member: Json, inHand: readonly CouponInHand[], minor = 10000): BestUse {
  const found = bestUse(parsedCase(caseJson({ coupons }, { member, lines: [line('A', minor)] })), inHand, aim)
  if (found === null) throw new Error('nothing can be used')
  return found
}
const codes = (found: BestUse): string[] => found.coupons.map((coupon) => coupon.code)

describe('best value', () => {
  it('uses the points that would expire, not those that last', () => {
    const lots = [lot(900), lot(300, '2026-12-05T00:00:00+08:00')]
    expect(best('best-value', { lots }, [])).toMatchObject({
      redeemPoints: 300,
      payMinor: 9700,
      savedMinor: 300,
      lastingMinor: 0,
    })
  })
  it('takes no point more than it needs for the same', () => {
    // 99 points leave 0.01 to pay and earn nothing; one point less leaves it as well off.
    const found = best('best-value', { lots: [lot(101, '2026-12-05T00:00:00+08:00')] }, [], 200)
    const costOf = (points: number): number => 200 - points - Math.floor((200 - points) / 100)
    expect(costOf(found.redeemPoints)).toBe(Math.min(...Array.from({ length: 102 }, (_, points) => costOf(points))))
    expect(found.redeemPoints === 0 || costOf(found.redeemPoints - 1) > costOf(found.redeemPoints)).toBe(true)
  })
  it('takes every coupon that helps, and only one of a group', () => {
    const inHand = [hand('W', 'worse'), hand('B', 'better'), hand('F', 'five'), hand('D', 'double')]
    expect(codes(best('best-value', {}, inHand))).toEqual(['B', 'F', 'D'])
  })
  it('of two alike it takes the one that expires sooner', () => {
    expect(codes(best('best-value', {}, [hand('W1', 'worse'), hand('W2', 'worse', soon)]))).toEqual(['W2'])
    expect(codes(best('best-value', {}, [hand('W9', 'worse'), hand('W2', 'worse')]))).toEqual(['W2'])
  })
})

describe('least now', () => {
  it('pays as much with points and coupons as it can', () => {
    const found = best('least-now', { lots: [lot(900)] }, [hand('F', 'five'), hand('D', 'double')])
    expect(found).toMatchObject({ redeemPoints: 900, payMinor: 8600, savedMinor: 1400 })
    expect(codes(found)).toEqual(['F'])
  })
})

describe('keep', () => {
  it('uses no points, and no coupon that lasts', () => {
    const lots = [lot(300, '2026-12-05T00:00:00+08:00')]
    const found = best('keep', { lots }, [hand('F', 'five'), hand('T', 'tenth', soon)])
    expect(found).toMatchObject({ redeemPoints: 0, payMinor: 9000 })
    expect(codes(found)).toEqual(['T'])
  })
})

describe('whatever is found', () => {
  it('can be quoted', () => {
    const saleCase = parsedCase(caseJson({ coupons }, { member: { lots: [lot(5000)] }, lines: [line('A', 3000)] }))
    for (const aim of ['best-value', 'least-now', 'keep'] as const) {
      const found = bestUse(saleCase, [hand('F', 'five'), hand('T', 'tenth'), hand('X', 'unknown')], aim)
      const outcome = quote({ ...saleCase, coupons: found?.coupons ?? [], redeemPoints: found?.redeemPoints ?? 0 })
      expect(outcome).toMatchObject({ kind: 'quoted', result: { payMinor: found?.payMinor } })
    }
  })
  it('comes quickly with eight coupons and many points', () => {
    const inHand = ['five', 'tenth', 'better', 'worse', 'double', 'five', 'tenth', 'five'].map((kind, index) =>
      hand(`K${index}`, kind),
    )
    expect(
      best('best-value', { lots: [lot(9000), lot(50, '2026-12-05T00:00:00+08:00')] }, inHand).payMinor,
    ).toBeGreaterThan(0)
  })
})
