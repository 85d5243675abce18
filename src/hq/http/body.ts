import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { Refusal } from './refusal.ts'
import { BATCH_EVENTS_MAX } from '../../contract/wire-push.ts'
import { PACKED_MEDIA_TYPE, unpackEvents } from '../../journal/packed-events.ts'

const inflate = promisify(gunzip)

/**
 * Bodies are JSON, plain or in gzip. What a gzip stream inflates to is bounded by the route's own limit, so a small
 * body cannot become a large one.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, readBody)
  app.addContentTypeParser(PACKED_MEDIA_TYPE, { parseAs: 'buffer' }, async (request: BodyRequest, body: Buffer) => unpack(await readBody(request, body), bytesMaxOf(request, body)))
}

type BodyRequest = { readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly routeOptions: { readonly bodyLimit?: number } }

const bytesMaxOf = ({ routeOptions }: BodyRequest, body: Buffer): number => routeOptions.bodyLimit ?? body.length

async function readBody(request: BodyRequest, body: Buffer): Promise<unknown> {
  const encoding = String(request.headers['content-encoding'] ?? 'identity')
  if (encoding !== 'gzip' && encoding !== 'identity') throw new Refusal('bad_encoding', `content-encoding ${encoding} is not known here`)
  return parse(encoding === 'gzip' ? await unzip(body, bytesMaxOf(request, body)) : body)
}

/** A push whose events came as columns, as if it had come with their texts. */
function unpack(packed: unknown, charsMax: number): unknown {
  const { columns, count, ...push } = Object(packed) as { readonly columns?: unknown; readonly count?: unknown }
  const isCount = Number.isSafeInteger(count) && (count as number) >= 1 && (count as number) <= BATCH_EVENTS_MAX
  const events = isCount ? unpackEvents(columns, count as number, charsMax) : null
  if (events === null) throw new Refusal('bad_encoding', 'the columns of the events do not hold together')
  return { ...push, events }
}

async function unzip(body: Buffer, bytesMax: number): Promise<Buffer> {
  try {
    return await inflate(body, { maxOutputLength: bytesMax })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new Refusal('too_large', `the body inflates to more than ${bytesMax} bytes`)
    throw new Refusal('bad_encoding', 'the body is not a whole gzip stream')
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    // Also what is nested too deep for the parser's stack.
    throw new Refusal('bad_encoding', 'the body is not JSON')
  }
}
