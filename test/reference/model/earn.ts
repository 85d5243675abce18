/** Step 7: what the sale earns at one tier, and what every earning promotion did. */
import { circumstancesFail, fits, inOrder, isEarning, levelOf, minimumsFail } from './conditions.ts'
import type { Verdict } from './conditions.ts'
import {
  ceiling,
  compare,
  floor,
  fraction,
  least,
  minus,
  most,
  ONE,
  over,
  plus,
  round,
  split,
  sumOf,
  times,
  total,
  ZERO,
} from './fraction.ts'
import type { Fraction } from './fraction.ts'
import type { Input, Offer } from './case.ts'
import type { PricedLine } from './measure.ts'

export interface Earned {
  readonly points: bigint
  readonly pointsOfLine: readonly bigint[]
  readonly carry: Fraction
  /** What the tier's metric grows by. */
  readonly qualifying: bigint
  /** Earning promotions and coupons without effect. */
  readonly verdicts: Map<Offer, Verdict>
}

/** The earning promotions that hold, and the lines they may touch. */
interface Earner {
  readonly offer: Offer
  readonly eligible: readonly number[]
}

function roundPoints(exact: Fraction, rounding: string): bigint {
  return rounding === 'ceil' ? ceiling(exact) : rounding === 'half-up' ? round(exact) : floor(exact)
}

function canEarn(input: Input, line: PricedLine): boolean {
  const { earn } = input.programme
  if (line.isAsset && !earn.onTopUp) return false
  return (
    !earn.excludeSkus.includes(line.sku) && !(line.category !== null && earn.excludeCategories.includes(line.category))
  )
}

export function earningBases(
  input: Input,
  lines: readonly PricedLine[],
  worth: readonly bigint[],
  bonus: readonly bigint[],
): bigint[] {
  const { base } = input.programme.earn
  return lines.map((line, index) => {
    if (!canEarn(input, line)) return 0n
    const counted =
      base === 'gross'
        ? line.grossMinor
        : base === 'due'
          ? line.netMinor
          : line.netMinor - (worth[index] ?? 0n) - (bonus[index] ?? 0n)
    return line.gift === null ? counted : least(counted, line.netMinor)
  })
}

function earnersOf(
  input: Input,
  lines: readonly PricedLine[],
  bases: readonly bigint[],
  coupons: readonly Offer[],
  tier: string | null,
  verdicts: Map<Offer, Verdict>,
): Earner[] {
  const earners: Earner[] = []
  for (const offer of [...input.promotions, ...coupons].filter(isEarning)) {
    const eligible = lines
      .map((_, index) => index)
      .filter((index) => {
        const line = lines[index]
        return line !== undefined && canEarn(input, line) && fits(offer, line)
      })
    const goods = eligible.flatMap((index) => lines[index] ?? [])
    const verdict =
      circumstancesFail(offer, input, tier) ??
      minimumsFail(
        offer,
        goods,
        eligible.map((index) => bases[index] ?? 0n),
        offer.budgetPoints,
      )
    if (verdict === null) earners.push({ offer, eligible })
    else verdicts.set(offer, verdict)
  }
  return earners
}

const larger = (a: Offer, b: Offer): number => compare(b.effect.multiplier, a.effect.multiplier) || inOrder(a, b)

/** Everything one sale needs to be earned again with fewer promotions. */
interface Scene {
  readonly input: Input
  readonly lines: readonly PricedLine[]
  readonly bases: readonly bigint[]
  readonly tierMultiplier: Fraction
}

/** The largest of each group, and all without a group. */
function largestOfGroups(multipliers: readonly Offer[]): Offer[] {
  return multipliers.filter(
    (offer) =>
      offer.group === null || multipliers.filter((other) => other.group === offer.group).sort(larger)[0] === offer,
  )
}

/** The multipliers that join the factor of a line. */
function joining(scene: Scene, earners: readonly Earner[], index: number): Offer[] {
  const here = earners
    .filter((one) => one.offer.kind === 'earn-multiplier' && one.eligible.includes(index))
    .map((one) => one.offer)
  if (scene.input.programme.earn.stacking !== 'max') return largestOfGroups(here)
  const best = [...here].sort(larger)[0]
  return best !== undefined && compare(best.effect.multiplier, scene.tierMultiplier) > 0 ? [best] : []
}

function factorOf(scene: Scene, joined: readonly Offer[]): Fraction {
  const all = joined.map((offer) => offer.effect.multiplier)
  const { stacking } = scene.input.programme.earn
  if (stacking === 'max') return all[0] ?? scene.tierMultiplier
  if (stacking === 'multiply') return all.reduce(times, scene.tierMultiplier)
  const sum = all.reduce((factor, one) => plus(factor, minus(one, ONE)), scene.tierMultiplier)
  return compare(sum, ZERO) < 0 ? ZERO : sum
}

/** The fixed points of a bonus by line: units of each, or the whole shared by net. */
function bonusShares(scene: Scene, earner: Earner): Fraction[] {
  const { offer, eligible } = earner
  const points = fraction(offer.effect.points)
  const base = total(eligible.map((index) => scene.bases[index] ?? 0n))
  const nowhere = scene.lines.map(() => ZERO)
  if (base === 0n) return nowhere
  if (offer.effect.per === 'unit') {
    return scene.lines.map((line, index) =>
      eligible.includes(index) && (scene.bases[index] ?? 0n) > 0n
        ? times(points, fraction(line.quantityMilli / 1000n))
        : ZERO,
    )
  }
  const net = total(eligible.map((index) => scene.lines[index]?.netMinor ?? 0n))
  if (net === 0n) return scene.lines.map((_, index) => (index === eligible[0] ? points : ZERO))
  return scene.lines.map((line, index) =>
    eligible.includes(index) ? times(points, fraction(line.netMinor, net)) : ZERO,
  )
}

interface Sum {
  readonly points: bigint
  readonly carry: Fraction
  readonly weights: readonly Fraction[]
}

/** Rounded points with bonuses, before budgets and caps, with just these promotions. */
function earnWith(scene: Scene, earners: readonly Earner[]): Sum {
  const { earn } = scene.input.programme
  const exact = scene.bases.map((base, index) =>
    times(fraction(base * earn.points, earn.perMinor), factorOf(scene, joining(scene, earners, index))),
  )
  const bonuses = earners.filter((one) => one.offer.kind === 'earn-bonus').map((one) => bonusShares(scene, one))
  const carried = scene.input.member?.carry ?? ZERO
  const sum = earn.carry ? plus(sumOf(exact), carried) : sumOf(exact)
  const rounded = roundPoints(sum, earn.rounding)
  const fixed = floor(sumOf(bonuses.map(sumOf)))
  return {
    points: rounded + fixed,
    carry: earn.carry ? minus(sum, fraction(rounded)) : carried,
    weights: exact.map((one, index) => plus(one, sumOf(bonuses.map((shares) => shares[index] ?? ZERO)))),
  }
}

function cutByBudgets(scene: Scene, earners: readonly Earner[], points: bigint): bigint {
  const budgeted = earners.filter((one) => one.offer.budgetPoints !== null)
  budgeted.sort((a, b) => (a.offer.rank < b.offer.rank ? -1 : 1))
  let left = points
  budgeted.forEach((one, place) => {
    const earlier = budgeted.slice(0, place)
    const withIt = earners.filter((other) => !earlier.includes(other))
    const withoutIt = withIt.filter((other) => other !== one)
    const gave = earnWith(scene, withIt).points - earnWith(scene, withoutIt).points
    left -= most(0n, gave - (one.offer.budgetPoints ?? 0n))
  })
  return most(0n, left)
}

function cutByCaps(input: Input, points: bigint): bigint {
  const { perSalePoints, perDayPoints, perMonthPoints } = input.programme.earn
  const { member } = input
  let left = points
  if (perSalePoints !== null) left = least(left, perSalePoints)
  if (perDayPoints !== null) left = least(left, most(0n, perDayPoints - (member?.earnedTodayPoints ?? 0n)))
  if (perMonthPoints !== null) left = least(left, most(0n, perMonthPoints - (member?.earnedMonthPoints ?? 0n)))
  return left
}

function judgeMultiplier(scene: Scene, earners: readonly Earner[], earner: Earner): Verdict | null {
  const { offer } = earner
  const places = earner.eligible.filter((index) => (scene.bases[index] ?? 0n) > 0n)
  const isMax = scene.input.programme.earn.stacking === 'max'
  const againstOne = compare(offer.effect.multiplier, ONE)
  if (places.length === 0 || againstOne === 0 || (isMax && againstOne < 0)) return { why: 'nothing-to-take-off' }
  if (isMax && compare(offer.effect.multiplier, scene.tierMultiplier) <= 0) return { why: 'better-offer', than: 'tier' }
  if (places.some((index) => joining(scene, earners, index).includes(offer))) return null
  const winners = joining(scene, earners, places[0] ?? 0)
  const winner = isMax ? winners[0] : winners.find((other) => other.group === offer.group)
  return { why: 'better-offer', than: winner?.name ?? 'tier' }
}

function judge(scene: Scene, earners: readonly Earner[], verdicts: Map<Offer, Verdict>): void {
  for (const earner of earners) {
    const verdict =
      earner.offer.kind === 'earn-multiplier'
        ? judgeMultiplier(scene, earners, earner)
        : sumOf(bonusShares(scene, earner)).over > 0n
          ? null
          : { why: 'nothing-to-take-off' }
    if (verdict !== null) verdicts.set(earner.offer, verdict)
  }
}

function growth(input: Input, bases: readonly bigint[], points: bigint): bigint {
  const { tiers, earn } = input.programme
  if (tiers.metric === 'spend') return total(bases)
  if (tiers.counts === 'all') return points
  return roundPoints(over(fraction(total(bases) * earn.points), fraction(earn.perMinor)), earn.rounding)
}

/** What the sale earns for a member counted as of that tier. */
export function earnAt(
  input: Input,
  lines: readonly PricedLine[],
  bases: readonly bigint[],
  coupons: readonly Offer[],
  tier: string | null,
): Earned {
  const verdicts = new Map<Offer, Verdict>()
  const earners = earnersOf(input, lines, bases, coupons, tier, verdicts)
  if (input.member === null) {
    return { points: 0n, pointsOfLine: lines.map(() => 0n), carry: ZERO, qualifying: 0n, verdicts }
  }
  const scene: Scene = { input, lines, bases, tierMultiplier: levelOf(input, tier)?.earnMultiplier ?? ONE }
  judge(scene, earners, verdicts)
  const sum = earnWith(scene, earners)
  const points = cutByCaps(input, cutByBudgets(scene, earners, sum.points))
  return {
    points,
    pointsOfLine: split(points, sum.weights),
    carry: sum.carry,
    qualifying: growth(input, bases, points),
    verdicts,
  }
}
