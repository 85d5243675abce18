import { RULES_VERSION } from '../../domain/rules-version.ts'
import type { SaleInputs } from '../../domain/sale-case.ts'
import type { QuotedSale } from '../../domain/sale/quote-sale.ts'
import { hexOf, sameBytes } from '../../journal/codec.ts'
import { replaySale, saleNumbers } from '../../journal/sold-of-sale.ts'
import { sessionAnswerSigningBytes } from '../../journal/session.ts'
import { verify } from '../crypto.ts'
import { readCheckpoint } from '../db/checkpoints.ts'
import { readEntriesOfEvent } from '../db/entries.ts'
import type { TillIdentity } from '../db/identity.ts'
import { readEventAt, type JournalPosition, type JournalRow } from '../db/journal.ts'
import { readLotMovementsOfEvent } from '../db/lot-movements.ts'
import { readSale } from '../db/sales.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import type { Rules } from '../rules.ts'
import { canonicalJson } from '../sale/stored-content.ts'
import { compare, type LedgerDifference } from './difference.ts'

/** Up to where rows may have given up their bytes: HQ's newest word, if its signature holds; null: nowhere. */
export function provenEnd(ledger: LedgerRead, identity: TillIdentity | null): JournalPosition | null {
  const checkpoint = readCheckpoint(ledger)
  if (checkpoint === null || identity === null) return null
  const { epoch, seq, hash, nonce, hqAtMs, incarnation, signature } = checkpoint
  const own = readEventAt(ledger, checkpoint)
  const signed = sessionAnswerSigningBytes({ tillId: identity.tillId, nonce, hqAtMs, incarnation, durable: { epoch, seq, hash: hexOf(hash) } })
  return own !== null && sameBytes(own.hash, hash) && verify(identity.hqPublicKey, signed, signature) ? { epoch, seq } : null
}

/** A row without its bytes: HQ must hold it by its own word, and what it booked is computed again from the rows that stay. */
export function verifyPruned(ledger: LedgerRead, row: JournalRow, rules: ReadonlyMap<string, Rules>, proven: JournalPosition | null): LedgerDifference[] {
  const where = `journal ${row.epoch}/${row.seq}`
  const isProven = proven !== null && (row.epoch < proven.epoch || (row.epoch === proven.epoch && row.seq <= proven.seq))
  if (!isProven) return [{ where: `${where} bytes`, stored: 'none', computed: 'an event: HQ has not vouched for it' }]
  const sums = new Map<string, number>()
  for (const { asset, delta } of readEntriesOfEvent(ledger, row.eventId)) sums.set(asset, (sums.get(asset) ?? 0) + delta)
  const unbalanced = [...sums].flatMap(([asset, sum]) => compare(`${where} sum of ${asset}`, sum, 0))
  return row.kind === 'sale' ? [...unbalanced, ...verifyPrunedSale(ledger, row.eventId, rules)] : unbalanced
}

function verifyPrunedSale(ledger: LedgerRead, saleId: string, rules: ReadonlyMap<string, Rules>): LedgerDifference[] {
  const where = `sale ${saleId}`
  const sale = readSale(ledger, saleId)
  if (sale === null) return [{ where, stored: 'absent', computed: 'a sale of the journal' }]
  const programme = rules.get(sale.programmeHash)
  if (programme === undefined) return [{ where: `${where} programme`, stored: sale.programmeHash, computed: 'rules that are kept here' }]
  if (sale.rulesVersion !== RULES_VERSION) return []
  const replayed = replayFromRows(ledger, programme, saleId, sale.caseJson)
  if (replayed === null) return [{ where: `${where} result`, stored: 'quoted', computed: 'rejected' }]
  return compare(`${where} result_json`, sale.resultJson, canonicalJson(saleNumbers(replayed)))
}

/** A sale computed again from its rows alone; null: its inputs are refused. */
export function replayFromRows(ledger: LedgerRead, { programme }: Rules, saleId: string, caseJson: string): QuotedSale | null {
  // Written by the engine from its own inputs, and checked when its event still had its bytes.
  const inputs = JSON.parse(caseJson) as SaleInputs
  const replayed = replaySale(programme, { saleId, inputs, lotMovements: readLotMovementsOfEvent(ledger, saleId) })
  return replayed.kind === 'rejected' ? null : replayed
}
