import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { Refusal } from './refusal.ts'
import { demandTill, tillOf } from './till-session.ts'
import { streamEvents } from './events.ts'
import { confirmAcked } from '../confirm.ts'
import { enrolTill } from '../enrol.ts'
import { readFeedPage } from '../feed/page.ts'
import type { Hq } from '../hq.ts'
import { readIncarnation } from '../incarnation.ts'
import { readOwnEvents } from '../own-events.ts'
import type { RouteLimits } from './limits.ts'
import { lendGiftCard } from '../gift-cards.ts'
import { grantLease, returnLease } from '../leases.ts'
import { takeBatch } from '../push.ts'
import { findSale, lendReturn } from '../returns.ts'
import { lendCoupon, lendValue } from '../rights.ts'
import { challengeTill, openSession } from '../session.ts'
import { hqError, type HqErrorName } from '../../contract/wire-errors.ts'
import { messages, routes, type Route, type RouteName } from '../../contract/hq-wire.ts'
import type { Result } from '../../contract/result.ts'
import { feedPage } from '../../contract/wire-feed.ts'

/** The wire of src/contract/hq-wire.ts, one route a row of its table. */
export function tillRoutes(bare: FastifyInstance, hq: Hq, limits: RouteLimits): void {
  const app = bare.withTypeProvider<ZodTypeProvider>()

  app.post(routes.enrol.path, { ...frame(hq, 'enrol', limits.enrolPerMinute), schema: { body: messages.enrol.request, response: answers(messages.enrol.answer) } }, async ({ body }) =>
    must(await enrolTill(hq, body), 'the code is not known, used or too old'),
  )
  app.post(routes.challenge.path, { ...frame(hq, 'challenge', limits.sessionPerMinute), schema: { body: messages.challenge.request, response: answers(messages.challenge.answer) } }, async ({ body }) =>
    must(await challengeTill(hq, body.tillId), 'no till of this id'),
  )
  app.post(routes.session.path, { ...frame(hq, 'session', limits.sessionPerMinute), schema: { body: messages.session.request, response: answers(messages.session.answer) } }, async ({ body }) =>
    must(await openSession(hq, body), 'no session for this nonce and signature'),
  )
  app.post(routes.push.path, { ...frame(hq, 'push'), schema: { body: messages.push.request, response: answers(messages.push.answer) } }, async (request) => {
    const taken = await takeBatch(hq, tillOf(request), request.body)
    if (taken.ok) return taken.output
    const { name, detail } = taken.error
    throw new Refusal(name, detail, name === 'gap' ? taken.error.expectedSeq : undefined)
  })
  app.get(routes.feed.path, { ...frame(hq, 'feed'), schema: { querystring: messages.feed.request, response: answers(feedPage) } }, async (request) => {
    const { tillId, region } = tillOf(request)
    const { ackedEpoch, ackedSeq } = request.query
    if (ackedEpoch !== undefined && ackedSeq !== undefined) await confirmAcked(hq, { tillId, epoch: ackedEpoch, seq: ackedSeq })
    await hq.signal.settle()
    const read = await readFeedPage(hq.db, { tillId, region, incarnation: await readIncarnation(hq.db), nowMs: hq.clock.nowMs() }, request.query)
    if (read.kind === 'snapshot_needed') throw new Refusal('snapshot_needed', read.detail)
    return { ...read.page, changes: [...read.page.changes] }
  })
  app.post(routes.lease.path, { ...frame(hq, 'lease'), schema: { body: messages.lease.request, response: answers(messages.lease.answer) } }, async (request) => {
    const { tillId } = tillOf(request)
    const { acked } = request.body
    if (acked) await confirmAcked(hq, { tillId, ...acked })
    const granted = must(await grantLease(hq, tillId, request.body), `lease ${request.body.leaseId}`)
    hq.signal.poke()
    return granted
  })
  app.post(routes.leaseReturn.path, { ...frame(hq, 'leaseReturn'), schema: { body: messages.leaseReturn.request, response: answers(messages.leaseReturn.answer) } }, async (request) => {
    const returned = must(await returnLease(hq, tillOf(request).tillId, request.body.leaseId), `lease ${request.body.leaseId}`)
    hq.signal.poke()
    return returned
  })
  app.post(routes.findSale.path, { ...frame(hq, 'findSale'), schema: { body: messages.findSale.request, response: answers(messages.findSale.answer) } }, async ({ body }) =>
    must(await findSale(hq.db, body.receiptCode), `no sale ${body.receiptCode}`),
  )
  app.post(routes.lendReturn.path, { ...frame(hq, 'lendReturn'), schema: { body: messages.lendReturn.request, response: answers(messages.lendReturn.answer) } }, async (request) =>
    must(await lendReturn(hq, tillOf(request).tillId, request.body), `sale ${request.body.saleId}`),
  )
  app.post(routes.lendCoupon.path, { ...frame(hq, 'lendCoupon'), schema: { body: messages.lendCoupon.request, response: answers(messages.lendCoupon.answer) } }, async (request) =>
    must(await lendCoupon(hq, tillOf(request).tillId, request.body), `coupon ${request.body.code}`),
  )
  app.post(routes.lendValue.path, { ...frame(hq, 'lendValue'), schema: { body: messages.lendValue.request, response: answers(messages.lendValue.answer) } }, async (request) =>
    must(await lendValue(hq, tillOf(request).tillId, request.body), `stored value of ${request.body.memberId}`),
  )
  app.post(routes.lendGiftCard.path, { ...frame(hq, 'lendGiftCard'), schema: { body: messages.lendGiftCard.request, response: answers(messages.lendGiftCard.answer) } }, async (request) =>
    must(await lendGiftCard(hq, tillOf(request).tillId, request.body), 'gift card'),
  )
  app.get(routes.ownEvents.path, { ...frame(hq, 'ownEvents'), schema: { querystring: messages.ownEvents.request, response: answers(messages.ownEvents.answer) } }, (request) =>
    readOwnEvents(hq, tillOf(request).tillId, request.query),
  )
  app.get(routes.events.path, frame(hq, 'events'), (request, reply) => streamEvents(hq.signal, request, reply))
}

/** What a row of the table asks of Fastify: who may come in, how much they may send, how often. */
function frame(hq: Hq, name: RouteName, perMinute?: number) {
  const route: Route = routes[name]
  return {
    ...(route.bodyBytesMax > 0 ? { bodyLimit: route.bodyBytesMax } : {}),
    ...(route.access === 'none' ? {} : { onRequest: demandTill(hq, route.access) }),
    ...(perMinute === undefined ? {} : { config: { rateLimit: { max: perMinute, timeWindow: 60_000 } } }),
  }
}

function answers<Answer extends z.ZodType>(answer: Answer) {
  return { 200: answer, '4xx': hqError, '5xx': hqError }
}

function must<T>(outcome: Result<T, HqErrorName>, detail: string): T {
  if (!outcome.ok) throw new Refusal(outcome.error, detail)
  return outcome.output
}
