import type { z } from 'zod'
import { feedPage, feedQuery } from './wire-feed.ts'
import { findSaleAnswer, findSaleRequest, lendReturnAnswer, lendReturnRequest } from './wire-counter.ts'
import { lendCouponAnswer, lendCouponRequest, lendGiftCardAnswer, lendGiftCardRequest, lendValueAnswer, lendValueRequest } from './wire-rights.ts'
import { ownEventsAnswer, ownEventsQuery } from './wire-journal.ts'
import { leaseAnswer, leaseRequest, leaseReturnAnswer, leaseReturnRequest } from './wire-lease.ts'
import { PUSH_BODY_BYTES_MAX, pushAnswer, pushRequest } from './wire-push.ts'
import { challengeAnswer, challengeRequest, enrolAnswer, enrolRequest, sessionAnswer, sessionRequest } from './wire-session.ts'
import type { HqErrorName } from './wire-errors.ts'

/**
 * The wire between till and HQ: JSON over HTTP under /v1, one row a route. HQ serves from this table (and publishes it
 * as OpenAPI), the till calls by it.
 */
export type Route = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** `session`: a bearer token of an active till; `session-push`: a revoked till's too; `none`: before there is one. */
  readonly access: 'none' | 'session' | 'session-push'
  /** Of the body after gzip is undone. */
  readonly bodyBytesMax: number
  readonly errors: readonly HqErrorName[]
}

const SMALL_BODY_BYTES_MAX = 16 * 1024

export const routes = {
  enrol: { method: 'POST', path: '/v1/enrol', access: 'none', bodyBytesMax: SMALL_BODY_BYTES_MAX, errors: ['code_refused'] },
  challenge: { method: 'POST', path: '/v1/session/challenge', access: 'none', bodyBytesMax: SMALL_BODY_BYTES_MAX, errors: ['unknown_till'] },
  session: { method: 'POST', path: '/v1/session', access: 'none', bodyBytesMax: SMALL_BODY_BYTES_MAX, errors: ['bad_signature', 'unknown_till'] },
  push: {
    method: 'POST',
    path: '/v1/push',
    access: 'session-push',
    bodyBytesMax: PUSH_BODY_BYTES_MAX,
    errors: ['unauthorized', 'bad_signature', 'wrong_till', 'gap', 'fork', 'too_large', 'bad_encoding'],
  },
  feed: { method: 'GET', path: '/v1/feed', access: 'session', bodyBytesMax: 0, errors: ['unauthorized', 'revoked', 'snapshot_needed'] },
  ownEvents: { method: 'GET', path: '/v1/journal', access: 'session', bodyBytesMax: 0, errors: ['unauthorized', 'revoked'] },
  lease: {
    method: 'POST',
    path: '/v1/leases',
    access: 'session',
    bodyBytesMax: SMALL_BODY_BYTES_MAX,
    errors: ['unauthorized', 'revoked', 'unknown_member', 'member_blocked', 'lease_returned', 'lease_conflict'],
  },
  leaseReturn: {
    method: 'POST',
    path: '/v1/leases/return',
    access: 'session-push',
    bodyBytesMax: SMALL_BODY_BYTES_MAX,
    errors: ['unauthorized', 'lease_conflict'],
  },
  findSale: { method: 'POST', path: '/v1/sales/find', access: 'session', bodyBytesMax: SMALL_BODY_BYTES_MAX, errors: ['unauthorized', 'revoked', 'unknown_sale'] },
  lendReturn: { method: 'POST', path: '/v1/sales/lend-return', access: 'session', bodyBytesMax: SMALL_BODY_BYTES_MAX, errors: ['unauthorized', 'revoked', 'unknown_sale', 'return_lent'] },
  lendCoupon: { method: 'POST', path: '/v1/coupons/lend', access: 'session', bodyBytesMax: SMALL_BODY_BYTES_MAX, errors: ['unauthorized', 'revoked', 'coupon_unknown', 'coupon_used', 'coupon_other_member', 'lease_returned'] },
  lendValue: { method: 'POST', path: '/v1/value/lend', access: 'session', bodyBytesMax: SMALL_BODY_BYTES_MAX, errors: ['unauthorized', 'revoked', 'unknown_member', 'member_blocked', 'value_lent', 'lease_returned'] },
  lendGiftCard: { method: 'POST', path: '/v1/gift-cards/lend', access: 'session', bodyBytesMax: SMALL_BODY_BYTES_MAX, errors: ['unauthorized', 'revoked', 'gift_card_unknown', 'gift_card_sold', 'gift_card_lent', 'lease_returned'] },
  /** Server-sent events: `event: changed` with data `{ "position": n }` whenever the till should pull; comments keep it alive. */
  events: { method: 'GET', path: '/v1/events', access: 'session', bodyBytesMax: 0, errors: ['unauthorized', 'revoked'] },
} as const satisfies Record<string, Route>
export type RouteName = keyof typeof routes

/** Request (of `feed`: the query) and answer of every route. */
export const messages = {
  enrol: { request: enrolRequest, answer: enrolAnswer },
  challenge: { request: challengeRequest, answer: challengeAnswer },
  session: { request: sessionRequest, answer: sessionAnswer },
  push: { request: pushRequest, answer: pushAnswer },
  feed: { request: feedQuery, answer: feedPage },
  ownEvents: { request: ownEventsQuery, answer: ownEventsAnswer },
  lease: { request: leaseRequest, answer: leaseAnswer },
  leaseReturn: { request: leaseReturnRequest, answer: leaseReturnAnswer },
  findSale: { request: findSaleRequest, answer: findSaleAnswer },
  lendReturn: { request: lendReturnRequest, answer: lendReturnAnswer },
  lendCoupon: { request: lendCouponRequest, answer: lendCouponAnswer },
  lendValue: { request: lendValueRequest, answer: lendValueAnswer },
  lendGiftCard: { request: lendGiftCardRequest, answer: lendGiftCardAnswer },
} as const
export type MessageName = keyof typeof messages
export type RequestOf<N extends MessageName> = z.input<(typeof messages)[N]['request']>
export type AnswerOf<N extends MessageName> = z.output<(typeof messages)[N]['answer']>
