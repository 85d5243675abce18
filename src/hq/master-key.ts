import { readFile, writeFile } from 'node:fs/promises'
import { aead, randomBytes } from './crypto.ts'

/**
 * The one secret that HQ keeps outside its database: 32 bytes in a file of its own. What the database holds of keys is
 * wrapped by it, so neither a backup nor a stolen dump opens anything.
 */
export type MasterKey = {
  wrap(purpose: string, secret: Uint8Array): Buffer
  /** @throws when the database was made with another master key. */
  unwrap(purpose: string, wrapped: Uint8Array): Buffer
}

const KEY_BYTES = 32
const NONCE_BYTES = 12

export function masterKey(key: Uint8Array): MasterKey {
  if (key.length !== KEY_BYTES) throw new Error('a master key has 32 bytes')
  return {
    wrap(purpose, secret) {
      const nonce = randomBytes(NONCE_BYTES)
      return Buffer.concat([nonce, aead.seal(key, nonce, secret, Buffer.from(purpose))])
    },
    unwrap(purpose, wrapped) {
      const opened = aead.open(key, wrapped.subarray(0, NONCE_BYTES), wrapped.subarray(NONCE_BYTES), Buffer.from(purpose))
      if (opened === null) throw new Error(`this database's ${purpose} was wrapped with another master key; give HQ the key file it was made with`)
      return Buffer.from(opened)
    },
  }
}

/** Reads the key file (hex, one line), making it at the first start. Its loss makes the database's keys unreadable. */
export async function loadMasterKey(file: string): Promise<MasterKey> {
  try {
    const text = (await readFile(file, 'utf8')).trim()
    if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${file} is not a master key of HQ`)
    return masterKey(Buffer.from(text, 'hex'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
  }
  const key = randomBytes(KEY_BYTES)
  await writeFile(file, `${Buffer.from(key).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  return masterKey(key)
}
