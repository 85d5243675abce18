import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { messages, routes, type AnswerOf, type MessageName, type RequestOf, type RouteName } from '../../contract/hq-wire.ts'
import { hqError } from '../../contract/wire-errors.ts'
import { packEvents, PACKED_MEDIA_TYPE } from '../../journal/packed-events.ts'
import type { Timers } from './timers.ts'
import { readSafely } from '../../contract/read-safely.ts'

/**
 * The wire, and nothing else: sends one request, reads one answer, and gives every way in which that can go wrong a
 * name. Nothing that HQ or what stands between (a proxy, a hotel's login page, a dying router) says can throw here.
 */
export type HqReply<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** HQ understood and says no, by a name of wire-errors.ts. */
  | { readonly kind: 'refused'; readonly status: number; readonly error: string; readonly detail: string; readonly expectedSeq: number | null }
  /** No answer that can be used; HQ may have acted on the request all the same. */
  | { readonly kind: 'failed'; readonly why: HqFailure; readonly detail: string; readonly retryAfterMs: number }
export type HqFailure =
  /** No connection. */
  | 'unreachable'
  | 'timeout'
  /** The connection ended in the middle of the answer. */
  | 'cut'
  /** Not what the contract says: no JSON, another shape, or far too long. */
  | 'garbled'
  /** HQ is there but cannot answer now (429, 5xx). */
  | 'busy'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>
export type HqClient = {
  call<N extends MessageName>(name: N, request: RequestOf<N>, options: CallOptions): Promise<HqReply<AnswerOf<N>>>
  /** Listens to HQ's server-sent events until the line ends or is silent for too long; then says why. */
  listen(options: ListenOptions): Promise<Exclude<HqReply<never>, { kind: 'answer' }>>
  /** Gives up what is under way; later calls fail at once. */
  close(): void
}
export type CallOptions = { readonly timeoutMs: number; readonly token?: string }

export type ListenOptions = { readonly token: string; readonly silenceMsMax: number; readonly onText: (text: string) => void }

/** A longer wait than this asked by Retry-After is taken as this. */
export const RETRY_AFTER_MS_MAX = 5 * 60_000
/** Nothing that HQ says is longer: a page of 1,000 members with many lots. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024
/** Below this, gzip would only cost. */
const GZIP_FROM_BYTES = 1_400

const gzipped = promisify(gzip)

/** @param baseUrl of HQ, without a path; may have moved since the last call */
export function createHqClient(options: { readonly baseUrl: () => string; readonly fetch: Fetch; readonly timers: Timers }): HqClient {
  const open = new Set<AbortController>()
  let isClosed = false

  /** Runs `work` until it ends, or until it is given up, by itself or because the client closes. */
  async function unlessGivenUp<T>(work: (giveUp: AbortController) => Promise<T>): Promise<T> {
    const giveUp = new AbortController()
    open.add(giveUp)
    if (isClosed) giveUp.abort(new Error('closing'))
    try {
      return await Promise.race([work(giveUp), givenUp(giveUp.signal)])
    } finally {
      open.delete(giveUp)
    }
  }

  return {
    async call(name, request, { timeoutMs, token }) {
      try {
        return await unlessGivenUp(async (giveUp) => {
          const cancel = options.timers.after(timeoutMs, () => giveUp.abort(new Late(`no answer in ${timeoutMs} ms`)))
          try {
            const { url, init } = await buildRequest(options.baseUrl(), name, request, token)
            return await readReply(name, await options.fetch(url, { ...init, signal: giveUp.signal }))
          } finally {
            cancel()
          }
        })
      } catch (cause) {
        const why = cause instanceof Late ? 'timeout' : cause instanceof BodyTrouble ? cause.why : 'unreachable'
        return failed(why, describe(cause))
      }
    },
    async listen({ token, silenceMsMax, onText }) {
      try {
        return await unlessGivenUp(async (giveUp) => {
          const watch = (): (() => void) => options.timers.after(silenceMsMax, () => giveUp.abort(new Late(`silent for ${silenceMsMax} ms`)))
          let cancel = watch()
          try {
            const { url, init } = await buildRequest(options.baseUrl(), 'events', {}, token)
            const response = await options.fetch(url, { ...init, signal: giveUp.signal })
            if (!response.ok) return refusalOf(response, await readJson(response))
            const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined
            giveUp.signal.addEventListener('abort', () => void reader?.cancel().catch(() => undefined))
            const decoder = new TextDecoder()
            for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
              cancel()
              cancel = watch()
              onText(decoder.decode(part.value, { stream: true }))
            }
            return failed('cut', 'HQ ended the stream')
          } finally {
            cancel()
          }
        })
      } catch (cause) {
        return failed(cause instanceof Late ? 'timeout' : 'cut', describe(cause))
      }
    },
    close() {
      isClosed = true
      for (const giveUp of open) giveUp.abort(new Error('closing'))
    },
  }
}

/** HQ took longer than is waited for. */
class Late extends Error {}

/**
 * Rejects when the signal is raised. Waited for beside every fetch: in Node 20, which Electron 33 runs on, a fetch whose
 * signal is of `AbortSignal.any`, or was collected with its request, never hears of it, and the till would wait for ever.
 */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const raise = (): void => reject(signal.reason as Error)
    if (signal.aborted) raise()
    else signal.addEventListener('abort', raise, { once: true })
  })
}

async function buildRequest(
  baseUrl: string,
  name: RouteName,
  request: Readonly<Record<string, unknown>>,
  token: string | undefined,
): Promise<{ url: string; init: RequestInit }> {
  const { method, path } = routes[name]
  const headers: Record<string, string> = { accept: 'application/json' }
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`
  // A redirect is never HQ: it is a login page, and it must not see the token.
  const init: RequestInit = { method, headers, redirect: 'error', cache: 'no-store' }
  const url = new URL(path, baseUrl)
  if (method === 'GET') {
    for (const [key, parameter] of Object.entries(request)) if (typeof parameter === 'string' || typeof parameter === 'number') url.searchParams.set(key, String(parameter))
    return { url: url.href, init }
  }
  const packed = name === 'push' ? packedPush(request) : null
  headers['content-type'] = packed === null ? 'application/json' : PACKED_MEDIA_TYPE
  const body = Buffer.from(JSON.stringify(packed ?? request))
  if (body.length < GZIP_FROM_BYTES) return { url: url.href, init: { ...init, body: new Uint8Array(body) } }
  headers['content-encoding'] = 'gzip'
  return { url: url.href, init: { ...init, body: new Uint8Array(await gzipped(body)) } }
}

/** The same push with its events as columns; null: they travel as they are. */
function packedPush({ events, ...push }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  // What the pump sends fits the contract; anything else is HQ's to refuse.
  const texts = events as readonly string[]
  const columns = packEvents(texts)
  return columns && { ...push, count: texts.length, columns }
}

async function readReply<N extends MessageName>(name: N, response: Response): Promise<HqReply<AnswerOf<N>>> {
  const body = await readJson(response)
  if (response.ok) {
    const parsed = readSafely(messages[name].answer, body)
    if (!parsed.success) return failed('garbled', `${name}: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`)
    // The one cast: name and answer belong together, which TypeScript cannot see across the table.
    return { kind: 'answer', answer: parsed.data as AnswerOf<N> }
  }
  return refusalOf(response, body)
}

function refusalOf(response: Response, body: unknown): Exclude<HqReply<never>, { kind: 'answer' }> {
  const refusal = readSafely(hqError, body)
  const error = refusal.success ? refusal.data.error : `status ${response.status}`
  if (response.status === 429 || response.status >= 500) return failed('busy', error, retryAfterMs(response.headers))
  if (!refusal.success) return failed('garbled', error)
  const { detail = '', expectedSeq = null } = refusal.data
  return { kind: 'refused', status: response.status, error, detail, expectedSeq }
}

/** undefined: no JSON. @throws BodyTrouble when the body ends early or does not end. */
async function readJson(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = []
  let bytesTotal = 0
  try {
    for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      parts.push(part)
      bytesTotal += part.length
      if (bytesTotal > ANSWER_BYTES_MAX) throw new BodyTrouble('garbled', 'the answer is too long')
    }
  } catch (cause) {
    throw cause instanceof BodyTrouble ? cause : new BodyTrouble('cut', describe(cause))
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    return undefined
  }
}

/** Seconds, or a date measured against the server's own (RFC 9110 §10.2.3). 0: none, or not readable. */
export function retryAfterMs(headers: Headers): number {
  const stated = headers.get('retry-after')?.trim() ?? ''
  const untilMs = /^\d+$/.test(stated) ? Number(stated) * 1000 : Date.parse(stated) - Date.parse(headers.get('date') ?? '')
  return Number.isFinite(untilMs) ? Math.min(Math.max(untilMs, 0), RETRY_AFTER_MS_MAX) : 0
}

class BodyTrouble extends Error {
  readonly why: HqFailure
  constructor(why: HqFailure, detail: string) {
    super(detail)
    this.why = why
  }
}

function failed(why: HqFailure, detail: string, retryAfter = 0): { kind: 'failed'; why: HqFailure; detail: string; retryAfterMs: number } {
  return { kind: 'failed', why, detail, retryAfterMs: retryAfter }
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message
}
