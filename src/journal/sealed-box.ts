import { canonicalJson } from './canonical.ts'
import { concatBytes, textOf, utf8 } from './codec.ts'
import type { Aead, RandomBytes } from './crypto.ts'

/**
 * Personal data of one member: one sealed box, so that reading a member costs one decryption and erasing her is one
 * overwrite. HQ seals it, tills of the region open it.
 */
export type MemberCard = {
  readonly name: string
  /** How she is addressed ("陈女士"); null: by her name alone. */
  readonly title: 'ms' | 'mr' | null
  /** As dialled, digits and a leading +; null: none. */
  readonly phone: string | null
  /** MM-DD; null: unknown. */
  readonly birthday: string | null
  readonly notes: string
}

export const NONCE_BYTES = 12
export const TAG_BYTES = 16

/**
 * nonce ‖ ciphertext ‖ tag. The member's id is bound to it: a box moved to another member does not open.
 * @param boxKey 32 bytes, the region's.
 */
export function sealMember(aead: Aead, randomBytes: RandomBytes, boxKey: Uint8Array, memberId: string, card: MemberCard): Uint8Array {
  const { name, title, phone, birthday, notes } = card
  const plaintext = utf8(canonicalJson({ name, title, phone, birthday, notes }))
  const nonce = randomBytes(NONCE_BYTES)
  return concatBytes(nonce, aead.seal(boxKey, nonce, plaintext, utf8(memberId)))
}

/** null when the box is damaged, of another member or another key: the till then shows the member by her number. */
export function openMember(aead: Aead, boxKey: Uint8Array, memberId: string, box: Uint8Array): MemberCard | null {
  if (box.length < NONCE_BYTES + TAG_BYTES) return null
  const plaintext = aead.open(boxKey, box.subarray(0, NONCE_BYTES), box.subarray(NONCE_BYTES), utf8(memberId))
  const text = plaintext && textOf(plaintext)
  return text === null ? null : readCard(text)
}

function readCard(text: string): MemberCard | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof parsed !== 'object' || parsed === null) return null
  const { name, title, phone, birthday, notes } = parsed as Record<string, unknown>
  if (typeof name !== 'string') return null
  const textOrNull = (candidate: unknown): string | null => (typeof candidate === 'string' ? candidate : null)
  return { name, title: title === 'ms' || title === 'mr' ? title : null, phone: textOrNull(phone), birthday: textOrNull(birthday), notes: textOrNull(notes) ?? '' }
}
