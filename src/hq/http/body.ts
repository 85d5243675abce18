import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { Refusal } from './refusal.ts'

const inflate = promisify(gunzip)

/**
 * Bodies are JSON, plain or in gzip. What a gzip stream inflates to is bounded by the route's own limit, so a small
 * body cannot become a large one.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: { readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly routeOptions: { readonly bodyLimit?: number } }, body: Buffer) => {
    const encoding = String(request.headers['content-encoding'] ?? 'identity')
    if (encoding !== 'gzip' && encoding !== 'identity') throw new Refusal('bad_encoding', `content-encoding ${encoding} is not known here`)
    return parse(encoding === 'gzip' ? await unzip(body, request.routeOptions.bodyLimit ?? body.length) : body)
  })
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
