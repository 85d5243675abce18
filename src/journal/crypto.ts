/**
 * The cryptography that the journal is given: plain functions over bytes, shaped so that node:crypto fits in a few
 * lines on each side (src/till/crypto.ts, src/hq/crypto.ts). The journal has no Node types, and till and HQ may not
 * import each other: what both must agree on is written here once, what computes it is passed in.
 */

/** SHA-256: 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** HMAC-SHA-256: 32 bytes. */
export type HmacSha256 = (key: Uint8Array, bytes: Uint8Array) => Uint8Array

/** HKDF-SHA-256 (RFC 5869) with an empty salt. */
export type Hkdf = (secret: Uint8Array, purpose: string, byteCount: number) => Uint8Array

/** Signs with a held ed25519 private key: 64 bytes. */
export type Sign = (bytes: Uint8Array) => Uint8Array

/** Checks an ed25519 signature against a raw 32-byte public key. A malformed key or signature is false, not an exception. */
export type Verify = (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array) => boolean

/** AES-256-GCM. `seal` gives ciphertext ‖ 16-byte tag; `open` gives null when key, nonce, tag or context do not fit. */
export type Aead = {
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, context: Uint8Array): Uint8Array
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, context: Uint8Array): Uint8Array | null
}

/** X25519 (RFC 7748): raw 32-byte keys. `sharedSecret` gives null for a key of small order. */
export type X25519 = {
  makePair(): { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array }
  sharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | null
}

/** Fresh random bytes. */
export type RandomBytes = (count: number) => Uint8Array
