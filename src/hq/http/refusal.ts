import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { isUnavailable } from '../db/database.ts'
import { describeCause, type Log } from '../log.ts'
import type { Ids } from '../ids.ts'
import { hqErrorStatus, type HqErrorName } from '../../contract/wire-errors.ts'

/** A refusal by name, thrown by a route or hook; the one place below turns it into status and body. */
export class Refusal extends Error {
  readonly refusal: HqErrorName
  readonly expectedSeq: number | undefined
  constructor(refusal: HqErrorName, detail: string, expectedSeq?: number) {
    super(detail)
    this.name = 'Refusal'
    this.refusal = refusal
    this.expectedSeq = expectedSeq
  }
}

const RETRY_AFTER_SECONDS = 1

/** Every way in which a request can end badly, by name. What is not foreseen is `internal`, with a reference into the log. */
export function refuseBy(log: Log, ids: Ids): (cause: FastifyError, request: FastifyRequest, reply: FastifyReply) => void {
  return (cause, request, reply) => {
    const refusal = refusalOf(cause)
    if (refusal) {
      if (refusal.refusal === 'unavailable') {
        log.warn('database away', { route: request.routeOptions.url, ...describeCause(cause) })
        reply.header('retry-after', RETRY_AFTER_SECONDS)
      }
      reply.code(hqErrorStatus[refusal.refusal]).send({ error: refusal.refusal, detail: refusal.message, expectedSeq: refusal.expectedSeq })
      return
    }
    const ref = ids.uuid()
    log.error('request failed', { ref, route: request.routeOptions.url, ...describeCause(cause) })
    reply.code(hqErrorStatus.internal).send({ error: 'internal', detail: `logged under ${ref}` })
  }
}

/** PostgreSQL's names for a NUL in a text, a number too large for its column, and what JSON cannot hold. */
const beyondColumns: ReadonlySet<string> = new Set(['22021', '22003', '22P05'])

function refusalOf(cause: FastifyError | Refusal): Refusal | null {
  if (cause instanceof Refusal) return cause
  if (hasZodFastifySchemaValidationErrors(cause)) {
    const [first] = cause.validation
    return new Refusal('bad_request', `${first?.instancePath ?? ''}: ${first?.message ?? 'invalid'}`.slice(0, 2000))
  }
  if (isResponseSerializationError(cause)) return null
  switch (cause.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('too_large', 'the body is too large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('bad_encoding', 'the body must be application/json')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Refusal('bad_request', cause.message)
  }
  if (beyondColumns.has(cause.code)) return new Refusal('bad_request', 'a text or number that cannot be kept')
  if (isUnavailable(cause)) return new Refusal('unavailable', 'the database does not answer; try again')
  if (cause.statusCode === 429) return new Refusal('too_many_requests', cause.message)
  return null
}
