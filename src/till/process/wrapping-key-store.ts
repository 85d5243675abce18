import { aead, randomBytes } from '../crypto.ts'
import type { KeyStore } from '../engine-options.ts'
import type { WrappingKey } from './shell-messages.ts'

const NONCE_BYTES = 12
const context = new TextEncoder().encode('tillpoint key store 1')

/** The key store behind a key that the shell holds: what it wraps is nonce ‖ AES-256-GCM. */
export function wrappingKeyStore({ kind, key }: WrappingKey): KeyStore {
  return {
    kind,
    wrap(bytes) {
      const nonce = randomBytes(NONCE_BYTES)
      return Promise.resolve(Buffer.concat([nonce, aead.seal(key, nonce, bytes, context)]))
    },
    async unwrap(wrapped) {
      const opened = aead.open(key, wrapped.subarray(0, NONCE_BYTES), wrapped.subarray(NONCE_BYTES), context)
      if (opened === null) throw new Error('these bytes were wrapped by another key')
      return opened
    },
  }
}
