import { createHash } from 'node:crypto'
import path from 'node:path'
import Database from 'better-sqlite3'
import type { Booked, RecountedTill, SaleFacts } from './facts.ts'

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
    const problems = [...chainProblems(db, events), ...integrityProblems(db)]
    const sales = events.filter((row) => row.kind === 'sale').map((row) => saleOf(row, identity.till_number, db))
    return {
      name,
      tillId: identity.till_id,
      events: events.map((row) => ({ epoch: row.epoch, seq: row.seq, hash: row.hash.toString('hex'), kind: row.kind })),
      queuedEvents: events.filter((row) => row.seq > (acked.get(row.epoch) ?? 0)).length,
      sales,
      booked: bookedOf(db),
      problems,
    }
  } finally {
    db.close()
  }
}

type JournalRow = { epoch: number; seq: number; event_id: string; kind: string; bytes: Buffer; hash: Buffer }

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
    if (!hash.equals(row.hash)) problems.push(`journal ${epoch}/${row.seq} does not hash to what is stored`)
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

type SaleBody = {
  memberId: string | null
  inputs: { atMs: number; lines: { quantityMilli: number; unitPriceMinor: number }[] }
  result: { dueMinor: number; pointsUsed: number; earnPoints: number; payMinor: number; lines: { netMinor: number }[] }
  tenders: { kind: string; paidMinor: number; tenderedMinor: number; changeMinor: number }[]
  entries: { asset: string; account: string; delta: number }[]
}

function saleOf(row: JournalRow, tillNumber: number, db: Database.Database): SaleFacts {
  const event = JSON.parse(row.bytes.toString('utf8')) as { id: string; tillId: string; body: SaleBody }
  const { body } = event
  const stored = db
    .prepare('SELECT asset, account, delta FROM entries WHERE event_id = ? ORDER BY asset, account')
    .all(row.event_id) as SaleBody['entries']
  return {
    saleId: event.id,
    receiptCode: `R${tillNumber}-${row.seq}-${row.hash.subarray(-4).toString('hex')}`,
    tillId: event.tillId,
    epoch: row.epoch,
    seq: row.seq,
    memberId: body.memberId,
    atMs: body.inputs.atMs,
    dueMinor: body.result.lines.reduce((sum, line) => sum + line.netMinor, 0),
    paidMinor: body.tenders.reduce((sum, tender) => sum + tender.paidMinor, 0),
    pointsUsed: body.result.pointsUsed,
    earnPoints: body.result.earnPoints,
    entries: sorted(stored),
    problems: saleProblems(event.id, body, stored),
  }
}

function saleProblems(saleId: string, body: SaleBody, stored: SaleBody['entries']): string[] {
  const problems: string[] = []
  const due = body.result.lines.reduce((sum, line) => sum + line.netMinor, 0)
  if (due !== body.result.dueMinor) problems.push(`${saleId}: lines sum to ${due}, due is ${body.result.dueMinor}`)
  if (JSON.stringify(sorted(body.entries)) !== JSON.stringify(sorted(stored)))
    problems.push(`${saleId}: entries differ between journal and ledger`)
  for (const tender of body.tenders) {
    if (tender.tenderedMinor !== tender.paidMinor + tender.changeMinor)
      problems.push(`${saleId}: ${tender.kind} given, paid and change do not add up`)
  }
  const rest = (asset: string) => stored.reduce((sum, entry) => sum + (entry.asset === asset ? entry.delta : 0), 0)
  if (rest('points') !== 0 || rest('money') !== 0) problems.push(`${saleId}: entries do not sum to zero`)
  return problems
}

/** Entries in one order, so that two sides can be compared as text. */
export function sorted(entries: readonly { asset: string; account: string; delta: number }[]): Booked[] {
  return entries
    .map(({ asset, account, delta }) => ({ asset, account, delta }))
    .sort((a, b) => (a.asset + a.account < b.asset + b.account ? -1 : 1))
}

function bookedOf(db: Database.Database): Booked[] {
  return db
    .prepare('SELECT asset, account, sum(delta) AS delta FROM entries GROUP BY asset, account ORDER BY asset, account')
    .all() as Booked[]
}
