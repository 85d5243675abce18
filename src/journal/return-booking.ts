import type { LotState, MemberState } from '../domain/sale-case.ts'
import { proportion } from '../domain/rounding.ts'
import type { QuotedReturn } from '../domain/return/quote-return.ts'
import type { ReversedSoFar, SoldSale } from '../domain/sold-sale.ts'
import type { ReturnNumbers, ReturnPoints, SaleRefund } from './return-event.ts'
import type { LotMovement, PaidWith, SaleEntry, SaleTender } from './sale-event.ts'

/** How a return is booked: the same at the till, in a replay of its files, and at HQ on HQ's own lots. */

/** The numbers of a quoted return that its event carries. */
export function returnNumbers(quoted: QuotedReturn): ReturnNumbers {
  const { refundMinor, storedValue, pointsBack, pointsClawedBack, debtPoints, balancePoints, lines } = quoted.result
  return {
    ...{ refundMinor, storedValue, pointsBack, pointsClawedBack, debtPoints, balancePoints, lines },
    refundOtherMinor: quoted.refundOtherMinor,
    points: returnPoints(quoted),
    qualifyingReversed: quoted.qualifyingReversed,
    wholeSale: quoted.isWholeReturn,
  }
}

export function returnPoints({ result, givenBack, clawedBack }: QuotedReturn): ReturnPoints {
  const { duePoints, debtAddedPoints, letGoPoints, paidPoints, deductedMinor, takes } = clawedBack
  return {
    backPoints: result.pointsBack,
    droppedPoints: givenBack.droppedPoints,
    duePoints,
    takenPoints: takes.reduce((sum, take) => sum + take.points, 0),
    ...{ debtAddedPoints, letGoPoints, paidPoints, deductedMinor },
  }
}

/** A tender of the sale that something may go back to. */
export type PaidTender = { readonly kind: PaidWith; readonly paidMinor: number; readonly reference: string | null }

/** The tenders of a sale as refunds see them: what an exchange paid for came from a tender of the goods before. */
export function paidTenders(tenders: readonly Pick<SaleTender, 'kind' | 'paidMinor' | 'reference' | 'of'>[]): PaidTender[] {
  return tenders.map(({ kind, paidMinor, reference, of }) => ({ kind: kind === 'exchange' ? (of ?? 'cash') : kind, paidMinor, reference }))
}

/**
 * Splits money over the tenders that it came from: last paid first, none beyond what it took. What then is left is what
 * the shop had let go of as cash was rounded.
 * @param refundedMinor what earlier returns gave back to each tender
 * @param newGoodsMinor to pay for goods under the same receipt: so much is not given back, and taken from the tenders
 * whose turn to be given back comes last
 */
export function refundsOf(tenders: readonly PaidTender[], refundedMinor: readonly number[], refundOtherMinor: number, newGoodsMinor = 0): SaleRefund[] {
  const all = backTo(tenders, refundedMinor, refundOtherMinor)
  if (newGoodsMinor === 0) return all
  const totalMinor = all.reduce((sum, refund) => sum + refund.refundMinor, 0)
  const given = backTo(tenders, refundedMinor, Math.max(0, totalMinor - newGoodsMinor))
  const exchanged = all.flatMap((refund): SaleRefund[] => {
    const back = given.find((each) => each.tender === refund.tender)?.refundMinor ?? 0
    return refund.refundMinor > back ? [{ ...refund, kind: 'exchange', refundMinor: refund.refundMinor - back }] : []
  })
  return [...given, ...exchanged]
}

/** What goods taken back pay for of the new ones under the same receipt. */
export function exchangedMinor(refunds: readonly Pick<SaleRefund, 'kind' | 'refundMinor'>[]): number {
  return refunds.reduce((sum, refund) => sum + (refund.kind === 'exchange' ? refund.refundMinor : 0), 0)
}

/** What is really given back. */
export function givenBackMinor(refunds: readonly Pick<SaleRefund, 'kind' | 'refundMinor'>[]): number {
  return refunds.reduce((sum, refund) => sum + refund.refundMinor, 0) - exchangedMinor(refunds)
}

function backTo(tenders: readonly PaidTender[], refundedMinor: readonly number[], refundOtherMinor: number): SaleRefund[] {
  let leftMinor = refundOtherMinor
  const refunds: SaleRefund[] = []
  for (let tender = tenders.length - 1; tender >= 0; tender -= 1) {
    const paid = tenders[tender]
    if (paid === undefined) continue
    const refundMinor = Math.min(leftMinor, paid.paidMinor - (refundedMinor[tender] ?? 0))
    if (refundMinor <= 0) continue
    refunds.push({ tender, kind: paid.kind, refundMinor, reference: paid.reference })
    leftMinor -= refundMinor
  }
  return refunds
}

/** What a return is booked from. */
export type BookedReturn = {
  readonly sold: SoldSale
  readonly before: ReversedSoFar
  readonly after: ReversedSoFar
  readonly numbers: ReturnNumbers
  readonly refunds: readonly SaleRefund[]
  /** The member whose points move; null: the sale had none. */
  readonly memberId: string | null
  /** Her account is known: what is due is taken from her. Otherwise the points are only noted, and HQ settles them. */
  readonly memberKnown: boolean
}

/**
 * The entries of a return: the sale's, turned round, for the part that is returned. Of each line its gross follows the
 * quantity (cumulative targets); discount is what lies between that and the value given back.
 */
export function returnEntries(booked: BookedReturn): SaleEntry[] {
  const { numbers, memberId } = booked
  return [...moneyEntries(booked), ...(memberId === null || !booked.memberKnown ? [] : returnPointsEntries(numbers.points, memberId)), ...valueEntries(booked)]
}

function moneyEntries({ sold, before, after, numbers, refunds }: BookedReturn): SaleEntry[] {
  const grossMinor = sold.lines.reduce((sum, line, index) => {
    const target = (so: ReversedSoFar): number => proportion(line.grossMinor, so.lines[index]?.quantityMilli ?? 0, line.quantityMilli)
    return sum + target(after) - target(before)
  }, 0)
  const netMinor = numbers.lines.reduce((sum, line) => sum + line.netMinor, 0)
  const worthMinor = numbers.lines.reduce((sum, line) => sum + line.pointsTenderMinor, 0)
  const { principalMinor, bonusMinor } = numbers.storedValue
  const refundedMinor = refunds.reduce((sum, refund) => sum + refund.refundMinor, 0)
  const deltas = new Map([
    ['goods', grossMinor],
    ['discount', netMinor - grossMinor],
    ['tender/points', -worthMinor],
    ['tender/stored-value', -principalMinor - bonusMinor],
    ['points-sold', -numbers.points.deductedMinor],
    ['rounding', refundedMinor - numbers.refundOtherMinor],
  ])
  for (const { kind, refundMinor } of refunds) deltas.set(`tender/${kind}`, (deltas.get(`tender/${kind}`) ?? 0) - refundMinor)
  return entriesOf('money', deltas)
}

/** Points as they come back, are taken, owed, let go or paid for. */
export function returnPointsEntries(points: ReturnPoints, memberId: string): SaleEntry[] {
  const { backPoints, droppedPoints, duePoints, takenPoints, debtAddedPoints, letGoPoints, paidPoints } = points
  return entriesOf(
    'points',
    new Map([
      [`member/${memberId}`, backPoints - droppedPoints - takenPoints - debtAddedPoints],
      ['programme/redeemed', -backPoints],
      ['programme/lapsed', droppedPoints],
      ['programme/issued', duePoints],
      ['programme/let-go', -letGoPoints],
      ['programme/sold', -paidPoints],
    ]),
  )
}

function valueEntries({ numbers, memberId, refunds }: BookedReturn): SaleEntry[] {
  const { principalMinor, bonusMinor } = numbers.storedValue
  const principal = new Map<string, number>()
  const add = (account: string, minor: number): void => void principal.set(account, (principal.get(account) ?? 0) + minor)
  if (memberId !== null) add(`member/${memberId}`, principalMinor)
  for (const { kind, reference, refundMinor } of refunds) if (kind === 'gift-card') add(`gift-card/${reference ?? ''}`, refundMinor)
  add('programme/spent', -[...principal.values()].reduce((sum, minor) => sum + minor, 0))
  const bonus = memberId === null ? [] : entriesOf('bonus', new Map([[`member/${memberId}`, bonusMinor], ['programme/spent', -bonusMinor]]))
  return [...entriesOf('principal', principal), ...bonus]
}

/** Entries of one asset, without those of nothing. */
export function entriesOf(asset: SaleEntry['asset'], deltas: ReadonlyMap<string, number>): SaleEntry[] {
  return [...deltas].filter(([, delta]) => delta !== 0).map(([account, delta]) => ({ asset, account, delta }))
}

/**
 * How the member's lots change, net a lot, with the dates of each: a lot that was empty is no longer known everywhere.
 * @param before her lots as the return found them, without the grace lot
 */
export function returnLotMovements(before: MemberState | null, after: MemberState | null): LotMovement[] {
  if (after === null) return []
  const pointsBefore = new Map((before?.lots ?? []).map((lot) => [lot.ref, lot.points]))
  return after.lots.flatMap((lot: LotState) => {
    const deltaPoints = lot.points - (pointsBefore.get(lot.ref) ?? 0)
    if (deltaPoints === 0) return []
    const { ref, earnedAtMs, availableAtMs, expiresAtMs, grace } = lot
    return { lotId: ref, deltaPoints, earnedAtMs, availableAtMs, expiresAtMs, grace }
  })
}
