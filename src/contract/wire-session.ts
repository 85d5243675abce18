import { z } from 'zod'
import { ack } from './wire-push.ts'
import { base64Bytes, base64Upto, durablePosition, incarnation, publicKey, signature, wireId, wireMs } from './wire-common.ts'

/** Enrolment and session: how a till becomes known and proves, at each session, that it holds its key. */

/** One-time code, as shown by HQ: digits or letters, no meaning inside. */
export const enrolRequest = z.object({
  code: z.string().min(6).max(64),
  /** ed25519, made on the till; the private key never leaves it. */
  publicKey,
  /** X25519: the region's keys are wrapped for it. */
  boxPublicKey: publicKey,
  machineName: z.string().max(128),
})
export type EnrolRequest = z.infer<typeof enrolRequest>

export const enrolAnswer = z.object({
  tillId: wireId,
  tillNumber: z.int().min(1).max(999_999_999),
  storeId: wireId,
  region: wireId,
  /** ed25519: acks and session answers are checked against it from now on. */
  hqPublicKey: publicKey,
  /** The region's keys, wrapped (src/journal/key-wrap.ts). */
  wrappedRegionKey: base64Upto(1024),
  incarnation,
})
export type EnrolAnswer = z.infer<typeof enrolAnswer>

export const challengeRequest = z.object({ tillId: wireId })
export const challengeAnswer = z.object({ nonce: base64Bytes(32) })
export type ChallengeAnswer = z.infer<typeof challengeAnswer>

/** `signature` by the till's key over `sessionSigningBytes({ tillId, nonce })`. A nonce is good once, for one minute. */
export const sessionRequest = z.object({
  tillId: wireId,
  nonce: base64Bytes(32),
  signature,
  /** The newest ack that the till holds: an HQ that no longer knows what it signed was put back from a backup. */
  ack: ack.optional(),
})
export type SessionRequest = z.infer<typeof sessionRequest>

export const sessionAnswer = z.object({
  token: z.string().min(16).max(512),
  expiresAtMs: wireMs,
  /** HQ's clock: with the monotonic clock it becomes the till's trusted time. */
  hqAtMs: wireMs,
  /** The till starts sending after this, whatever it believed was there. */
  durable: durablePosition,
  incarnation,
  /** Revoked and quarantined tills may push and nothing else. */
  standing: z.enum(['active', 'revoked']),
  /** By HQ's key over `sessionAnswerSigningBytes`: proves that this is the HQ that enrolled us. */
  signature,
})
export type SessionAnswer = z.infer<typeof sessionAnswer>
