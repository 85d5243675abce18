import { concatBytes, utf8 } from './codec.ts'
import type { Aead, Hkdf, RandomBytes, X25519 } from './crypto.ts'
import { NONCE_BYTES } from './sealed-box.ts'

/** The keys of a region: tills of the region open members with them and compute the blind indexes. */
export type RegionKey = {
  /** 32 bytes: AES-256-GCM of the members' boxes. */
  readonly boxKey: Uint8Array
  /** 32 bytes: HMAC of the blind indexes. */
  readonly indexKey: Uint8Array
}

const KEY_BYTES = 32
const PURPOSE = 'tillpoint-region-key/1'

export type KeyWrapper = { readonly aead: Aead; readonly hkdf: Hkdf; readonly x25519: X25519 }

/**
 * Wraps a region's keys for one till: a fresh X25519 pair, HKDF over the shared secret, AES-256-GCM bound to the till's
 * id. Form: ephemeral public key (32) ‖ nonce (12) ‖ ciphertext (64) ‖ tag (16).
 * @returns null when the till's public key is not usable (small order).
 */
export function wrapRegionKey(
  { aead, hkdf, x25519, randomBytes }: KeyWrapper & { readonly randomBytes: RandomBytes },
  tillBoxPublicKey: Uint8Array,
  tillId: string,
  key: RegionKey,
): Uint8Array | null {
  const ephemeral = x25519.makePair()
  const secret = x25519.sharedSecret(ephemeral.privateKey, tillBoxPublicKey)
  if (!secret) return null
  const nonce = randomBytes(NONCE_BYTES)
  const wrapKey = wrappingKey(hkdf, secret, ephemeral.publicKey, tillBoxPublicKey)
  return concatBytes(ephemeral.publicKey, nonce, aead.seal(wrapKey, nonce, concatBytes(key.boxKey, key.indexKey), utf8(tillId)))
}

/** The till's side. null: damaged, for another till or another key pair. */
export function unwrapRegionKey(
  { aead, hkdf, x25519 }: KeyWrapper,
  till: { readonly tillId: string; readonly boxPrivateKey: Uint8Array; readonly boxPublicKey: Uint8Array },
  wrapped: Uint8Array,
): RegionKey | null {
  if (wrapped.length < KEY_BYTES + NONCE_BYTES) return null
  const ephemeral = wrapped.subarray(0, KEY_BYTES)
  const nonce = wrapped.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES)
  const secret = x25519.sharedSecret(till.boxPrivateKey, ephemeral)
  if (!secret) return null
  const wrapKey = wrappingKey(hkdf, secret, ephemeral, till.boxPublicKey)
  const opened = aead.open(wrapKey, nonce, wrapped.subarray(KEY_BYTES + NONCE_BYTES), utf8(till.tillId))
  if (opened?.length !== 2 * KEY_BYTES) return null
  return { boxKey: opened.slice(0, KEY_BYTES), indexKey: opened.slice(KEY_BYTES) }
}

/** Both public keys enter the derivation, so that a wrap fits exactly one pair of them. */
function wrappingKey(hkdf: Hkdf, secret: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array): Uint8Array {
  return hkdf(concatBytes(secret, ephemeral, recipient), PURPOSE, KEY_BYTES)
}
