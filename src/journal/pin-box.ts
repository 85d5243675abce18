import { concatBytes, textOf, utf8 } from './codec.ts'
import type { Aead, RandomBytes } from './crypto.ts'
import { NONCE_BYTES, TAG_BYTES } from './sealed-box.ts'

/**
 * The hash of a PIN (argon2id, as its PHC text) under the region's key. Four digits are found from a hash in seconds,
 * whatever the hash: so no file of a till and no byte on the wire holds it open; the key that opens it lies in the
 * machine's keychain.
 */
export function sealPinHash(aead: Aead, randomBytes: RandomBytes, boxKey: Uint8Array, staffId: string, pinHash: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  return concatBytes(nonce, aead.seal(boxKey, nonce, utf8(pinHash), utf8(`pin/${staffId}`)))
}

/** Null: damaged, of somebody else, or of another key. */
export function openPinHash(aead: Aead, boxKey: Uint8Array, staffId: string, box: Uint8Array): string | null {
  if (box.length < NONCE_BYTES + TAG_BYTES) return null
  const plaintext = aead.open(boxKey, box.subarray(0, NONCE_BYTES), box.subarray(NONCE_BYTES), utf8(`pin/${staffId}`))
  return plaintext === null ? null : textOf(plaintext)
}
