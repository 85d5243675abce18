import { sql } from 'kysely'
import type { Programme } from '../../domain/programme.ts'
import type { LotUse, ReversedSoFar, SoldSale } from '../../domain/sold-sale.ts'
import { replaySale } from '../../journal/sold-of-sale.ts'
import type { WireSaleBody } from '../../contract/wire-event.ts'
import type { Tx } from '../db/database.ts'
import { eventOf } from '../journal-read.ts'
import { loadProgrammes } from './programmes.ts'
import { readStored } from './read.ts'

/** A sale as HQ booked it, for a return of it. */
export type ReturnOrigin = {
  readonly saleId: string
  readonly body: WireSaleBody
  readonly businessDate: string
  readonly programme: Programme
  /** With the lots that HQ itself took. */
  readonly sold: SoldSale
  /** Null: nothing has come back yet. */
  readonly reversed: ReversedSoFar | null
  /** By tender, what earlier returns gave back. */
  readonly refundedMinor: readonly number[]
  /** Clawed back by earlier returns of it. */
  readonly clawedBackPoints: number
}

/** Reads a sale and its returns. @returns in words why it cannot be returned */
export async function loadOrigin(tx: Tx, saleId: string): Promise<ReturnOrigin | string> {
  const sale = await tx.selectFrom('sales').select(['till_id', 'epoch', 'seq', 'programme_hash']).where('sale_id', '=', saleId).executeTakeFirst()
  if (!sale) return `sale ${saleId} is not booked here`
  const { till_id: tillId, epoch, seq } = sale
  const stored = await eventOf(tx, { tillId, epoch, seq }, saleId)
  const read = stored ? readStored({ tillId, epoch, seq, ...stored }) : null
  if (read?.kind !== 'readable' || read.known.kind !== 'sale') return `the event of sale ${saleId} cannot be read`
  const { body } = read.known
  const programme = (await loadProgrammes(tx, [sale.programme_hash])).get(sale.programme_hash)
  if (!programme) return `sale ${saleId} was made by rules that were never published here`
  const replayed = replaySale(programme, { saleId, inputs: body.inputs, lotMovements: body.lotMovements })
  if (replayed.kind === 'rejected') return `sale ${saleId} cannot be computed again: ${replayed.rejected}`
  const reversal = await tx.selectFrom('sale_reversals').select('reversed').where('sale_id', '=', saleId).forUpdate().executeTakeFirst()
  return {
    ...{ saleId, body, programme },
    businessDate: read.event.businessDate,
    sold: { ...replayed.sold, lotsUsed: await lotsTaken(tx, saleId) },
    reversed: (reversal?.reversed as ReversedSoFar | undefined) ?? null,
    refundedMinor: await refundedByTender(tx, saleId, body.tenders.length),
    clawedBackPoints: await clawedBack(tx, saleId),
  }
}

/** What HQ took for the sale, which may differ from what the till believed. */
async function lotsTaken(tx: Tx, saleId: string): Promise<LotUse[]> {
  const rows = await tx
    .selectFrom('lot_movements as m')
    .innerJoin('lots as l', (join) => join.onRef('l.member_id', '=', 'm.member_id').onRef('l.lot_id', '=', 'm.lot_id'))
    .select(['l.lot_id', 'm.delta_points', 'l.earned_at_ms', 'l.available_at_ms', 'l.expires_at_ms', 'l.grace'])
    .where('m.event_id', '=', saleId)
    .where('m.delta_points', '<', 0)
    .orderBy('m.movement_no')
    .execute()
  return rows.map((row) => ({
    ref: row.lot_id,
    id: row.lot_id,
    points: -row.delta_points,
    earnedAtMs: row.earned_at_ms,
    availableAtMs: row.available_at_ms,
    expiresAtMs: row.expires_at_ms,
    grace: row.grace,
  }))
}

async function refundedByTender(tx: Tx, saleId: string, tenderCount: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('refunds as f')
    .innerJoin('returns as r', 'r.return_id', 'f.return_id')
    .select(['f.tender_no', sql<number>`sum(f.refund_minor)::bigint`.as('refund_minor')])
    .where('r.sale_id', '=', saleId)
    .groupBy('f.tender_no')
    .execute()
  return Array.from({ length: tenderCount }, (_, tender) => rows.find((row) => row.tender_no === tender)?.refund_minor ?? 0)
}

async function clawedBack(tx: Tx, saleId: string): Promise<number> {
  const row = await tx.selectFrom('returns').select(sql<number>`coalesce(sum(points_clawed_back), 0)::bigint`.as('points')).where('sale_id', '=', saleId).executeTakeFirst()
  return row?.points ?? 0
}
