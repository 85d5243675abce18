import { aead, hkdf, randomBytes, sha256, x25519 } from './crypto.ts'
import { inTransaction, type Tx } from './db/database.ts'
import type { Hq } from './hq.ts'
import { regionKey } from './identity.ts'
import { readIncarnation } from './incarnation.ts'
import { normaliseCode, randomText } from './ids.ts'
import { err, ok, type Result } from '../contract/result.ts'
import type { EnrolAnswer, EnrolRequest } from '../contract/wire-session.ts'
import { wrapRegionKey } from '../journal/key-wrap.ts'

/** How long a one-time code is good. */
export const ENROL_CODE_MS = 15 * 60_000
const CODE_CHARS = 10
const TILL_ID_CHARS = 10

/** A new one-time code for a till of this store, to be typed at the till; null: no such store. Only its hash is kept. */
export async function makeEnrolCode(hq: Pick<Hq, 'db' | 'clock' | 'ids'>, storeId: string): Promise<{ code: string; expiresAtMs: number } | null> {
  const store = await hq.db.selectFrom('stores').select('store_id').where('store_id', '=', storeId).executeTakeFirst()
  if (!store) return null
  const code = randomText(hq.ids, CODE_CHARS)
  const expiresAtMs = hq.clock.nowMs() + ENROL_CODE_MS
  await hq.db.insertInto('enrol_codes').values({ code_hash: hashOf(code), store_id: storeId, expires_at_ms: expiresAtMs, used_at_ms: null, till_id: null }).execute()
  return { code: `${code.slice(0, 5)}-${code.slice(5)}`, expiresAtMs }
}

export type EnrolRefusal = 'code_refused' | 'bad_request'

/**
 * Makes a till of whoever knows the code: once. The same machine asking again with its code (its answer was lost on the
 * way) gets the same answer; another one is refused.
 */
export async function enrolTill(hq: Hq, request: EnrolRequest): Promise<Result<EnrolAnswer, EnrolRefusal>> {
  const publicKey = Buffer.from(request.publicKey, 'base64')
  const boxPublicKey = Buffer.from(request.boxPublicKey, 'base64')
  const till = await inTransaction(hq.db, async (tx) => {
    const code = await tx.selectFrom('enrol_codes').selectAll().where('code_hash', '=', hashOf(normaliseCode(request.code))).forUpdate().executeTakeFirst()
    if (!code || code.expires_at_ms <= hq.clock.nowMs()) return null
    if (code.till_id !== null) return sameMachine(tx, code.till_id, publicKey)
    if (await tx.selectFrom('tills').select('till_id').where('public_key', '=', publicKey).executeTakeFirst()) return null
    const made = await insertTill(hq, tx, code.store_id, { publicKey, boxPublicKey, machineName: request.machineName })
    await tx.updateTable('enrol_codes').set({ used_at_ms: hq.clock.nowMs(), till_id: made.till_id }).where('code_hash', '=', code.code_hash).execute()
    return made
  })
  return till ? enrolAnswer(hq, till, boxPublicKey) : err('code_refused')
}

type EnrolledTill = { readonly till_id: string; readonly till_number: number; readonly store_id: string }

async function sameMachine(tx: Tx, tillId: string, publicKey: Buffer): Promise<EnrolledTill | null> {
  const till = await tx.selectFrom('tills').select(['till_id', 'till_number', 'store_id', 'public_key']).where('till_id', '=', tillId).executeTakeFirst()
  return till?.public_key.equals(publicKey) ? till : null
}

async function insertTill(hq: Hq, tx: Tx, storeId: string, facts: { publicKey: Buffer; boxPublicKey: Buffer; machineName: string }): Promise<EnrolledTill> {
  // The store's row is the lock under which its tills get their numbers.
  await tx.selectFrom('stores').select('store_id').where('store_id', '=', storeId).forUpdate().executeTakeFirst()
  const newest = await tx.selectFrom('tills').select((e) => e.fn.max('till_number').as('number')).where('store_id', '=', storeId).executeTakeFirst()
  const till = { till_id: `t${randomText(hq.ids, TILL_ID_CHARS).toLowerCase()}`, store_id: storeId, till_number: (newest?.number ?? 0) + 1 }
  await tx
    .insertInto('tills')
    .values({
      ...till,
      public_key: facts.publicKey,
      box_public_key: facts.boxPublicKey,
      machine_name: facts.machineName,
      enrolled_at_ms: hq.clock.nowMs(),
      revoked_at_ms: null,
      fork_seen_at_ms: null,
    })
    .execute()
  return till
}

async function enrolAnswer(hq: Hq, till: EnrolledTill, boxPublicKey: Buffer): Promise<Result<EnrolAnswer, EnrolRefusal>> {
  const store = await hq.db.selectFrom('stores').select('region').where('store_id', '=', till.store_id).executeTakeFirstOrThrow()
  const key = await regionKey(hq.db, hq.master, store.region)
  if (!key) throw new Error(`region ${store.region} has no keys`)
  const wrapped = wrapRegionKey({ aead, hkdf, x25519, randomBytes }, boxPublicKey, till.till_id, key)
  if (!wrapped) return err('bad_request')
  return ok({
    tillId: till.till_id,
    tillNumber: till.till_number,
    storeId: till.store_id,
    region: store.region,
    hqPublicKey: hq.identity.signingPublicKey.toString('base64'),
    wrappedRegionKey: Buffer.from(wrapped).toString('base64'),
    incarnation: await readIncarnation(hq.db),
  })
}

function hashOf(code: string): Buffer {
  return Buffer.from(sha256(Buffer.from(`enrol\n${code}`)))
}
