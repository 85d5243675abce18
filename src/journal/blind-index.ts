import { concatBytes, utf8 } from './codec.ts'
import type { HmacSha256 } from './crypto.ts'

/** What a member is looked up by exactly. The kind is part of the hash: equal digits of two kinds give two indexes. */
export type IndexKind = 'card' | 'phone' | 'phone-tail' | 'badge'

export const INDEX_BYTES = 16
export const PHONE_TAIL_DIGITS = 4

/**
 * First 16 bytes of HMAC-SHA-256(indexKey, kind ‖ 0x00 ‖ normalised). Without the key neither the value nor a guess of
 * it can be checked; with it a lookup is one row of an index.
 * @param indexKey 32 bytes, the region's.
 */
export function blindIndex(hmac: HmacSha256, indexKey: Uint8Array, kind: IndexKind, text: string): Uint8Array {
  const normalised = kind === 'phone' ? normalisePhone(text) : kind === 'phone-tail' ? text : normaliseCard(text)
  return hmac(indexKey, concatBytes(utf8(kind), new Uint8Array(1), utf8(normalised))).subarray(0, INDEX_BYTES)
}

/** A card or badge number: without spaces and hyphens, letters in capitals. */
export function normaliseCard(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase()
}

/**
 * A phone number as one writing: digits only, without a mainland China prefix (+86, 0086), because people give it with
 * and without; any other international number keeps its +.
 */
export function normalisePhone(text: string): string {
  const dialled = text.replace(/[^\d+]/g, '').replace(/(?!^)\+/g, '').replace(/^00/, '+')
  const home = /^\+86(\d+)$/.exec(dialled) ?? /^86(1\d{10})$/.exec(dialled)
  return home?.[1] ?? dialled
}

/** The last four digits, by which a cashier may search; null when there are fewer. */
export function phoneTail(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  return digits.length < PHONE_TAIL_DIGITS ? null : digits.slice(-PHONE_TAIL_DIGITS)
}
