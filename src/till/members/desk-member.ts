import type { BalanceView, DeskMember, MemberAddress, MemberFoundBy } from '../../contract/desk-state.ts'
import type { MemberCandidate } from '../../contract/till-calls.ts'
import { surnameOf, syllablesOf } from '../../journal/name-keys.ts'
import type { MemberCard } from '../../journal/sealed-box.ts'
import type { Programme, TierLevel } from '../../domain/programme.ts'
import type { MemberFacts } from './member-facts.ts'
import { maskName, maskPhone } from './masking.ts'
import type { NamedMember } from './name-search.ts'

/** How a member is addressed: no more of her name than that. */
export function addressOf(card: MemberCard): MemberAddress {
  const latin = syllablesOf(card.name).surname.join('')
  return { title: card.title, surname: surnameOf(card.name), surnameLatin: latin.slice(0, 1).toUpperCase() + latin.slice(1) }
}

/** A level with its place among the levels, the lowest 0. Null: none, or one that the rules no longer have. */
export function tierView(programme: Programme | null, tier: string | null): DeskMember['tier'] {
  const levels = [...(programme?.tiers.levels ?? [])].sort((a: TierLevel, b: TierLevel) => a.threshold - b.threshold)
  const rank = levels.findIndex((level) => level.id === tier)
  const level = levels[rank]
  return level === undefined ? null : { id: level.id, name: level.name, rank, rankCount: levels.length }
}

/** One line of a search's answer. */
export function memberCandidate({ row, card }: NamedMember, programme: Programme | null): MemberCandidate {
  const tier = tierView(programme, row.tier)
  return {
    memberId: row.memberId,
    displayName: maskName(card.name),
    address: addressOf(card),
    phoneMasked: card.phone === null ? null : maskPhone(card.phone),
    tierName: tier?.name ?? null,
    tier,
    lastPurchase: row.lastPurchase,
    status: row.status === 'active' ? 'active' : 'blocked',
  }
}

/** The member column of the cashier's screen. */
export function deskMember(
  shown: {
    readonly facts: MemberFacts
    readonly card: MemberCard
    readonly foundBy: MemberFoundBy
    readonly cardBlocked: boolean
    readonly balance: BalanceView
    readonly businessDate: string
    /** What of her stored value this sale may use. */
    readonly heldValue: { readonly principalMinor: number; readonly bonusMinor: number }
    /** The tier metric with the open sale; absent: there is none. */
    readonly qualifyingAfter?: number
  },
  programme: Programme | null,
): DeskMember {
  const { facts, card, businessDate } = shown
  return {
    memberId: facts.member.memberId,
    displayName: maskName(card.name),
    address: addressOf(card),
    phoneMasked: card.phone === null ? null : maskPhone(card.phone),
    tier: tierView(programme, facts.tier),
    status: facts.member.status === 'active' && !shown.cardBlocked ? 'active' : 'blocked',
    foundBy: shown.foundBy,
    birthdayToday: card.birthday !== null && isBirthday(card.birthday, businessDate),
    lastPurchase: facts.lastPurchase,
    balance: shown.balance,
    tierProgress: tierProgress(programme, facts, shown.qualifyingAfter ?? facts.qualifying),
    storedValue: storedValueView(facts, shown.heldValue),
  }
}

/** Null: she never loaded anything that is left. */
function storedValueView({ storedValue }: Pick<MemberFacts, 'storedValue'>, held: { readonly principalMinor: number; readonly bonusMinor: number }): DeskMember['storedValue'] {
  const { principalMinor, bonusMinor } = storedValue
  if (principalMinor === 0 && bonusMinor === 0) return null
  return { principalMinor, bonusMinor, usableHereMinor: held.principalMinor + held.bonusMinor }
}

/** Null: the rules have no levels. @param qualifyingAfter the tier metric with the open sale */
function tierProgress(programme: Programme | null, { tier, qualifying }: Pick<MemberFacts, 'tier' | 'qualifying'>, qualifyingAfter: number): DeskMember['tierProgress'] {
  if (programme === null || programme.tiers.levels.length === 0) return null
  const { metric, levels } = programme.tiers
  const heldThreshold = levels.find((level) => level.id === tier)?.threshold ?? Number.NEGATIVE_INFINITY
  const above = [...levels].sort((a, b) => a.threshold - b.threshold).find((level) => level.threshold > heldThreshold)
  const next = above === undefined ? null : { id: above.id, name: above.name, threshold: above.threshold, missing: Math.max(0, above.threshold - qualifyingAfter) }
  return { metric, qualifying, qualifyingAfter, next }
}

/** 29 February is the 28th in common years. */
function isBirthday(birthday: string, businessDate: string): boolean {
  const [year, today] = [Number(businessDate.slice(0, 4)), businessDate.slice(5)]
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return (birthday === '02-29' && !isLeap ? '02-28' : birthday) === today
}
