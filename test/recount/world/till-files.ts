import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

/** One event as its bytes say it, and the entries that it names. */
export type Event = {
  readonly tillId: string
  readonly epoch: number
  readonly seq: number
  readonly hash: string
  readonly id: string
  readonly kind: string
  readonly memberId: string | null
  readonly pointsUsed: number
  readonly earnPoints: number
  readonly leasedPoints: number
  readonly valueUsedMinor: number
  readonly entries: readonly Entry[]
}
export type Entry = { readonly asset: string; readonly account: string; readonly delta: number }

/** A till's files as they are, read with SQL of this file's own. */
export type TillFiles = {
  readonly tillId: string
  readonly events: readonly Event[]
  /** Places whose row does not say what its hash stands for. */
  readonly unreadable: readonly { readonly epoch: number; readonly seq: number; readonly id: string; readonly hash: string }[]
  readonly acks: readonly { readonly epoch: number; readonly seq: number; readonly hash: string }[]
  /** Members as the copy of HQ's facts in use has them; null: none is there yet. */
  readonly mirror: ReadonlyMap<string, number> | null
  /** Articles in it. */
  readonly mirrorProducts: number
  /** Rises with every copy that took the place of another. */
  readonly mirrorNumber: number
  readonly problems: readonly string[]
}

/** Bytes are looked at once: the hash names them for good. (A gap has the hash of what it stands for, and fewer bytes.) */
const known = new Map<string, Event>()

/** Rows give up their bytes after 35 days; what they said was looked at before. */
const wholeByHash = new Map<string, Event>()

export function readTillFiles(dataFolder: string): TillFiles {
  const state = stateOf(dataFolder)
  const before = read.get(dataFolder)
  if (before?.state === state) return before.files
  const files = readNow(dataFolder)
  read.set(dataFolder, { state, files })
  return files
}

/** Files that nobody wrote to since are not read again. */
const read = new Map<string, { readonly state: string; readonly files: TillFiles }>()

function stateOf(dataFolder: string): string {
  const names = readdirSync(dataFolder).filter((name) => /\.db(-wal)?$/.test(name))
  return names.map((name) => [name, statSync(path.join(dataFolder, name), { bigint: true })] as const).map(([name, { ino, size, mtimeNs }]) => `${name} ${ino} ${size} ${mtimeNs}`).join('\n')
}

function readNow(dataFolder: string): TillFiles {
  const db = new Database(path.join(dataFolder, 'ledger.db'), { readonly: true, fileMustExist: true })
  try {
    const tillId = db.prepare('SELECT till_id FROM till_identity').pluck().get() as string
    const rows = db.prepare('SELECT epoch, seq, event_id, bytes, hash FROM journal ORDER BY epoch, seq').all() as JournalRow[]
    const starts = new Map((db.prepare('SELECT epoch, previous_hash FROM epochs').all() as { epoch: number; previous_hash: Buffer }[]).map((row) => [row.epoch, row.previous_hash]))
    const acks = (db.prepare('SELECT epoch, seq, hash FROM acks').all() as { epoch: number; seq: number; hash: Buffer }[]).map((row) => ({ ...row, hash: row.hash.toString('hex') }))
    const number = db.prepare('SELECT mirror_number FROM mirror_switch').pluck().get() as number | undefined
    return { tillId, acks, ...walk(tillId, rows, starts), mirrorNumber: number ?? 1, ...(number === undefined ? { mirror: null, mirrorProducts: 0 } : readMirror(path.join(dataFolder, `mirror-${number}.db`))) }
  } finally {
    db.close()
  }
}

type JournalRow = { readonly epoch: number; readonly seq: number; readonly event_id: string; readonly bytes: Buffer; readonly hash: Buffer }

function walk(tillId: string, rows: readonly JournalRow[], starts: ReadonlyMap<number, Buffer>): Pick<TillFiles, 'events' | 'unreadable' | 'problems'> {
  const events: Event[] = []
  const unreadable: TillFiles['unreadable'][number][] = []
  const problems: string[] = []
  let at: { readonly epoch: number; readonly seq: number; readonly hash: Uint8Array } = { epoch: 0, seq: 0, hash: new Uint8Array(32) }
  for (const row of rows) {
    if (row.epoch !== at.epoch) at = { epoch: row.epoch, seq: 0, hash: starts.get(row.epoch) ?? new Uint8Array(32) }
    if (row.seq !== at.seq + 1) problems.push(`journal ${row.epoch}/${row.seq} follows ${at.seq}`)
    const isWhole = createHash('sha256').update(at.hash).update(row.bytes).digest().equals(row.hash)
    const pruned = row.bytes.length === 0 ? wholeByHash.get(row.hash.toString('hex')) : undefined
    if (pruned !== undefined) events.push(pruned)
    else if (isWhole) events.push(eventOf(tillId, row.epoch, row.seq, row.hash.toString('hex'), row.bytes))
    else unreadable.push({ epoch: row.epoch, seq: row.seq, id: row.event_id, hash: row.hash.toString('hex') })
    at = { epoch: row.epoch, seq: row.seq, hash: row.hash }
  }
  for (const event of events) problems.push(...imbalances(event))
  return { events, unreadable, problems }
}

type Body = {
  readonly memberId?: string | null
  readonly inputs?: { readonly storedValueMinor?: number }
  readonly result?: { readonly pointsUsed?: number; readonly earnPoints?: number; readonly storedValue?: { readonly principalMinor: number; readonly bonusMinor: number } }
  readonly lease?: { readonly points: number } | null
  readonly entries?: readonly Entry[]
}

/** Reads an event out of its bytes. */
export function eventOf(tillId: string, epoch: number, seq: number, hash: string, bytes: Buffer): Event {
  const key = `${hash}/${bytes.length}`
  const before = known.get(key)
  if (before !== undefined) return before
  const { id, kind, body } = JSON.parse(bytes.toString('utf8')) as { id: string; kind: string; body: Body | null }
  const value = body?.result?.storedValue
  const event: Event = {
    ...{ tillId, epoch, seq, hash, id, kind },
    memberId: body?.memberId ?? null,
    pointsUsed: kind === 'sale' ? (body?.result?.pointsUsed ?? 0) : 0,
    earnPoints: kind === 'sale' ? (body?.result?.earnPoints ?? 0) : 0,
    leasedPoints: body?.lease?.points ?? 0,
    valueUsedMinor: kind === 'sale' && value !== undefined ? value.principalMinor + value.bonusMinor : 0,
    entries: body?.entries ?? [],
  }
  known.set(key, event)
  if (kind !== 'gap') wholeByHash.set(hash, event)
  return event
}

/** For each asset the entries of an event must sum to zero. */
export function imbalances({ id, entries }: { readonly id: string; readonly entries: readonly Entry[] }): string[] {
  const sums = new Map<string, number>()
  for (const { asset, delta } of entries) sums.set(asset, (sums.get(asset) ?? 0) + delta)
  return [...sums].filter(([, sum]) => sum !== 0).map(([asset, sum]) => `${asset} of ${id} is off by ${sum}`)
}

function readMirror(file: string): Pick<TillFiles, 'mirror' | 'mirrorProducts'> {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    if (db.prepare('SELECT count(*) FROM cursor').pluck().get() === 0) return { mirror: null, mirrorProducts: 0 }
    const rows = db.prepare('SELECT member_id, balance_points FROM members').all() as { member_id: string; balance_points: number }[]
    const mirrorProducts = db.prepare('SELECT count(*) FROM products').pluck().get() as number
    return { mirror: new Map(rows.map((row) => [row.member_id, row.balance_points])), mirrorProducts }
  } finally {
    db.close()
  }
}
