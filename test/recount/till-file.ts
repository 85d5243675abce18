import { createHash } from 'node:crypto'
import path from 'node:path'
import Database from 'better-sqlite3'
import type { RecountedTill } from './facts.ts'
import { withBytes } from './pruned.ts'
import { returnOf, saleOf, type JournalRow } from './till-events.ts'

/**
 * Reads a till's ledger with SQL of its own and believes nothing that was summed before: every number here comes from
 * the rows of the journal and of the double entry.
 */
export function readTill(name: string, dataFolder: string): RecountedTill {
  const db = new Database(path.join(dataFolder, 'ledger.db'), { readonly: true, fileMustExist: true })
  try {
    const identity = db.prepare('SELECT till_id, till_number FROM till_identity').get() as { till_id: string; till_number: number }
    const events = db
      .prepare('SELECT epoch, seq, event_id, kind, bytes, hash FROM journal ORDER BY epoch, seq')
      .all() as JournalRow[]
    const ackedTo = db.prepare('SELECT epoch, max(seq) AS seq FROM acks GROUP BY epoch').all() as {
      epoch: number
      seq: number
    }[]
    const acked = new Map(ackedTo.map((row) => [row.epoch, row.seq]))
    const entriesOf = db.prepare('SELECT asset, account, delta FROM entries WHERE event_id = ? ORDER BY asset, account')
    const of = (kind: string) => events.filter((row) => row.kind === kind).map((row) => withBytes(db, identity.till_id, row))
    return {
      name,
      tillId: identity.till_id,
      events: events.map((row) => ({ epoch: row.epoch, seq: row.seq, hash: row.hash.toString('hex'), kind: row.kind })),
      queuedEvents: events.filter((row) => row.seq > (acked.get(row.epoch) ?? 0)).length,
      sales: of('sale').map((row) => saleOf(row, identity.till_number, entriesOf)),
      returns: of('return').map((row) => returnOf(row, identity.till_number, entriesOf)),
      booked: bookedOf(db),
      problems: [...chainProblems(db, events), ...integrityProblems(db)],
    }
  } finally {
    db.close()
  }
}

function chainProblems(db: Database.Database, events: readonly JournalRow[]): string[] {
  const problems: string[] = []
  const starts = new Map(
    (db.prepare('SELECT epoch, previous_hash FROM epochs').all() as { epoch: number; previous_hash: Buffer }[]).map(
      (row) => [row.epoch, row.previous_hash],
    ),
  )
  let epoch = 0
  let seq = 0
  let previous: Buffer = Buffer.alloc(32)
  for (const row of events) {
    if (row.epoch !== epoch) {
      epoch = row.epoch
      seq = 0
      previous = starts.get(epoch) ?? previous
    }
    seq += 1
    if (row.seq !== seq) problems.push(`journal ${epoch}/${seq} is missing`)
    const hash = createHash('sha256').update(previous).update(row.bytes).digest()
    // Of old rows only the hash is left.
    if (row.bytes.length > 0 && !hash.equals(row.hash)) problems.push(`journal ${epoch}/${row.seq} does not hash to what is stored`)
    seq = row.seq
    previous = row.hash
  }
  return problems
}

function integrityProblems(db: Database.Database): string[] {
  const check = (db.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check)
  const unbalanced = db
    .prepare('SELECT event_id, asset, sum(delta) AS rest FROM entries GROUP BY event_id, asset HAVING rest <> 0')
    .all() as { event_id: string; asset: string; rest: number }[]
  return [
    ...check.filter((line) => line !== 'ok').map((line) => `integrity: ${line}`),
    ...unbalanced.map((row) => `${row.asset} of ${row.event_id} is off by ${row.rest}`),
  ]
}

function bookedOf(db: Database.Database): RecountedTill['booked'] {
  return db
    .prepare(
      `SELECT j.kind, e.asset, e.account, sum(e.delta) AS delta FROM entries e LEFT JOIN journal j ON j.event_id = e.event_id
       GROUP BY j.kind, e.asset, e.account ORDER BY j.kind, e.asset, e.account`,
    )
    .all() as RecountedTill['booked'][number][]
}
