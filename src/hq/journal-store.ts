import { sql } from 'kysely'
import { sha256 } from './crypto.ts'
import { inTransaction, type Database, type Tx } from './db/database.ts'
import { sameBytes } from '../journal/codec.ts'
import { keptHashes, storedHashOfGap } from '../journal/gap.ts'

/** A batch whose signature has been checked. */
export type VerifiedBatch = {
  readonly tillId: string
  readonly epoch: number
  readonly firstSeq: number
  readonly previousHash: Uint8Array
  readonly events: readonly Buffer[]
}

export type Stored =
  /** All of the batch is durable, and the journal up to here. */
  | { readonly kind: 'stored'; readonly durableSeq: number; readonly durableHash: Buffer; readonly newEvents: number }
  | { readonly kind: 'gap'; readonly expectedSeq: number }
  /** Another event stands in one of these places. The batch is kept beside it, and the till is marked. */
  | { readonly kind: 'fork'; readonly seq: number }

/**
 * Stores a batch's exact bytes. When this returns `stored`, the transaction has been committed to disk: only then may
 * an ack be signed. What is there already is compared by hash and left as it is.
 */
export async function storeBatch(db: Database, batch: VerifiedBatch, nowMs: number): Promise<Stored> {
  const hashes = keptHashes(sha256, batch.previousHash, batch.events).map((hash) => Buffer.from(hash))
  return inTransaction(db, async (tx) => {
    const end = await lockEnd(tx, batch)
    if (batch.firstSeq > end.durable_seq + 1) return { kind: 'gap', expectedSeq: end.durable_seq + 1 }
    const { forkSeq, filledSeqs } = await compareWithKnown(tx, batch, hashes, end)
    if (forkSeq !== null) {
      await keepBranch(tx, batch, hashes, forkSeq, nowMs)
      return { kind: 'fork', seq: forkSeq }
    }
    if (filledSeqs.length > 0) await insertEvents(tx, 'journal_forks', batch, hashes, filledSeqs, nowMs)
    const known = Math.min(batch.events.length, end.durable_seq + 1 - batch.firstSeq)
    const newEvents = batch.events.length - known
    if (newEvents === 0) return { kind: 'stored', durableSeq: end.durable_seq, durableHash: end.durable_hash, newEvents }
    await insertEvents(tx, 'journal_events', batch, hashes, seqsFrom(batch, batch.firstSeq + known), nowMs)
    const durableSeq = lastSeqOf(batch)
    const durableHash = hashes.at(-1) ?? end.durable_hash
    await tx.updateTable('journal_ends').set({ durable_seq: durableSeq, durable_hash: durableHash }).where('till_id', '=', batch.tillId).where('epoch', '=', batch.epoch).execute()
    return { kind: 'stored', durableSeq, durableHash, newEvents }
  })
}

type JournalEnd = { readonly durable_seq: number; readonly durable_hash: Buffer }

/** The row of the journal's end, locked: two pushes of one till come one after the other, also to two processes. */
async function lockEnd(tx: Tx, batch: VerifiedBatch): Promise<JournalEnd> {
  const place = { till_id: batch.tillId, epoch: batch.epoch }
  if (batch.firstSeq === 1) {
    await tx.insertInto('journal_ends').values({ ...place, durable_seq: 0, durable_hash: Buffer.from(batch.previousHash) }).onConflict((conflict) => conflict.doNothing()).execute()
    await tx.insertInto('apply_ends').values({ ...place, applied_seq: 0, stamp: 0 }).onConflict((conflict) => conflict.doNothing()).execute()
  }
  const end = await tx.selectFrom('journal_ends').select(['durable_seq', 'durable_hash']).where('till_id', '=', batch.tillId).where('epoch', '=', batch.epoch).forUpdate().executeTakeFirst()
  return end ?? { durable_seq: 0, durable_hash: Buffer.alloc(32) }
}

type Compared = {
  /** The first place where HQ holds another event, or another past; null: the batch goes on from what is here. */
  readonly forkSeq: number | null
  /** Where HQ holds only a gap, and now its event came after all (from a second copy). */
  readonly filledSeqs: readonly number[]
}

async function compareWithKnown(tx: Tx, batch: VerifiedBatch, hashes: readonly Buffer[], end: JournalEnd): Promise<Compared> {
  if (batch.firstSeq === end.durable_seq + 1) return { forkSeq: sameBytes(batch.previousHash, end.durable_hash) ? null : batch.firstSeq, filledSeqs: [] }
  const rows = await tx
    .selectFrom('journal_events')
    .select(['seq', 'hash', sql<number>`octet_length(bytes)`.as('byte_count')])
    .where('till_id', '=', batch.tillId)
    .where('epoch', '=', batch.epoch)
    .where('seq', '>=', batch.firstSeq)
    .where('seq', '<=', lastSeqOf(batch))
    .orderBy('seq')
    .execute()
  const other = rows.find((row) => !row.hash.equals(hashes[row.seq - batch.firstSeq] ?? Buffer.alloc(0)))
  // Same hash, other bytes: one of the two is a gap.
  const filled = rows.filter((row) => batch.events[row.seq - batch.firstSeq]?.length !== row.byte_count)
  return { forkSeq: other?.seq ?? null, filledSeqs: filled.filter((row) => storedHashOfGap(batch.events[row.seq - batch.firstSeq] ?? NOTHING) === null).map((row) => row.seq) }
}

const NOTHING = Buffer.alloc(0)
const lastSeqOf = (batch: VerifiedBatch): number => batch.firstSeq + batch.events.length - 1
const seqsFrom = (batch: VerifiedBatch, firstSeq: number): number[] => Array.from({ length: lastSeqOf(batch) - firstSeq + 1 }, (_, at) => firstSeq + at)

async function keepBranch(tx: Tx, batch: VerifiedBatch, hashes: readonly Buffer[], forkSeq: number, nowMs: number): Promise<void> {
  await insertEvents(tx, 'journal_forks', batch, hashes, seqsFrom(batch, forkSeq), nowMs)
  await tx.updateTable('tills').set({ fork_seen_at_ms: nowMs }).where('till_id', '=', batch.tillId).where('fork_seen_at_ms', 'is', null).execute()
}

async function insertEvents(tx: Tx, table: 'journal_events' | 'journal_forks', batch: VerifiedBatch, hashes: readonly Buffer[], seqs: readonly number[], nowMs: number): Promise<void> {
  const onConflict = table === 'journal_forks' ? sql`ON CONFLICT DO NOTHING` : sql``
  const at = seqs.map((seq) => seq - batch.firstSeq)
  await sql`INSERT INTO ${sql.raw(table)} (till_id, epoch, seq, bytes, hash, stored_at_ms)
    SELECT ${batch.tillId}, ${batch.epoch}::integer, r.seq, r.bytes, r.hash, ${nowMs}::bigint
    FROM unnest(${seqs}::bigint[], ${at.map((index) => batch.events[index])}::bytea[], ${at.map((index) => hashes[index])}::bytea[]) AS r(seq, bytes, hash) ${onConflict}`.execute(tx)
}

/** Where HQ's durable copy of a till's newest journal ends; null: there is none. */
export async function durableEnd(db: Database, tillId: string): Promise<{ epoch: number; seq: number; hash: string } | null> {
  const end = await db.selectFrom('journal_ends').selectAll().where('till_id', '=', tillId).where('durable_seq', '>', 0).orderBy('epoch', 'desc').limit(1).executeTakeFirst()
  return end ? { epoch: end.epoch, seq: end.durable_seq, hash: end.durable_hash.toString('hex') } : null
}
