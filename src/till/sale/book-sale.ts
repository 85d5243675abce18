import type { SaleInputs } from '../../domain/sale-case.ts'
import type { SaleResult } from '../../domain/sale-result.ts'
import type { Entry } from '../db/entries.ts'
import type { Lease } from '../db/leases.ts'
import { couponEntries } from '../../journal/coupons.ts'
import { entriesOf } from '../../journal/return-booking.ts'
import type { IssuedCoupon, LotMovement, SoldGiftCard } from '../../journal/sale-event.ts'
import type { Settlement } from './settle.ts'

/** The numbers of a result that are booked. */
export type BookedNumbers = Pick<
  SaleResult,
  'grossMinor' | 'discountMinor' | 'pointsTenderMinor' | 'pointsUsed' | 'earnPoints' | 'newLot' | 'lotsUsed' | 'storedValue'
>

/** What a sale loads and what it does to coupons. */
export type BookedExtras = {
  /** Stored value that its lines load: what they cost, and the bonus on top. */
  readonly loaded: { readonly principalMinor: number; readonly bonusMinor: number }
  /** Onto gift cards, by code. */
  readonly giftCards: readonly { readonly code: string; readonly loadedMinor: number }[]
  readonly couponEntries: readonly Entry[]
}

/**
 * The entries of a sale. Money: goods go out at gross, value loaded is owed; discount, points worth, tenders and cash
 * rounding come in. Points: what is issued comes to the member, what is used leaves her; stored value likewise, in its two
 * assets. Each asset sums to zero.
 */
export function saleEntries(numbers: BookedNumbers, settlement: Settlement, memberId: string | null, extras: BookedExtras = NO_EXTRAS): Entry[] {
  const money = new Map<string, number>()
  const points = new Map<string, number>()
  const { loaded, couponEntries, giftCards } = extras
  const { principalMinor, bonusMinor } = numbers.storedValue
  const loadedMinor = giftCards.reduce((sum, card) => sum + card.loadedMinor, loaded.principalMinor)
  add(money, 'goods', loadedMinor - numbers.grossMinor)
  add(money, 'stored-value', -loadedMinor)
  add(money, 'tender/stored-value', principalMinor + bonusMinor)
  add(money, 'discount', numbers.discountMinor)
  add(money, 'tender/points', numbers.pointsTenderMinor)
  for (const tender of settlement.tenders) add(money, `tender/${tender.kind}`, tender.paidMinor)
  add(money, 'rounding', settlement.roundingMinor)
  if (memberId !== null) {
    add(points, `member/${memberId}`, numbers.earnPoints - numbers.pointsUsed)
    add(points, 'programme/issued', -numbers.earnPoints)
    add(points, 'programme/redeemed', numbers.pointsUsed)
  }
  return [
    ...entriesOf('money', money),
    ...entriesOf('points', points),
    ...valueEntries('principal', [
      ...(memberId === null ? [] : [{ account: `member/${memberId}`, loadedMinor: loaded.principalMinor, spentMinor: principalMinor }]),
      ...giftCards.map(({ code, loadedMinor: minor }) => ({ account: `gift-card/${code}`, loadedMinor: minor, spentMinor: 0 })),
      ...settlement.tenders.flatMap(({ kind, reference, paidMinor }) => (kind === 'gift-card' ? [{ account: `gift-card/${reference ?? ''}`, loadedMinor: 0, spentMinor: paidMinor }] : [])),
    ]),
    ...valueEntries('bonus', memberId === null ? [] : [{ account: `member/${memberId}`, loadedMinor: loaded.bonusMinor, spentMinor: bonusMinor }]),
    ...couponEntries,
  ]
}

const NO_EXTRAS: BookedExtras = { loaded: { principalMinor: 0, bonusMinor: 0 }, giftCards: [], couponEntries: [] }

function valueEntries(asset: 'principal' | 'bonus', moved: readonly { readonly account: string; readonly loadedMinor: number; readonly spentMinor: number }[]): Entry[] {
  const deltas = new Map<string, number>()
  for (const { account, loadedMinor, spentMinor } of moved) {
    add(deltas, account, loadedMinor - spentMinor)
    add(deltas, 'programme/loaded', -loadedMinor)
    add(deltas, 'programme/spent', spentMinor)
  }
  return entriesOf(asset, deltas)
}

function add(deltas: Map<string, number>, account: string, delta: number): void {
  deltas.set(account, (deltas.get(account) ?? 0) + delta)
}

/**
 * How the member's lots change: what was lent is spent in the order in which HQ lent it (R2), what is earned beyond her
 * debt is a lot of its own that carries the sale's id. For a sale with a member.
 */
export function saleLotMovements(sale: {
  readonly saleId: string
  readonly atMs: number
  readonly numbers: BookedNumbers
  readonly lease: Lease | null
}): LotMovement[] {
  const { saleId, numbers } = sale
  const movements: LotMovement[] = []
  let left = numbers.pointsUsed
  for (const lot of sale.lease?.lots ?? []) {
    const points = Math.min(lot.points, left)
    if (points > 0) movements.push({ lotId: lot.lotId, deltaPoints: -points, ...UNDATED })
    left -= points
  }
  if (left > 0) throw new Error(`sale ${saleId} spends ${left} points more than its lease holds`)
  const { newLot } = numbers
  if (newLot !== null) {
    movements.push({
      lotId: saleId,
      deltaPoints: newLot.points,
      earnedAtMs: sale.atMs,
      availableAtMs: Date.parse(newLot.availableAt),
      expiresAtMs: newLot.expiresAt === null ? null : Date.parse(newLot.expiresAt),
      grace: false,
    })
  }
  return movements
}

const UNDATED = { earnedAtMs: null, availableAtMs: null, expiresAtMs: null, grace: false } as const

/** What a sale loads and does to coupons, from its inputs and result. */
export function saleExtras(
  inputs: SaleInputs,
  result: Pick<SaleResult, 'lines'>,
  { issued, loadedBonusMinor, giftCards }: { readonly issued: readonly IssuedCoupon[]; readonly loadedBonusMinor: number; readonly giftCards: readonly SoldGiftCard[] },
): BookedExtras {
  const principalMinor = inputs.lines.reduce((sum, line, index) => sum + (line.asset === 'stored-value' ? (result.lines[index]?.netMinor ?? 0) : 0), 0)
  return {
    loaded: { principalMinor, bonusMinor: loadedBonusMinor },
    giftCards: giftCards.map(({ code, line }) => ({ code, loadedMinor: result.lines[line]?.netMinor ?? 0 })),
    couponEntries: couponEntries(inputs.coupons.map((coupon) => coupon.code), issued),
  }
}
