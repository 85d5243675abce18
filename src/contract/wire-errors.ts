import { z } from 'zod'
import { seq } from './wire-common.ts'

/**
 * Every refusal of HQ is `{ error, detail }` with a 4xx or 5xx status. The names are a contract; `detail` is for people
 * who read logs. An unknown name (of a newer HQ) is treated by its status.
 */
export const hqErrorStatus = {
  /** The message does not fit its schema; `detail` names the path. */
  bad_request: 400,
  /** No token, an expired or unknown one: start a session again. */
  unauthorized: 401,
  /** A signature or nonce that does not hold. */
  bad_signature: 401,
  /** The one-time code is wrong, used or older than 15 minutes. */
  code_refused: 401,
  /** The till was revoked: it may push, never pull nor lease. */
  revoked: 403,
  /** A message in the name of another till. */
  wrong_till: 403,
  unknown_till: 404,
  unknown_member: 404,
  unknown_sale: 404,
  coupon_unknown: 404,
  /** Events before `firstSeq` are missing at HQ; carries `expectedSeq`. */
  gap: 409,
  /** HQ holds another event under the same (epoch, seq), or another chain before it. It has kept this branch beside its own. */
  fork: 409,
  /** The lease was returned before (or its return came before its asking): it is never granted. */
  lease_returned: 409,
  /** The same lease id was asked with another member or by another till. */
  lease_conflict: 409,
  member_blocked: 409,
  /** All its uses are gone, or lent to other sales. */
  coupon_used: 409,
  coupon_other_member: 409,
  gift_card_unknown: 404,
  /** It holds value already. */
  gift_card_sold: 409,
  /** Another sale holds it. */
  gift_card_lent: 409,
  /** Another sale holds her stored value. */
  value_lent: 409,
  /** Another till is returning this sale. */
  return_lent: 409,
  /** The cursor is of another incarnation or older than HQ's tombstones: read the snapshot. */
  snapshot_needed: 410,
  too_large: 413,
  /** Not gzip, or not JSON inside. */
  bad_encoding: 415,
  too_many_requests: 429,
  internal: 500,
  /** HQ cannot reach its database, is starting or stopping; asking again is safe. Carries Retry-After. */
  unavailable: 503,
} as const

export type HqErrorName = keyof typeof hqErrorStatus

/** The body of a refusal. */
export const hqError = z.object({
  error: z.string().min(1).max(64),
  detail: z.string().max(2000).optional(),
  /** Only with `gap`: what HQ wants next in the pushed epoch. */
  expectedSeq: seq.optional(),
})
export type HqError = z.infer<typeof hqError>
