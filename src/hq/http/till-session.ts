import type { FastifyRequest } from 'fastify'
import { Refusal } from './refusal.ts'
import type { Hq } from '../hq.ts'
import { describeCause } from '../log.ts'
import { tillOfToken, type SessionTill } from '../session.ts'
import { tillHeaders } from '../../contract/wire-headers.ts'
import type { Route } from '../../contract/hq-wire.ts'

const tills = new WeakMap<FastifyRequest, SessionTill>()

/** A hook that runs before a body is read: whoever is nobody cannot make HQ inflate anything. */
export function demandTill(hq: Hq, access: Route['access']): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    const till = token === undefined ? null : await tillOfToken(hq, token)
    if (!till) throw new Refusal('unauthorized', 'start a session')
    if (till.revoked && access === 'session') throw new Refusal('revoked', 'this till was revoked; it may only bring its sales')
    tills.set(request, till)
    noteSighting(hq, till.tillId, request)
  }
}

/** The till of a request that {@link demandTill} let in. */
export function tillOf(request: FastifyRequest): SessionTill {
  const till = tills.get(request)
  if (!till) throw new Error('a route asks for its till without having demanded one')
  return till
}

/** Remembers when the till was last seen and what it says of itself. Nobody waits for it; losing one is no loss. */
function noteSighting(hq: Hq, tillId: string, request: FastifyRequest): void {
  const nowMs = hq.clock.nowMs()
  const wallClockMs = integerHeader(request, tillHeaders.wallClockMs)
  const version = request.headers[tillHeaders.version]
  const sighting = {
    seen_at_ms: nowMs,
    program_version: typeof version === 'string' ? version.slice(0, 32) : null,
    queued_events: integerHeader(request, tillHeaders.queuedEvents),
    clock_offset_ms: wallClockMs === null ? null : wallClockMs - nowMs,
  }
  hq.db
    .insertInto('till_sightings')
    .values({ till_id: tillId, ...sighting })
    .onConflict((conflict) =>
      conflict.column('till_id').doUpdateSet((e) => ({
        seen_at_ms: e.ref('excluded.seen_at_ms'),
        program_version: e.fn.coalesce('excluded.program_version', 'till_sightings.program_version'),
        queued_events: e.fn.coalesce('excluded.queued_events', 'till_sightings.queued_events'),
        clock_offset_ms: e.fn.coalesce('excluded.clock_offset_ms', 'till_sightings.clock_offset_ms'),
      })),
    )
    .execute()
    .catch((cause: unknown) => hq.log.warn('sighting not kept', { tillId, ...describeCause(cause) }))
}

function integerHeader(request: FastifyRequest, name: string): number | null {
  const text = request.headers[name]
  return typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : null
}
