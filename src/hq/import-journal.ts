import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { applyPending } from './apply/applier.ts'
import type { Clock } from './clock.ts'
import { aead, hkdf, sha256, verify } from './crypto.ts'
import type { Database } from './db/database.ts'
import type { Ids } from './ids.ts'
import { regionKey } from './identity.ts'
import { storeBatch } from './journal-store.ts'
import type { MasterKey } from './master-key.ts'
import { PUSH_BODY_BYTES_MAX, pushRequest, type PushRequest } from '../contract/wire-push.ts'
import { batchSigningBytes } from '../journal/batch.ts'
import { chainHashes } from '../journal/chain.ts'
import { hexOf } from '../journal/codec.ts'
import { openLine, readHeadLine } from '../journal/journal-file.ts'

const unzip = promisify(gunzip)

type Importer = { readonly db: Database; readonly clock: Clock; readonly ids: Ids; readonly master: MasterKey }

export type ImportReport = {
  readonly kind: 'imported'
  readonly tillId: string
  readonly batches: number
  readonly events: number
  /** Not here before. */
  readonly newEvents: number
  /** Batches of which another branch is here already: kept beside it. */
  readonly forks: number
  /** False: the file has no end (a copy that was still being written, or cut off); what it holds is in. */
  readonly whole: boolean
}
/** Nothing of the file was taken, except where `gap` says how far it went. */
export type ImportRefusal = {
  readonly kind: 'refused'
  readonly why: 'not_a_journal_file' | 'unknown_till' | 'unknown_region' | 'damaged' | 'bad_signature' | 'wrong_till' | 'gap'
  /** From 1; the first line names the till. */
  readonly line: number
  readonly detail: string
}

/**
 * Takes a file that a till wrote where there was no network. It is read twice: every line is checked before the first
 * event is stored, so a file with one changed byte leaves nothing. Repeating an import changes nothing.
 */
export async function importJournal(hq: Importer, path: string): Promise<ImportReport | ImportRefusal> {
  const opened = await openFile(hq, path)
  if ('kind' in opened) return opened
  let batches = 0
  let whole = false
  for await (const checked of readLines(path, opened)) {
    if (checked.kind === 'refused') return checked
    if (checked.kind === 'end') whole = true
    else batches += 1
  }
  const report = { events: 0, newEvents: 0, forks: 0 }
  for await (const checked of readLines(path, opened)) {
    if (checked.kind !== 'batch') continue
    const { epoch, firstSeq, events, previousHash } = checked.request
    const batch = { tillId: opened.tillId, epoch, firstSeq, previousHash: Buffer.from(previousHash, 'hex'), events: events.map((text) => Buffer.from(text, 'utf8')) }
    const stored = await storeBatch(hq.db, batch, hq.clock.nowMs())
    if (stored.kind === 'gap') return refusal('gap', checked.line, `events of epoch ${epoch} from ${stored.expectedSeq} are missing here: import the file that holds them first, or connect the till`)
    report.events += events.length
    if (stored.kind === 'fork') report.forks += 1
    else report.newEvents += stored.newEvents
  }
  await applyPending(hq, opened.tillId)
  return { kind: 'imported', tillId: opened.tillId, batches, ...report, whole }
}

type OpenedFile = { readonly tillId: string; readonly publicKey: Buffer; readonly boxKey: Uint8Array; readonly first: string }

async function openFile(hq: Importer, path: string): Promise<OpenedFile | ImportRefusal> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  const { value: first } = (await lines.next()) as { value?: string }
  await lines.return?.()
  const head = first === undefined ? null : readHeadLine(first)
  if (head === null || first === undefined) return refusal('not_a_journal_file', 1, 'it does not begin as a file of events of a till')
  const till = await hq.db.selectFrom('tills as t').innerJoin('stores as s', 's.store_id', 't.store_id').select(['t.public_key', 's.region']).where('t.till_id', '=', head.tillId).executeTakeFirst()
  if (!till) return refusal('unknown_till', 1, `no till ${head.tillId} is enrolled here`)
  const keys = await regionKey(hq.db, hq.master, till.region)
  return keys === null ? refusal('unknown_region', 1, till.region) : { tillId: head.tillId, publicKey: till.public_key, boxKey: keys.boxKey, first }
}

type CheckedLine = { readonly kind: 'batch'; readonly line: number; readonly request: PushRequest } | { readonly kind: 'end' } | ImportRefusal

/** Line by line, in bounded memory; ends with the first refusal. */
async function* readLines(path: string, file: OpenedFile): AsyncGenerator<CheckedLine> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    if (line === 1) continue
    const checked = await checkLine(file, text, line)
    yield checked
    if (checked.kind === 'refused') return
  }
}

async function checkLine({ tillId, publicKey, boxKey, first }: OpenedFile, text: string, line: number): Promise<CheckedLine> {
  const record = openLine({ aead, hkdf, sha256 }, boxKey, first, line - 1, text)
  if (record === null) return refusal('damaged', line, 'it was changed, moved, or comes from another file')
  if (record.kind === 'end') return { kind: 'end' }
  const request = await unpack(record.packed)
  if (request === null) return refusal('damaged', line, 'it holds no batch')
  if (request.tillId !== tillId) return refusal('wrong_till', line, `a batch of ${request.tillId}`)
  const { epoch, firstSeq, previousHash, lastHash, events, signature } = request
  const chained = chainHashes(sha256, Buffer.from(previousHash, 'hex'), events.map((event) => Buffer.from(event, 'utf8'))).at(-1)
  const signed = batchSigningBytes({ tillId, epoch, firstSeq, count: events.length, previousHash, lastHash })
  const holds = chained !== undefined && hexOf(chained) === lastHash && verify(publicKey, signed, Buffer.from(signature, 'base64'))
  return holds ? { kind: 'batch', line, request } : refusal('bad_signature', line, 'the batch is not signed by its till')
}

async function unpack(packed: Uint8Array): Promise<PushRequest | null> {
  try {
    const parsed = pushRequest.safeParse(JSON.parse((await unzip(packed, { maxOutputLength: PUSH_BODY_BYTES_MAX })).toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function refusal(why: ImportRefusal['why'], line: number, detail: string): ImportRefusal {
  return { kind: 'refused', why, line, detail }
}
