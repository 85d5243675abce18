import { createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, createSecretKey, diffieHellman } from 'node:crypto'
import { generateKeyPairSync, hkdfSync, randomBytes as nodeRandomBytes, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Aead, Hkdf, HmacSha256, RandomBytes, Sha256, Sign, Verify, X25519 } from '../journal/crypto.ts'

/**
 * The journal's cryptography by node:crypto, for HQ. (The till has the same few lines: neither may import the other, and the journal has no Node types.) Keys are raw 32-byte strings everywhere else; here they get
 * the DER prefixes that node wants (RFC 8410: each prefix is constant because the keys have one length).
 */
const PREFIX = {
  ed25519Private: Buffer.from('302e020100300506032b657004220420', 'hex'),
  ed25519Public: Buffer.from('302a300506032b6570032100', 'hex'),
  x25519Private: Buffer.from('302e020100300506032b656e04220420', 'hex'),
  x25519Public: Buffer.from('302a300506032b656e032100', 'hex'),
} as const
const KEY_BYTES = 32
const TAG_BYTES = 16

export const sha256: Sha256 = (bytes) => plain(createHash('sha256').update(bytes).digest())
export const hmacSha256: HmacSha256 = (key, bytes) => plain(createHmac('sha256', heldKey(key)).update(bytes).digest())
export const hkdf: Hkdf = (secret, purpose, byteCount) => new Uint8Array(hkdfSync('sha256', secret, '', purpose, byteCount))
export const randomBytes: RandomBytes = (count) => plain(nodeRandomBytes(count))

export const aead: Aead = {
  seal(key, nonce, plaintext, context) {
    const cipher = createCipheriv('aes-256-gcm', heldKey(key), nonce, { authTagLength: TAG_BYTES }).setAAD(context)
    return plain(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]))
  },
  open(key, nonce, sealed, context) {
    if (sealed.length < TAG_BYTES) return null
    const decipher = createDecipheriv('aes-256-gcm', heldKey(key), nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(context).setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const opened = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
    try {
      return plain(Buffer.concat([opened, decipher.final()]))
    } catch {
      return null // The tag does not fit: nothing of what was decrypted may be used.
    }
  },
}

export type KeyPair = { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array }

/** A fresh ed25519 pair, raw 32 bytes each. */
export function makeSigningPair(): KeyPair {
  return rawPair(generateKeyPairSync('ed25519'))
}

/** Holds a raw ed25519 private key as a signing function. @throws when it is not 32 bytes: a bug or a damaged key store. */
export function signer(privateKey: Uint8Array): Sign {
  const key = createPrivateKey({ key: der(PREFIX.ed25519Private, privateKey), format: 'der', type: 'pkcs8' })
  return (bytes) => plain(nodeSign(null, bytes, key))
}

export const verify: Verify = (publicKey, bytes, signature) => {
  if (publicKey.length !== KEY_BYTES) return false
  try {
    const key = createPublicKey({ key: der(PREFIX.ed25519Public, publicKey), format: 'der', type: 'spki' })
    return nodeVerify(null, bytes, key, signature)
  } catch {
    return false // Not a point of the curve.
  }
}

export const x25519: X25519 = {
  makePair: () => rawPair(generateKeyPairSync('x25519')),
  sharedSecret(privateKey, publicKey) {
    try {
      return plain(
        diffieHellman({
          privateKey: createPrivateKey({ key: der(PREFIX.x25519Private, privateKey), format: 'der', type: 'pkcs8' }),
          publicKey: createPublicKey({ key: der(PREFIX.x25519Public, publicKey), format: 'der', type: 'spki' }),
        }),
      )
    } catch {
      return null // A key of small order gives no secret.
    }
  },
}

/**
 * Node 24 takes 20 µs to make a key of raw bytes, four times what sealing a member takes, so a key is made once for as
 * long as its bytes are held. Raw keys are never changed in place.
 */
function heldKey(raw: Uint8Array): KeyObject {
  const known = heldKeys.get(raw)
  if (known !== undefined) return known
  const made = createSecretKey(raw)
  heldKeys.set(raw, made)
  return made
}
const heldKeys = new WeakMap<Uint8Array, KeyObject>()

function der(prefix: Uint8Array, raw: Uint8Array): Buffer {
  if (raw.length !== KEY_BYTES) throw new Error(`a raw key has ${KEY_BYTES} bytes, not ${raw.length}`)
  return Buffer.concat([prefix, raw])
}

function rawPair(pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }): KeyPair {
  const raw = (encoded: Buffer): Uint8Array => plain(encoded.subarray(encoded.length - KEY_BYTES))
  return {
    publicKey: raw(pair.publicKey.export({ format: 'der', type: 'spki' })),
    privateKey: raw(pair.privateKey.export({ format: 'der', type: 'pkcs8' })),
  }
}

/** A Uint8Array of its own memory: a Buffer may share a pool, and its `slice` does not copy. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}
