import { safeStorage } from 'electron'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { WrappingKey } from '../till/process/shell-messages.ts'

const KEY_BYTES = 32

/**
 * The key that wraps the till's keys, itself sealed by the operating system's keychain. Made at the first start.
 * Electron 33 knows only the synchronous calls, later versions deprecate them.
 * @throws when the file was sealed by another keychain: it is never made anew in silence, the till's keys hang on it
 */
export async function unlockWrappingKey(dataDir: string): Promise<WrappingKey> {
  const kind = keychainKind()
  const file = path.join(dataDir, 'wrapping-key.sealed')
  const sealed = await readFile(file).catch(() => null)
  if (sealed !== null) return { kind, key: Buffer.from(await unseal(sealed), 'base64') }
  const key = randomBytes(KEY_BYTES)
  await mkdir(dataDir, { recursive: true })
  await writeFile(`${file}.new`, await seal(key.toString('base64')), { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
  return { kind, key }
}

/** Without a keychain Linux seals with a text that everyone knows; status bar and doctor say so. */
function keychainKind(): WrappingKey['kind'] {
  if (process.platform !== 'linux') return 'os'
  const backend = safeStorage.getSelectedStorageBackend()
  if (backend !== 'basic_text' && backend !== 'unknown') return 'os'
  safeStorage.setUsePlainTextEncryption(true)
  return 'basic_text'
}

const isLater = 'encryptStringAsync' in safeStorage

async function seal(text: string): Promise<Buffer> {
  return isLater ? safeStorage.encryptStringAsync(text) : sealNow(text)
}

async function unseal(sealed: Buffer): Promise<string> {
  return isLater ? (await safeStorage.decryptStringAsync(sealed)).result : unsealNow(sealed)
}

/* eslint-disable @typescript-eslint/no-deprecated -- the only calls that the older runtime has */
const sealNow = (text: string): Buffer => safeStorage.encryptString(text)
const unsealNow = (sealed: Buffer): string => safeStorage.decryptString(sealed)
/* eslint-enable @typescript-eslint/no-deprecated */
