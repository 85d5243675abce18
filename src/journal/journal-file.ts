import { base64Of, bytesOfBase64, concatBytes, utf8 } from './codec.ts'
import type { Aead, Hkdf, RandomBytes, Sha256 } from './crypto.ts'
import { NONCE_BYTES } from './sealed-box.ts'

/**
 * Events on their way by hand: a file of lines, made where there is no network and read at HQ. The first line says whose
 * it is; each other one is a batch exactly as it would be pushed (signed by its till), sealed by the region's key and
 * bound to the first line and to its place, so that no line can be changed, moved or put into another file.
 */
export const JOURNAL_FILE_FORMAT = 'tillpoint-journal/1'
const PURPOSE = 'tillpoint-journal-file/1'
const KEY_BYTES = 32

export type JournalFileHead = {
  readonly format: typeof JOURNAL_FILE_FORMAT
  readonly tillId: string
  readonly tillNumber: number
  readonly storeId: string
  readonly region: string
  readonly madeAtMs: number
}
/** A batch, or the end of a file that was written whole. Bytes are what the caller packed. */
export type JournalFileRecord = { readonly kind: 'batch'; readonly packed: Uint8Array } | { readonly kind: 'end' }

export type FileSealer = { readonly aead: Aead; readonly hkdf: Hkdf; readonly sha256: Sha256 }

export function headLine(head: JournalFileHead): string {
  return JSON.stringify(head)
}

/** Null: not the first line of such a file. */
export function readHeadLine(line: string): JournalFileHead | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof parsed !== 'object' || parsed === null) return null
  const { format, tillId, tillNumber, storeId, region, madeAtMs } = parsed as Record<string, unknown>
  const isHead = format === JOURNAL_FILE_FORMAT && [tillId, storeId, region].every((id) => typeof id === 'string') && [tillNumber, madeAtMs].every(Number.isSafeInteger)
  return isHead ? (parsed as JournalFileHead) : null
}

/** Line `place` (from 1) of the file that begins with `head`. */
export function sealLine({ aead, hkdf, sha256, randomBytes }: FileSealer & { readonly randomBytes: RandomBytes }, boxKey: Uint8Array, head: string, place: number, record: JournalFileRecord): string {
  const nonce = randomBytes(NONCE_BYTES)
  const plain = record.kind === 'end' ? new Uint8Array([0]) : concatBytes(new Uint8Array([1]), record.packed)
  return base64Of(concatBytes(nonce, aead.seal(hkdf(boxKey, PURPOSE, KEY_BYTES), nonce, plain, context(sha256, head, place))))
}

/** Null: changed, of another file, in another place, or sealed by another region's key. */
export function openLine({ aead, hkdf, sha256 }: FileSealer, boxKey: Uint8Array, head: string, place: number, line: string): JournalFileRecord | null {
  const bytes = bytesOfBase64(line)
  if (bytes === null || bytes.length <= NONCE_BYTES) return null
  const plain = aead.open(hkdf(boxKey, PURPOSE, KEY_BYTES), bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES), context(sha256, head, place))
  if (plain === null || plain.length === 0) return null
  if (plain[0] === 0 && plain.length === 1) return { kind: 'end' }
  return plain[0] === 1 ? { kind: 'batch', packed: plain.slice(1) } : null
}

function context(sha256: Sha256, head: string, place: number): Uint8Array {
  return concatBytes(sha256(utf8(head)), utf8(` ${place}`))
}
