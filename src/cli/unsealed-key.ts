import { createDecipheriv, pbkdf2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The key that wraps a till's keys, of a Linux machine without a keychain: Chromium seals there with a text that everyone
 * knows (components/os_crypt/sync/os_crypt_linux.cc, "v10"). Null: sealed by a real keychain, which only the till opens.
 */
export function unsealedWrappingKey(tillFolder: string): Uint8Array | null {
  const sealed = readSealed(join(tillFolder, 'wrapping-key.sealed'))
  if (sealed?.subarray(0, PREFIX.length).toString('latin1') !== PREFIX) return null
  const key = pbkdf2Sync('peanuts', 'saltysalt', 1, KEY_BYTES, 'sha1')
  const cipher = createDecipheriv('aes-128-cbc', key, Buffer.alloc(KEY_BYTES, ' '))
  try {
    const text = Buffer.concat([cipher.update(sealed.subarray(PREFIX.length)), cipher.final()]).toString('utf8')
    return Buffer.from(text, 'base64')
  } catch {
    return null
  }
}

const PREFIX = 'v10'
const KEY_BYTES = 16

function readSealed(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}
