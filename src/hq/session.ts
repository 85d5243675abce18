import { timingSafeEqual } from 'node:crypto'
import { hmacSha256, verify } from './crypto.ts'
import { durableEnd } from './journal-store.ts'
import type { Hq } from './hq.ts'
import { noticeRestore, readIncarnation } from './incarnation.ts'
import { err, ok, type Result } from '../contract/result.ts'
import type { Ack } from '../contract/wire-push.ts'
import type { ChallengeAnswer, SessionAnswer, SessionRequest } from '../contract/wire-session.ts'
import { ackHolds } from '../journal/ack.ts'
import { sessionAnswerSigningBytes, sessionSigningBytes } from '../journal/session.ts'

const NONCE_BYTES = 32
/** A nonce is good once, and for one minute. */
export const NONCE_MS = 60_000
export const TOKEN_MS = 12 * 3_600_000

/** A nonce for the till to sign. */
export async function challengeTill(hq: Hq, tillId: string): Promise<Result<ChallengeAnswer, 'unknown_till'>> {
  const till = await hq.db.selectFrom('tills').select('till_id').where('till_id', '=', tillId).executeTakeFirst()
  if (!till) return err('unknown_till')
  const nowMs = hq.clock.nowMs()
  const nonce = hq.ids.randomBytes(NONCE_BYTES)
  await hq.db.deleteFrom('challenges').where('expires_at_ms', '<=', nowMs).execute()
  await hq.db.insertInto('challenges').values({ nonce, till_id: tillId, expires_at_ms: nowMs + NONCE_MS }).execute()
  return ok({ nonce: nonce.toString('base64') })
}

/** Opens a session for whoever holds the till's key, revoked or not: a revoked till may still bring its sales. */
export async function openSession(hq: Hq, { tillId, nonce, signature, ack }: SessionRequest): Promise<Result<SessionAnswer, 'unknown_till' | 'bad_signature'>> {
  const till = await hq.db.selectFrom('tills').select(['public_key', 'revoked_at_ms']).where('till_id', '=', tillId).executeTakeFirst()
  if (!till) return err('unknown_till')
  const nowMs = hq.clock.nowMs()
  // Taking the nonce out is what makes it good once, also when two processes are asked at the same moment.
  const taken = await hq.db.deleteFrom('challenges').where('nonce', '=', Buffer.from(nonce, 'base64')).where('till_id', '=', tillId).where('expires_at_ms', '>', nowMs).returning('nonce').executeTakeFirst()
  const holds = verify(till.public_key, sessionSigningBytes({ tillId, nonce }), Buffer.from(signature, 'base64'))
  if (!taken || !holds) return err('bad_signature')
  if (ack) await readShownAck(hq, ack)
  const durable = await durableEnd(hq.db, tillId)
  const incarnation = await readIncarnation(hq.db)
  const facts = { tillId, nonce, hqAtMs: nowMs, incarnation, durable }
  const expiresAtMs = nowMs + TOKEN_MS
  return ok({
    token: makeToken(hq, tillId, expiresAtMs),
    expiresAtMs,
    hqAtMs: nowMs,
    durable,
    incarnation,
    standing: till.revoked_at_ms === null ? 'active' : 'revoked',
    signature: Buffer.from(hq.identity.sign(sessionAnswerSigningBytes(facts))).toString('base64'),
  })
}

/** Only what HQ's own key signed is evidence: a till cannot talk HQ into another incarnation. */
async function readShownAck(hq: Hq, ack: Ack): Promise<void> {
  if (!ackHolds(verify, hq.identity.signingPublicKey, ack)) return
  const raised = await noticeRestore(hq.db, { ...ack, hash: Buffer.from(ack.hash, 'hex') }, hq.clock.nowMs())
  if (raised !== null) hq.log.warn('restored: a till shows a newer ack than is known here', { tillId: ack.tillId, incarnation: raised })
}

/** Who is asking, as of this request: a revocation acts at once. */
export type SessionTill = { readonly tillId: string; readonly storeId: string; readonly region: string; readonly publicKey: Buffer; readonly revoked: boolean }

/** The till behind a token; null: none, expired, or not of this HQ. */
export async function tillOfToken(hq: Hq, token: string): Promise<SessionTill | null> {
  const tillId = readToken(hq, token)
  if (tillId === null) return null
  const till = await hq.db
    .selectFrom('tills')
    .innerJoin('stores', 'stores.store_id', 'tills.store_id')
    .select(['tills.store_id', 'stores.region', 'tills.public_key', 'tills.revoked_at_ms'])
    .where('tills.till_id', '=', tillId)
    .executeTakeFirst()
  return till ? { tillId, storeId: till.store_id, region: till.region, publicKey: till.public_key, revoked: till.revoked_at_ms !== null } : null
}

/** The token carries its facts and a MAC: any process of this HQ can read it, none needs to remember it. */
function makeToken(hq: Hq, tillId: string, expiresAtMs: number): string {
  const facts = Buffer.from(JSON.stringify({ tillId, expiresAtMs })).toString('base64url')
  return `${facts}.${Buffer.from(hmacSha256(hq.identity.tokenKey, Buffer.from(facts))).toString('base64url')}`
}

function readToken(hq: Hq, token: string): string | null {
  const [facts = '', mac = ''] = token.split('.')
  const expected = Buffer.from(hmacSha256(hq.identity.tokenKey, Buffer.from(facts)))
  const given = Buffer.from(mac, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const { tillId, expiresAtMs } = JSON.parse(Buffer.from(facts, 'base64url').toString('utf8')) as { tillId: string; expiresAtMs: number }
  return expiresAtMs > hq.clock.nowMs() ? tillId : null
}

/** A till's rights but for bringing its sales end with its next request. @returns false when there is no such till. */
export async function revokeTill(hq: Pick<Hq, 'db' | 'clock'>, tillId: string): Promise<boolean> {
  const changed = await hq.db.updateTable('tills').set({ revoked_at_ms: hq.clock.nowMs() }).where('till_id', '=', tillId).where('revoked_at_ms', 'is', null).returning('till_id').executeTakeFirst()
  return changed !== undefined
}
