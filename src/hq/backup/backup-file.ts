import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import type { MasterKey } from '../master-key.ts'

/**
 * A backup is one gzip stream of lines: a header, for each table its name and columns and its rows as PostgreSQL's COPY
 * writes them, ended by `\.`, then how many rows each has, then a seal over all before it, made with HQ's master key.
 */
export const BACKUP_FORMAT = 'tillpoint-hq-backup/1'
export const END_OF_ROWS = '\\.'

export const backupHeader = z.object({ format: z.string(), schema: z.int().min(1), madeAtMs: z.int(), incarnation: z.int(), keyCheck: z.base64() })
export type BackupHeader = z.infer<typeof backupHeader>
const tableLine = z.object({ table: z.string().regex(/^[a-z_]{1,63}$/), columns: z.array(z.string().regex(/^[a-z_0-9]{1,63}$/)).min(1) })
export type BackupTable = z.infer<typeof tableLine>
const endLine = z.object({ end: z.record(z.string(), z.int().min(0)) })
const sealLine = z.object({ seal: z.base64() })

export type BackupProblem = 'not_a_backup' | 'backup_cut' | 'backup_edited' | 'other_master_key' | 'newer_backup'

/** The file is not used. */
export class BackupRefused extends Error {
  readonly why: BackupProblem
  constructor(why: BackupProblem, detail: string) {
    super(detail)
    this.name = 'BackupRefused'
    this.why = why
  }
}

export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'table'; readonly table: BackupTable }
  | { readonly kind: 'row'; readonly line: Buffer }
  | { readonly kind: 'rows-end' }
  | { readonly kind: 'end'; readonly rows: Readonly<Record<string, number>> }

const NEWLINE = 10
const KEY_PURPOSE = 'backup key check'
const SEAL_PURPOSE = 'backup seal'

/** What a header carries so that a wrong master key is named before anything else. */
export const keyCheck = (master: MasterKey): string => master.wrap(KEY_PURPOSE, Buffer.from(BACKUP_FORMAT)).toString('base64')
export const sealOf = (master: MasterKey, hash: Hash): string => master.wrap(SEAL_PURPOSE, hash.digest()).toString('base64')

/**
 * The parts of a file in order. All of it has been checked only when the last one was given: whoever changes anything by
 * it reads it to its end first (`checkBackup`). @throws BackupRefused
 */
export async function* readBackup(file: string, master: MasterKey): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256')
  let state: 'header' | 'frame' | 'rows' | 'ended' | 'sealed' = 'header'
  for await (const line of linesOf(file)) {
    if (state === 'rows') {
      hash.update(line).update('\n')
      const isEnd = line.length === END_OF_ROWS.length && line.toString('latin1') === END_OF_ROWS
      if (isEnd) state = 'frame'
      yield isEnd ? { kind: 'rows-end' } : { kind: 'row', line }
      continue
    }
    if (state === 'sealed') throw new BackupRefused('backup_edited', 'something stands behind its seal')
    if (state === 'ended') {
      checkSeal(master, line, hash)
      state = 'sealed'
      continue
    }
    const part: BackupPart = state === 'header' ? headerOf(line, master) : frameOf(line)
    hash.update(line).update('\n')
    state = part.kind === 'table' ? 'rows' : part.kind === 'end' ? 'ended' : 'frame'
    yield part
  }
  if (state === 'header') throw new BackupRefused('not_a_backup', 'it is empty')
  if (state !== 'sealed') throw new BackupRefused('backup_cut', 'its end is missing')
}

/** Reads a file to its end and changes nothing. @throws BackupRefused */
export async function checkBackup(file: string, master: MasterKey): Promise<BackupHeader> {
  let header: BackupHeader | null = null
  for await (const part of readBackup(file, master)) if (part.kind === 'header') ({ header } = part)
  if (header === null) throw new BackupRefused('not_a_backup', 'it has no header')
  return header
}

function headerOf(line: Buffer, master: MasterKey): BackupPart {
  const header = backupHeader.safeParse(json(line))
  if (!header.success || !header.data.format.startsWith('tillpoint-hq-backup/')) throw new BackupRefused('not_a_backup', 'its first line is not that of a backup')
  if (header.data.format !== BACKUP_FORMAT) throw new BackupRefused('newer_backup', `it is written as ${header.data.format}, this program reads ${BACKUP_FORMAT}`)
  if (unwrapped(master, KEY_PURPOSE, header.data.keyCheck) === null) throw new BackupRefused('other_master_key', 'it was made with another master key; give the key file that belongs to it with --key')
  return { kind: 'header', header: header.data }
}

function frameOf(line: Buffer): BackupPart {
  const table = tableLine.safeParse(json(line))
  if (table.success) return { kind: 'table', table: table.data }
  const end = endLine.safeParse(json(line))
  if (end.success) return { kind: 'end', rows: end.data.end }
  throw new BackupRefused('backup_edited', 'a line stands where a table or the end belongs')
}

function checkSeal(master: MasterKey, line: Buffer, hash: Hash): void {
  const seal = sealLine.safeParse(json(line))
  const sealed = seal.success ? unwrapped(master, SEAL_PURPOSE, seal.data.seal) : null
  if (sealed === null || !sealed.equals(hash.digest())) throw new BackupRefused('backup_edited', 'what it says is not what was sealed')
}

function unwrapped(master: MasterKey, purpose: string, text: string): Buffer | null {
  try {
    return master.unwrap(purpose, Buffer.from(text, 'base64'))
  } catch {
    return null
  }
}

function json(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'))
  } catch {
    return null
  }
}

/** Lines without their ends. gzip has a check of its own: what breaks it was cut or changed. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file)
  const unzipped = source.pipe(createGunzip())
  source.on('error', (cause) => unzipped.destroy(cause))
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of unzipped) {
      const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
      let from = 0
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
        yield bytes.subarray(from, at)
        from = at + 1
      }
      rest = bytes.subarray(from)
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'Z_BUF_ERROR') throw new BackupRefused('backup_cut', 'its end is missing')
    if (code === 'Z_DATA_ERROR') throw new BackupRefused(source.bytesRead <= GZIP_HEADER_MAX ? 'not_a_backup' : 'backup_edited', 'it does not unpack')
    throw cause
  } finally {
    source.destroy()
  }
  if (rest.length > 0) throw new BackupRefused('backup_cut', 'its last line has no end')
}

/** Of a file that short nothing was unpacked yet. */
const GZIP_HEADER_MAX = 18
