import type { KnownReturn } from '../../contract/wire-counter.ts'
import type { ReturnableLine } from '../../contract/return-view.ts'
import { nothingReversed } from '../../domain/return/reversal.ts'
import type { ReversedSoFar, SoldSale } from '../../domain/sold-sale.ts'
import { paidTenders, type PaidTender } from '../../journal/return-booking.ts'
import type { ReturnBody } from '../../journal/return-event.ts'
import { replaySale } from '../../journal/sold-of-sale.ts'
import type { SaleBody } from '../../journal/sale-event.ts'
import { readEventAt } from '../db/journal.ts'
import { readProgramme } from '../db/mirror/programmes.ts'
import { readUsedProgramme } from '../db/programmes-used.ts'
import { readRefunds, readReturnsOfSale, type ReturnRow } from '../db/returns.ts'
import { readSaleLines } from '../db/sale-lines.ts'
import type { SaleRow } from '../db/sales.ts'
import { readSoldJson, type ForeignSale } from '../db/sold-sales.ts'
import type { LedgerRead, MirrorRead } from '../db/sqlite-file.ts'
import { readTenders } from '../db/tenders.ts'
import { rulesOf, type Rules } from '../rules.ts'

/** A sale with everything that a return of it is computed from. */
export type ReturnSource = {
  readonly saleId: string
  readonly receiptCode: string
  readonly saleNumber: number
  readonly businessDate: string
  readonly committedAtMs: number
  readonly dueMinor: number
  readonly memberId: string | null
  readonly sold: SoldSale
  readonly rules: Rules
  readonly tenders: readonly PaidTender[]
  /** The words of its lines, gifts included. */
  readonly lines: readonly Omit<ReturnableLine, 'returnableMilli'>[]
  /** Null: sold here. */
  readonly foreign: ForeignSale | null
}

/** What of a sale has come back, as far as it is known. */
export type SoFar = {
  readonly reversed: ReversedSoFar
  /** By tender of the sale. */
  readonly refundedMinor: readonly number[]
  readonly returnIds: readonly string[]
}

/** Null: the rules of its moment cannot be had here. */
export function ownSource(ledger: LedgerRead, mirror: MirrorRead, sale: SaleRow): ReturnSource | null {
  const rules = readRulesOf(ledger, mirror, sale)
  if (rules === null) return null
  const sold = readSold(ledger, rules, sale)
  if (sold === null) return null
  const { saleId, receiptCode, saleNumber, businessDate, committedAtMs, dueMinor, memberId } = sale
  return {
    ...{ saleId, receiptCode, saleNumber, businessDate, committedAtMs, dueMinor, memberId, sold, rules, foreign: null },
    tenders: paidTenders(readTenders(ledger, saleId)),
    lines: readSaleLines(ledger, saleId).map(({ line, sku, nameJson, packing, unit, quantityMilli, unitPriceMinor, netMinor, earnPoints, gift }) => {
      const name = JSON.parse(nameJson) as ReturnableLine['name']
      return { line, sku, name, packing, unit, quantityMilli, unitPriceMinor, netMinor, earnPoints, gift }
    }),
  }
}

/** The rules that a sale was computed with: kept here since it was, else of the mirror, which keeps old versions. */
export function readRulesOf(ledger: LedgerRead, mirror: MirrorRead, sale: { readonly programmeVersion: number; readonly programmeHash: string }): Rules | null {
  const kept = readUsedProgramme(ledger, sale.programmeHash)
  const told = kept === null ? readProgramme(mirror, sale.programmeVersion) : null
  const json = kept?.canonicalJson ?? (told?.hash === sale.programmeHash ? told.json : null)
  const rules = json === null ? null : rulesOf(sale.programmeVersion, sale.programmeHash, JSON.parse(json))
  return rules?.ok === true ? rules.rules : null
}

/** What it sold, as it was stored with it; of a sale from before that was stored, computed again. */
function readSold(ledger: LedgerRead, rules: Rules, sale: SaleRow): SoldSale | null {
  const soldJson = readSoldJson(ledger, sale.saleId)
  if (soldJson !== null) return JSON.parse(soldJson) as SoldSale
  const event = readEventAt(ledger, sale)
  // Without its bytes it is older than 35 days; sales of this program's time have what they sold beside them.
  if (event === null || event.bytes.length === 0) return null
  const { body } = JSON.parse(Buffer.from(event.bytes).toString('utf8')) as { readonly body: SaleBody }
  const replayed = replaySale(rules.programme, { saleId: sale.saleId, inputs: body.inputs, lotMovements: body.lotMovements })
  return replayed.kind === 'quoted' ? replayed.sold : null
}

/** What has come back of it at this till. */
export function ownSoFar(ledger: LedgerRead, source: Pick<ReturnSource, 'saleId' | 'sold' | 'tenders'>): SoFar {
  const rows = readReturnsOfSale(ledger, source.saleId)
  const last = rows.at(-1)
  return {
    reversed: last === undefined ? nothingReversed(source.sold) : (JSON.parse(last.reversedJson) as ReversedSoFar),
    refundedMinor: last === undefined ? source.tenders.map(() => 0) : refundedAfter(ledger, last),
    returnIds: rows.map((row) => row.returnId),
  }
}

/** By tender, with this return: what had been given back before it is one of its inputs. */
function refundedAfter(ledger: LedgerRead, row: ReturnRow): number[] {
  const { refundedMinor } = JSON.parse(row.caseJson) as ReturnBody['inputs']
  const refunds = readRefunds(ledger, row.returnId)
  return refundedMinor.map((before, tender) => refunds.reduce((sum, refund) => sum + (refund.tender === tender ? refund.refundMinor : 0), before))
}

/** What has come back of it as HQ knows. */
export function soFarAtHq(source: Pick<ReturnSource, 'sold' | 'tenders'>, reversed: ReversedSoFar | null, returns: readonly KnownReturn[]): SoFar {
  const refunds = returns.flatMap((each) => each.refunds)
  return {
    reversed: reversed ?? nothingReversed(source.sold),
    refundedMinor: source.tenders.map((_, tender) => refunds.reduce((sum, refund) => sum + (refund.tender === tender ? refund.refundMinor : 0), 0)),
    returnIds: returns.map((each) => each.returnId),
  }
}

/** The one that knows all returns that the other knows; null: each knows some that the other does not. */
export function knowsMore(here: SoFar, atHq: SoFar): SoFar | null {
  if (here.returnIds.every((id) => atHq.returnIds.includes(id))) return atHq
  return atHq.returnIds.every((id) => here.returnIds.includes(id)) ? here : null
}
