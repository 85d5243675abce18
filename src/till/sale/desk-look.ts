import type { DeskCoupon, DeskMember } from '../../contract/desk-state.ts'
import type { BusinessCalendar } from '../../domain/business-date.ts'
import type { MemberCard } from '../../journal/sealed-box.ts'
import { readCursor, type Cursor } from '../db/mirror/cursor.ts'
import type { Lease } from '../db/leases.ts'
import type { LedgerRead, MirrorRead } from '../db/sqlite-file.ts'
import { balanceView, provesNothing, spendablePoints, type Spending } from '../members/balance.ts'
import { deskMember } from '../members/desk-member.ts'
import { NAMELESS } from '../members/directory.ts'
import { readMemberFacts, type MemberFacts } from '../members/member-facts.ts'
import type { MemberVault } from '../members/member-vault.ts'
import type { Rules } from '../rules.ts'
import type { Basket } from './basket.ts'
import { leasedPoints } from './leases.ts'
import { deskCoupons } from './coupon-view.ts'
import { factsAfterReturn, type OpenExchange } from './exchange.ts'
import { prepaidOf, type Prepaid } from './prepaid.ts'
import { quoteBasket, type BasketQuote, type HeldValue, type QuoteSetting } from './quote-basket.ts'

/** Everything that follows from a basket at one moment: who she is, what it costs, what she may use. */
export type Look = {
  readonly rules: Rules | null
  readonly cursor: Cursor | null
  readonly member: DeskMember | null
  /** Null: no rules, or no lines. */
  readonly quote: BasketQuote | null
  readonly redeemMax: { readonly points: number; readonly worthMinor: number } | null
  readonly coupons: readonly DeskCoupon[]
  /** Goods that come back in it; null: none. */
  readonly exchange: OpenExchange | null
  /** What is paid before the cashier takes anything; null: no numbers. */
  readonly prepaid: Prepaid | null
}

/** What looking needs of the world. */
export type LookSetting = {
  readonly ledger: LedgerRead
  readonly mirror: MirrorRead
  readonly vault: MemberVault
  readonly rules: Rules | null
  readonly storeId: string
  readonly atMs: number
  readonly businessDate: string
  readonly online: boolean
  readonly confirmedAtMs: number | null
  readonly lease: Lease | null
  /** Pay was pressed: points are those that were lent, no more. */
  readonly fixed: boolean
  readonly exchange: OpenExchange | null
}

const UTC_DAYS: BusinessCalendar = { timeZone: 'UTC', businessDayStart: '00:00' }

/** Looks at a basket. No effect; the same answer for the same files and moment. */
export function lookAt(basket: Basket, setting: LookSetting): Look {
  const { rules, mirror, exchange } = setting
  const known = knownMember(basket, setting)
  const member = known === null ? null : { facts: known.facts, birthday: known.card.birthday, spendablePoints: known.spendablePoints, heldValue: known.heldValue }
  const cursor = readCursor(mirror)
  if (rules === null || basket.lines.length === 0) {
    return { rules, cursor, member: known === null ? null : deskMember(known, rules?.programme ?? null), quote: null, redeemMax: null, coupons: [], exchange, prepaid: null }
  }
  const quoteSetting: QuoteSetting = { rules, storeId: setting.storeId, atMs: setting.atMs, member }
  const quote = quoteBasket(basket, quoteSetting)
  const qualifyingAfter = quote.kind === 'quoted' ? quote.quoted.result.qualifying : undefined
  return {
    ...{ rules, cursor, exchange },
    prepaid: quote.kind === 'quoted' ? prepaidNow(basket, quote, exchange) : null,
    member: known === null ? null : deskMember({ ...known, ...(qualifyingAfter === undefined ? {} : { qualifyingAfter }) }, rules.programme),
    quote,
    coupons: deskCoupons(basket, quote, quoteSetting, known === null || setting.fixed || !setting.online || known.blocked ? [] : known.facts.coupons),
    redeemMax: known === null || known.spendablePoints === 0 ? null : redeemMax(basket, quoteSetting),
  }
}

/** What goods that come back and gift cards pay of it. */
function prepaidNow({ lines, giftCards }: Basket, { quoted: { result } }: Extract<BasketQuote, { kind: 'quoted' }>, exchange: OpenExchange | null): Prepaid {
  const loadsMinor = lines.reduce((sum, line, index) => sum + (line.asset === null ? 0 : (result.lines[index]?.netMinor ?? 0)), 0)
  const cards = giftCards.flatMap(({ code, use, lent }) => (use === 'pay' && lent !== null ? [{ code, balanceMinor: lent.balanceMinor }] : []))
  return prepaidOf(result.payMinor, loadsMinor, exchange?.kind === 'ready' ? exchange.ready.work : null, cards)
}

type KnownMember = {
  readonly facts: MemberFacts
  readonly card: MemberCard
  readonly foundBy: DeskMember['foundBy']
  readonly cardBlocked: boolean
  readonly balance: DeskMember['balance']
  readonly businessDate: string
  readonly spendablePoints: number
  readonly heldValue: HeldValue
  readonly blocked: boolean
}

function knownMember(basket: Basket, setting: LookSetting): KnownMember | null {
  if (basket.member === null) return null
  const { memberId, foundBy, cardBlocked } = basket.member
  const { businessDate } = setting
  const factsBefore = readMemberFacts(setting.ledger, setting.mirror, memberId, businessDate)
  if (factsBefore === null) return null
  const { exchange } = setting
  const facts = exchange?.kind === 'ready' ? factsAfterReturn(factsBefore, setting.ledger, exchange.ready.work, businessDate) : factsBefore
  const spending: Spending = {
    nowMs: setting.atMs,
    calendar: setting.rules?.programme ?? UTC_DAYS,
    foundBy,
    blocked: cardBlocked || facts.member.status !== 'active',
    online: setting.online,
    leasedPoints: leasedPoints(setting.lease),
    fixed: setting.fixed,
    confirmedAtMs: setting.confirmedAtMs,
  }
  return {
    ...{ facts, foundBy, cardBlocked, businessDate, blocked: spending.blocked },
    heldValue: heldValue(basket, facts, spending),
    card: setting.vault.open(memberId, facts.member.box) ?? NAMELESS,
    balance: balanceView(facts, spending),
    spendablePoints: spendablePoints(facts, spending),
  }
}

/** What HQ lent to this sale; before that, while it can be asked, what it is likely to lend. Money has no allowance (R16). */
function heldValue({ value }: Basket, { storedValue }: MemberFacts, { blocked, foundBy, online, fixed }: Spending): HeldValue {
  if (value?.kind === 'lent') return { principalMinor: value.principalMinor, bonusMinor: value.bonusMinor }
  const mayBeLent = !blocked && !provesNothing(foundBy) && online && !fixed
  return mayBeLent ? storedValue : { principalMinor: 0, bonusMinor: 0 }
}

function redeemMax(basket: Basket, setting: QuoteSetting): Look['redeemMax'] {
  const most = quoteBasket(basket, setting, 'max')
  if (most.kind === 'rejected' || most.quoted.result.pointsUsed === 0) return null
  return { points: most.quoted.result.pointsUsed, worthMinor: most.quoted.result.pointsTenderMinor }
}
