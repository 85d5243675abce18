import { expiryOf } from '../../domain/expiry.ts'
import type { Programme } from '../../domain/programme.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import type { WireSaleBody } from '../../contract/wire-event.ts'
import type { Account } from '../book/account.ts'
import { countSale } from '../book/counters.ts'
import { endLease, type Lease } from '../book/lease.ts'
import { earn, spend, type LotChange } from '../book/points.ts'
import type { ReturnOrigin } from './origin.ts'
import type { Programmes } from './programmes.ts'
import type { ReadableEvent } from './read.ts'
import { plainBooking, type Booking } from './booking.ts'

export type SaleContext = {
  readonly tillNumber: number
  readonly nowMs: number
  readonly programmes: Programmes
  /** Of a return in this set: its sale, or in words why there is none. */
  readonly origin: ReturnOrigin | string | null
}

/**
 * Books a sale as its event states it. What it took and gave follows from the event; where HQ's own lots differ from
 * what the till believed, HQ's lots give way and the member's debt takes the rest.
 * @returns a booking, or in words why it waits for a person.
 */
export function bookSale(read: ReadableEvent, body: WireSaleBody, account: Account | null, lease: Lease | null, context: SaleContext): Booking | string {
  const contradiction = contradictionIn(body, account)
  if (contradiction !== null) return contradiction
  const value = account ? bookValue(body, account) : null
  if (value !== null) return value
  if (account && lease) endLease(account, lease, 'spent', context.nowMs)
  const { changes, debtPoints } = account ? bookPoints(read, body, account, context) : { changes: [], debtPoints: 0 }
  return {
    ...plainBooking(debtPoints > 0 ? 'applied-with-debt' : 'applied', debtPoints > 0 ? `${debtPoints} points were no longer there` : null),
    entries: body.entries.map((entry, index) => ({ event_id: read.event.id, entry_no: index + 1, asset: entry.asset, account: entry.account, delta: entry.delta })),
    movements: changes.map((change, index) => ({
      event_id: read.event.id,
      movement_no: index + 1,
      member_id: body.memberId ?? '',
      lot_id: change.lotId,
      delta_points: change.deltaPoints,
    })),
    sales: [saleRow(read, body, context)],
    qualifying: account ? qualifyingRows(read, body) : [],
    tenders: body.tenders.map((tender, index) => ({
      sale_id: read.event.id,
      tender_no: index + 1,
      kind: tender.kind,
      paid_minor: tender.paidMinor,
      tendered_minor: tender.tenderedMinor,
      change_minor: tender.changeMinor,
      reference: tender.reference,
    })),
  }
}

/** Stored value loaded and spent. Money has no debt (R16): what is not there is not spent. @returns why it cannot be booked */
function bookValue({ entries, result, inputs, memberId, loadedBonusMinor = 0 }: WireSaleBody, { member }: Account): string | null {
  const deltaOf = (asset: 'principal' | 'bonus'): number =>
    entries.reduce((sum, entry) => sum + (entry.asset === asset && entry.account === `member/${memberId ?? ''}` ? entry.delta : 0), 0)
  const loadedMinor = inputs.lines.reduce((sum, line, index) => sum + (line.asset === 'stored-value' ? (result.lines[index]?.netMinor ?? 0) : 0), 0)
  if (deltaOf('principal') !== loadedMinor - result.storedValue.principalMinor) return 'the entries of principal are not what was loaded and spent'
  if (deltaOf('bonus') !== loadedBonusMinor - result.storedValue.bonusMinor) return 'the entries of bonus are not what was loaded and spent'
  const principalMinor = member.stored_principal_minor + deltaOf('principal')
  const bonusMinor = member.stored_bonus_minor + deltaOf('bonus')
  if (principalMinor < 0 || bonusMinor < 0) return `stored value of ${principalMinor} and ${bonusMinor} would be left`
  member.stored_principal_minor = principalMinor
  member.stored_bonus_minor = bonusMinor
  return null
}

/** An event whose parts do not fit each other is not booked. */
function contradictionIn(body: WireSaleBody, account: Account | null): string | null {
  const { result } = body
  if (body.memberId !== null && !account) return `unknown member ${body.memberId}`
  const pointsOf = (name: string): number => body.entries.reduce((sum, entry) => sum + (entry.asset === 'points' && entry.account === name ? entry.delta : 0), 0)
  const strangers = body.entries.filter((entry) => entry.account.startsWith('member/') && entry.account !== `member/${body.memberId ?? ''}`)
  if (strangers.length > 0) return `entries of ${strangers[0]?.account ?? ''}, who is not the member of the sale`
  if (body.memberId === null) return result.pointsUsed > 0 ? 'points were used but no member is named' : null
  const delta = pointsOf(`member/${body.memberId}`)
  if (delta !== result.earnPoints - result.pointsUsed) return `entries give the member ${delta} points, the result ${result.earnPoints - result.pointsUsed}`
  const spent = body.lotMovements.reduce((sum, movement) => sum - Math.min(0, movement.deltaPoints), 0)
  if (spent > result.pointsUsed) return `lots gave ${spent} points, the result used ${result.pointsUsed}`
  if (body.lotMovements.filter((movement) => movement.deltaPoints > 0).length > 1) return 'a sale makes at most one lot'
  return null
}

function bookPoints(read: ReadableEvent, body: WireSaleBody, account: Account, context: SaleContext): { readonly changes: LotChange[]; readonly debtPoints: number } {
  const { result, inputs } = body
  const spentOf = new Map<string, number>()
  for (const { lotId, deltaPoints } of body.lotMovements) if (deltaPoints < 0) spentOf.set(lotId, (spentOf.get(lotId) ?? 0) - deltaPoints)
  const spent = spend(account, read, spentOf, result.pointsUsed, inputs.atMs)
  const made = body.lotMovements.find((movement) => movement.deltaPoints > 0)
  const earned = earn(account, read, result.earnPoints, {
    lotId: made?.lotId ?? read.event.id,
    earnedAtMs: made?.earnedAtMs ?? inputs.atMs,
    availableAtMs: made?.availableAtMs ?? null,
    expiresAtMs: made?.expiresAtMs ?? null,
    grace: made?.grace ?? false,
  })
  keepAlive(account, body, read.event.businessDate, context.programmes.get(body.programmeHash) ?? null)
  countSale(account, {
    businessDate: read.event.businessDate,
    earnPoints: result.earnPoints,
    qualifyingGain: qualifyingGain(body),
    tierBefore: inputs.member?.tier ?? null,
    tierAfter: result.tierAfter,
    carry: result.carry,
  })
  return { changes: [...spent.changes, ...earned], debtPoints: spent.debtPoints }
}

/** By how much the tier metric grew. */
function qualifyingGain({ result, inputs }: WireSaleBody): number {
  return result.qualifying - (inputs.member?.qualifying ?? 0)
}

function qualifyingRows(read: ReadableEvent, body: WireSaleBody): Booking['qualifying'] {
  const delta = qualifyingGain(body)
  return delta === 0 ? [] : [{ event_id: read.event.id, member_id: body.memberId ?? '', business_date: read.event.businessDate, delta }]
}

/** Under `inactivity` a sale that earns or spends moves the expiry of every lot that has not expired; a late one moves none back. */
function keepAlive(account: Account, { result, inputs }: WireSaleBody, businessDate: string, programme: Programme | null): void {
  if (programme?.expiry.policy !== 'inactivity' || (result.earnPoints === 0 && result.pointsUsed === 0)) return
  const expiresAtMs = expiryOf(programme.expiry, businessDate, programme)
  for (const lot of account.lots.values()) {
    if (lot.points === 0 || lot.expiresAtMs === null || expiresAtMs === null || lot.expiresAtMs <= inputs.atMs || lot.expiresAtMs >= expiresAtMs) continue
    lot.expiresAtMs = expiresAtMs
    account.changedLots.add(lot.lotId)
  }
}

function saleRow(read: ReadableEvent, body: WireSaleBody, context: SaleContext): Record<string, unknown> {
  const { event } = read
  return {
    sale_id: event.id,
    till_id: read.tillId,
    epoch: read.epoch,
    seq: read.seq,
    store_id: body.storeId,
    cashier_id: body.cashierId,
    member_id: body.memberId,
    sale_number: body.saleNumber,
    receipt_code: receiptCode(context.tillNumber, read.seq, read.hash),
    at_ms: body.inputs.atMs,
    committed_at_ms: event.committedAtMs,
    business_date: event.businessDate,
    programme_version: body.programmeVersion,
    programme_hash: body.programmeHash,
    rules_version: body.rulesVersion,
    tier: body.inputs.member?.tier ?? null,
    gross_minor: body.result.grossMinor,
    discount_minor: body.result.discountMinor,
    due_minor: body.result.dueMinor,
    pay_minor: body.result.payMinor,
    points_used: body.result.pointsUsed,
    points_tender_minor: body.result.pointsTenderMinor,
    earn_points: body.result.earnPoints,
    offers: body.result.applied,
    applied_at_ms: context.nowMs,
  }
}
