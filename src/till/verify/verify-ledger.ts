import { ackHolds } from '../../journal/ack.ts'
import { chainHash, GENESIS_HASH } from '../../journal/chain.ts'
import { base64Of, hexOf } from '../../journal/codec.ts'
import { readEvent, type JournalEvent } from '../../journal/event.ts'
import { parseReceiptCode } from '../../journal/receipt-code.ts'
import type { ReturnBody } from '../../journal/return-event.ts'
import type { ValueRefundBody } from '../../journal/value-refund-event.ts'
import type { SaleBody } from '../../journal/sale-event.ts'
import { readEventBody } from '../../contract/wire-event.ts'
import { sha256, verify } from '../crypto.ts'
import { readAcks } from '../db/acks.ts'
import { readEpochs } from '../db/epochs.ts'
import { readIdentity, type TillIdentity } from '../db/identity.ts'
import { iterateEvents, readEventAt, type JournalRow } from '../db/journal.ts'
import { readLots } from '../db/mirror/lots.ts'
import { readMemberIds, readMember } from '../db/mirror/members.ts'
import { readForeignSales } from '../db/sold-sales.ts'
import type { LedgerRead, MirrorRead } from '../db/sqlite-file.ts'
import { readHoles, readStrays } from '../db/strays.ts'
import type { Rules } from '../rules.ts'
import type { WireStaffBody } from '../../contract/wire-staff.ts'
import { compare, compareFields, type LedgerDifference } from './difference.ts'
import { compareApprovals, isActKind, verifyAct } from './verify-act.ts'
import { verifyProgrammes } from './verify-programmes.ts'
import { provenEnd, verifyPruned } from './verify-pruned.ts'
import { verifyReturn } from './verify-return.ts'
import { verifyValueRefund } from './verify-value-refund.ts'
import { verifySale, type EventToVerify } from './verify-sale.ts'

/** What was looked at. */
export type VerifiedCounts = { events: number; sales: number; returns: number; programmes: number }

/**
 * Computes everything in a ledger again from what it is made of: the journal's chain, each sale and return from its
 * stored inputs and rules, its rows, entries and lots from that, and the balances from these. Yields each difference as
 * it is found, so a ledger of any length needs the memory of one event.
 * @param counts filled while it goes
 * @param scope `journal`: only whether its rows are all there, as they were written, in their order, and as HQ signed them
 */
export function* verifyLedger(ledger: LedgerRead, counts: VerifiedCounts, scope: 'all' | 'journal' = 'all'): Generator<LedgerDifference> {
  const identity = readIdentity(ledger)
  const { rules, differences } = verifyProgrammes(ledger)
  counts.programmes = rules.size
  if (scope === 'all') yield* differences
  const proven = provenEnd(ledger, identity)
  let previousHash: Uint8Array = GENESIS_HASH
  for (const epoch of readEpochs(ledger)) {
    yield* compare(`epoch ${epoch.epoch} previous_hash`, epoch.previousHash, previousHash)
    let expectedSeq = 1
    for (const row of iterateEvents(ledger, epoch.epoch)) {
      const where = `journal ${row.epoch}/${row.seq}`
      yield* compare(`${where} seq`, row.seq, expectedSeq)
      if (row.bytes.length === 0) yield* verifyPruned(ledger, row, rules, proven)
      else {
        yield* compare(`${where} hash`, row.hash, chainHash(sha256, previousHash, row.bytes))
        yield* verifyEvent(ledger, row, rules, identity, scope)
      }
      previousHash = row.hash
      expectedSeq = row.seq + 1
      counts.events += 1
      if (row.kind === 'sale') counts.sales += 1
      if (row.kind === 'return') counts.returns += 1
    }
  }
  yield* verifyAcks(ledger, identity)
  if (scope === 'journal') return
  for (const { table, id } of readStrays(ledger)) yield { where: `${table} ${id}`, stored: 'a row', computed: 'absent: nothing in the journal owns it' }
  for (const { table, id } of readHoles(ledger)) yield { where: `${table} ${id}`, stored: 'places with a hole', computed: 'places from 0' }
  yield* verifyForeignSales(ledger)
}

function* verifyEvent(ledger: LedgerRead, row: JournalRow, rules: ReadonlyMap<string, Rules>, identity: TillIdentity | null, scope: 'all' | 'journal'): Generator<LedgerDifference, void> {
  const where = `journal ${row.epoch}/${row.seq}`
  const reading = readEvent(row.bytes)
  if (reading.kind === 'unreadable') {
    yield { where: `${where} bytes`, stored: reading.why, computed: 'an event' }
    return
  }
  const { event } = reading
  const columns = { epoch: row.epoch, seq: row.seq, eventId: row.eventId, kind: row.kind, committedAtMs: row.committedAtMs }
  yield* compareFields(where, columns, { epoch: event.epoch, seq: event.seq, eventId: event.id, kind: event.kind, committedAtMs: event.committedAtMs })
  if (scope === 'journal') return
  yield* verifyBody({ ledger, row, rules, event, tillNumber: identity?.tillId === event.tillId ? identity.tillNumber : null })
}

function verifyBody(subject: EventToVerify<unknown>): LedgerDifference[] {
  const { row, event } = subject
  const where = `journal ${row.epoch}/${row.seq}`
  const read = readEventBody(event.kind, event.body)
  if (read.kind === 'unknown_kind') return [{ where: `${where} kind`, stored: event.kind, computed: 'a kind that this program knows' }]
  if (read.kind === 'invalid') return [{ where: `${where} body.${read.path}`, stored: read.problem, computed: 'what the contract says' }]
  try {
    // The body was checked against the contract above.
    const { ledger } = subject
    if (event.kind === 'sale') {
      const sale = event as JournalEvent<string, SaleBody>
      return [...verifySale({ ...subject, event: sale }), ...compareApprovals(ledger, where, row.eventId, sale.body.approvals ?? [])]
    }
    if (event.kind === 'return') {
      const returned = event as JournalEvent<string, ReturnBody>
      return [...verifyReturn({ ...subject, event: returned }), ...compareApprovals(ledger, where, row.eventId, returned.body.approval === undefined ? [] : [returned.body.approval])]
    }
    if (isActKind(read.kind)) return verifyAct(ledger, row, read as WireStaffBody)
    if (event.kind === 'value-refund') return verifyValueRefund({ ...subject, event: event as JournalEvent<string, ValueRefundBody> })
    return []
  } catch (cause) {
    // Numbers that no sale ever had: the engine refuses to compute with them.
    return [{ where, stored: 'cannot be computed', computed: cause instanceof Error ? cause.message : String(cause) }]
  }
}

/** Sales of other tills: one link of their chains, whose tail stands on the receipt. */
function* verifyForeignSales(ledger: LedgerRead): Generator<LedgerDifference> {
  for (const { saleId, receiptCode, bytes, previousHash, hash } of readForeignSales(ledger)) {
    const where = `foreign sale ${saleId}`
    const reading = readEvent(bytes)
    if (reading.kind === 'unreadable') yield { where: `${where} bytes`, stored: reading.why, computed: 'an event' }
    else yield* compare(`${where} id`, saleId, reading.event.id)
    yield* compare(`${where} hash`, hash, chainHash(sha256, previousHash, bytes))
    const code = parseReceiptCode(receiptCode)
    yield* compare(`${where} receipt_code`, code?.hashTail ?? receiptCode, hexOf(hash).slice(-8))
    if (reading.kind === 'event') yield* compare(`${where} receipt_code`, code?.seq, reading.event.seq)
  }
}

/** HQ's acks name hashes of this journal, under HQ's own signature. */
function* verifyAcks(ledger: LedgerRead, identity: TillIdentity | null): Generator<LedgerDifference> {
  for (const ack of readAcks(ledger)) {
    const where = `ack ${ack.epoch}/${ack.seq}`
    yield* compare(`${where} hash`, ack.hash, readEventAt(ledger, ack)?.hash)
    if (identity === null) continue
    const { epoch, seq, hqAtMs } = ack
    const signed = { tillId: identity.tillId, epoch, seq, hash: hexOf(ack.hash), hqAtMs, signature: base64Of(ack.signature) }
    if (!ackHolds(verify, identity.hqPublicKey, signed)) yield { where: `${where} signature`, stored: signed.signature, computed: 'a signature of HQ' }
  }
}

/** HQ's word in the mirror: every balance is her lots less her debt. */
export function* verifyMirror(mirror: MirrorRead): Generator<LedgerDifference> {
  for (const memberId of readMemberIds(mirror)) {
    const member = readMember(mirror, memberId)
    if (member === null) continue
    const lotsPoints = readLots(mirror, memberId).reduce((sum, lot) => sum + lot.points, 0)
    yield* compare(`mirror: balance of member ${memberId} = lots − debt`, member.balancePoints, lotsPoints - member.debtPoints)
  }
}
