import { must } from '../assert.ts'
import type { OfferFacts } from '../conditions/condition.ts'
import { add, compareFractions, ONE, parseFraction, ZERO } from '../fraction.ts'
import type { Fraction } from '../fraction.ts'
import type { EarnAction } from '../offers/action.ts'
import type { Offer } from '../offers/offer.ts'
import type { Programme, TierLevel } from '../programme.ts'
import { sumOf } from '../rounding.ts'
import type { MemberState } from '../sale-case.ts'
import type { NotAppliedReason } from '../sale-result.ts'
import { splitByFractions } from '../split.ts'
import { TIER_OFFER_ID } from './collect-offers.ts'
import type { Reasons } from './discount.ts'
import type { EarnLine } from './earn-base.ts'
import { budgetCuts, capCuts } from './earn-cuts.ts'
import type { BudgetCut, CapCut } from './earn-cuts.ts'
import { changesFactor } from './earn-factor.ts'
import { earnOffers } from './earn-offers.ts'
import type { EarnOffers, MultiplierChance } from './earn-offers.ts'
import { earnTotal } from './earn-total.ts'
import type { EarnTotal } from './earn-total.ts'

/** Earning of one sale at one tier level. */
export interface EarnPass {
  readonly tierMultiplier: Fraction
  readonly lines: readonly EarnLine[]
  readonly offers: EarnOffers
  readonly total: EarnTotal
  readonly carriedIn: Fraction
  readonly carry: Fraction
  readonly budgetCuts: readonly BudgetCut[]
  readonly capCuts: readonly CapCut[]
  readonly earnPoints: number
  /** What returns take back, parallel to the lines. */
  readonly linePoints: readonly number[]
  /** Keys of offers that changed something, even where a cap or budget then took it. */
  readonly applied: ReadonlySet<string>
  readonly reasons: Reasons
}

export interface EarnInputs {
  readonly programme: Programme
  readonly member: MemberState | null
  readonly lines: readonly EarnLine[]
  readonly offers: readonly Offer<EarnAction>[]
  readonly facts: OfferFacts
}

export function earnAt(level: TierLevel | null, { programme, member, lines, offers, facts }: EarnInputs): EarnPass {
  const { earn: rules } = programme
  const reasons: Reasons = new Map()
  const tierMultiplier = level === null ? ONE : parseFraction(level.earnMultiplier)
  const held = earnOffers(offers, lines, { ...facts, tier: level?.id ?? null }, reasons)
  const memberCarry = member === null ? ZERO : parseFraction(member.carry)
  const carriedIn = rules.carry ? memberCarry : ZERO
  const totalWithout = (without: ReadonlySet<Offer>): EarnTotal =>
    earnTotal(rules, tierMultiplier, carriedIn, lines, held, without)
  const total = totalWithout(new Set())
  const inBudgets = budgetCuts(
    [...held.multipliers, ...held.bonuses].map(({ offer }) => offer),
    total.totalPoints,
    (without) => totalWithout(without).totalPoints,
  )
  const budgetedPoints = total.totalPoints - sumOf(inBudgets.map((cut) => cut.cutPoints))
  const inCaps = capCuts(rules.caps, member, budgetedPoints)
  const earnPoints = budgetedPoints - sumOf(inCaps.map((cut) => cut.cutPoints))
  const weights = total.exact.map((exact, index) =>
    held.bonuses.reduce((sum, { shares }) => add(sum, must(shares[index])), exact),
  )
  const applied = appliedKeys(total, held)
  noteReasons({ lines, held, total, tierMultiplier, isMax: rules.stacking === 'max' }, applied, reasons)
  return {
    tierMultiplier,
    lines,
    offers: held,
    total,
    carriedIn,
    carry: rules.carry ? total.fractionLeft : memberCarry,
    budgetCuts: inBudgets,
    capCuts: inCaps,
    earnPoints,
    linePoints: splitByFractions(earnPoints, weights),
    applied,
    reasons,
  }
}

function appliedKeys(total: EarnTotal, { bonuses }: EarnOffers): Set<string> {
  const applied = new Set<string>()
  for (const { joined } of total.factors) {
    for (const offer of joined) if (changesFactor(offer)) applied.add(offer.key)
  }
  for (const { offer, points } of bonuses) if (points > 0) applied.add(offer.key)
  return applied
}

/** What a multiplier that holds is compared with. */
interface Field {
  readonly lines: readonly EarnLine[]
  readonly held: EarnOffers
  readonly total: EarnTotal
  readonly tierMultiplier: Fraction
  readonly isMax: boolean
}

function noteReasons(field: Field, applied: ReadonlySet<string>, reasons: Reasons): void {
  for (const { offer } of field.held.bonuses) {
    if (!applied.has(offer.key)) reasons.set(offer.key, { why: 'nothing-to-take-off' })
  }
  for (const chance of field.held.multipliers) {
    if (!applied.has(chance.offer.key)) reasons.set(chance.offer.key, reasonOf(chance, field))
  }
}

/** Why a multiplier that holds changed nothing: another one on the first line where it would have. */
function reasonOf({ offer, eligible }: MultiplierChance, field: Field): NotAppliedReason {
  const { lines, total, tierMultiplier, isMax } = field
  const { multiplier } = offer.action
  const index = lines.findIndex(({ baseMinor }, at) => must(eligible[at]) && baseMinor > 0)
  const couldChange = isMax ? compareFractions(multiplier, ONE) > 0 : changesFactor(offer)
  if (index < 0 || !couldChange) return { why: 'nothing-to-take-off' }
  if (isMax && compareFractions(multiplier, tierMultiplier) <= 0) return { why: 'better-offer', than: TIER_OFFER_ID }
  const winner = must(total.factors[index]).joined.find((rival) => isMax || rival.rule.group === offer.rule.group)
  return winner === undefined ? { why: 'nothing-to-take-off' } : { why: 'better-offer', than: winner.id }
}
