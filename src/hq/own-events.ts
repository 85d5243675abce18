import type { Hq } from './hq.ts'
import type { OwnEventsAnswer, OwnEventsQuery } from '../contract/wire-journal.ts'
import { signAck } from '../journal/ack.ts'
import { takeBatch, type QueuedRow } from '../journal/batch.ts'
import { BATCH_EVENTS_MAX } from '../contract/wire-push.ts'
import { hashBefore } from './journal-read.ts'

type Row = QueuedRow & { readonly bytes: Buffer; readonly hash: Buffer }

/** A page of what a till itself once sent, for files that were put back from a copy and have it no more. */
export async function readOwnEvents(hq: Hq, tillId: string, { epoch, afterSeq }: OwnEventsQuery): Promise<OwnEventsAnswer> {
  const { db } = hq
  const rows: Row[] = await db
    .selectFrom('journal_events')
    .select(['epoch', 'seq', 'bytes', 'hash'])
    .where('till_id', '=', tillId)
    .where('epoch', '=', epoch)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(BATCH_EVENTS_MAX + 1)
    .execute()
  const page = takeBatch(rows)
  const [first, last] = [page[0], page.at(-1)]
  const next = await db.selectFrom('journal_ends').select('epoch').where('till_id', '=', tillId).where('epoch', '>', epoch).where('durable_seq', '>', 0).orderBy('epoch').limit(1).executeTakeFirst()
  return {
    epoch,
    firstSeq: first?.seq ?? afterSeq + 1,
    events: page.map(({ bytes }) => bytes.toString('utf8')),
    previousHash: (first === undefined ? Buffer.alloc(32) : await beforeFirst(hq, tillId, first)).toString('hex'),
    more: page.length < rows.length,
    nextEpoch: next?.epoch ?? null,
    ack: last === undefined ? null : signAck(hq.identity.sign, { tillId, epoch, seq: last.seq, hash: last.hash.toString('hex'), hqAtMs: hq.clock.nowMs() }),
  }
}

/** The first event of a later epoch goes on from a hash of the epoch before, which it names itself. */
async function beforeFirst(hq: Hq, tillId: string, first: Row): Promise<Buffer> {
  if (first.seq > 1) return hashBefore(hq.db, { tillId, epoch: first.epoch, seq: first.seq }, first)
  const { body } = JSON.parse(first.bytes.toString('utf8')) as { readonly body?: { readonly previousHash?: unknown } }
  return typeof body?.previousHash === 'string' ? Buffer.from(body.previousHash, 'hex') : Buffer.alloc(32)
}
