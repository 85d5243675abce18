import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { sha256 } from '../crypto.ts'
import { inTransaction } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { randomText } from '../ids.ts'

/** The door of the console: a one-time password, printed where HQ is started, is exchanged for a session. */
export const PASSWORD_MS = 24 * 3_600_000
export const SESSION_MS = 12 * 3_600_000
/** After so many wrong tries no password that was out is good any more: a new one has to be printed. */
export const WRONG_TRIES_MAX = 10
const PASSWORD_CHARS = 12
const SALT_BYTES = 16
const HASH_BYTES = 32

type Door = Pick<Hq, 'db' | 'clock' | 'ids'>

/** A new one-time password, for a person to type. Only its hash is kept. */
export async function makeConsolePassword(hq: Door): Promise<string> {
  const password = randomText(hq.ids, PASSWORD_CHARS)
  await loadConsolePassword(hq, password)
  return password
}

/** Makes this text a one-time password. */
export async function loadConsolePassword(hq: Door, password: string): Promise<void> {
  const salt = hq.ids.randomBytes(SALT_BYTES)
  const nowMs = hq.clock.nowMs()
  await hq.db.deleteFrom('console_passwords').where('expires_at_ms', '<=', nowMs).execute()
  await hq.db
    .insertInto('console_passwords')
    .values({ password_hash: `${salt.toString('hex')}:${(await hashOf(password, salt)).toString('hex')}`, made_at_ms: nowMs, expires_at_ms: nowMs + PASSWORD_MS, used_at_ms: null, tries_left: WRONG_TRIES_MAX })
    .execute()
}

/** Takes a password for a session token: once. Null: wrong, used, too old, or too many have been wrong. */
export async function openConsoleSession(hq: Door, password: string): Promise<string | null> {
  const typed = password.toUpperCase().replace(/[\s-]/g, '')
  return inTransaction(hq.db, async (tx) => {
    const nowMs = hq.clock.nowMs()
    const open = await tx.selectFrom('console_passwords').selectAll().where('used_at_ms', 'is', null).where('expires_at_ms', '>', nowMs).where('tries_left', '>', 0).orderBy('password_hash').forUpdate().execute()
    for (const { password_hash: stored } of open) {
      if (!(await matches(stored, password)) && !(await matches(stored, typed))) continue
      const token = hq.ids.randomBytes(HASH_BYTES).toString('base64url')
      await tx.updateTable('console_passwords').set({ used_at_ms: nowMs }).where('password_hash', '=', stored).execute()
      await tx.deleteFrom('console_sessions').where('expires_at_ms', '<=', nowMs).execute()
      await tx.insertInto('console_sessions').values({ token_hash: tokenHash(token), made_at_ms: nowMs, expires_at_ms: nowMs + SESSION_MS }).execute()
      return token
    }
    await tx.updateTable('console_passwords').set((e) => ({ tries_left: e('tries_left', '-', 1) })).where('used_at_ms', 'is', null).where('tries_left', '>', 0).execute()
    return null
  })
}

/** Is this a token of a session that is open? */
export async function isConsoleSession(hq: Pick<Hq, 'db' | 'clock'>, token: string): Promise<boolean> {
  const found = await hq.db.selectFrom('console_sessions').select('token_hash').where('token_hash', '=', tokenHash(token)).where('expires_at_ms', '>', hq.clock.nowMs()).executeTakeFirst()
  return found !== undefined
}

export async function closeConsoleSession(hq: Pick<Hq, 'db'>, token: string): Promise<void> {
  await hq.db.deleteFrom('console_sessions').where('token_hash', '=', tokenHash(token)).execute()
}

const slowHash = promisify(scrypt) as (password: string, salt: Buffer, bytes: number) => Promise<Buffer>

function hashOf(password: string, salt: Buffer): Promise<Buffer> {
  return slowHash(password, salt, HASH_BYTES)
}

async function matches(stored: string, password: string): Promise<boolean> {
  const [salt = '', hash = ''] = stored.split(':')
  return timingSafeEqual(Buffer.from(hash, 'hex'), await hashOf(password, Buffer.from(salt, 'hex')))
}

function tokenHash(token: string): Buffer {
  return Buffer.from(sha256(Buffer.from(token)))
}
