import { gunzipSync, gzipSync } from 'node:zlib'
import type { Fetch } from '../../../src/till/sync/hq-client.ts'
import type { Agenda } from './agenda.ts'
import type { HttpAnswer, HttpRequest, SimHq } from './hq-node.ts'
import type { Trace } from './trace.ts'
import { track } from './work.ts'

/** What becomes of one request and its answer. */
export type Passage =
  | { readonly kind: 'fine' }
  | { readonly kind: 'request-lost' }
  | { readonly kind: 'answer-lost' }
  /** The connection ends in the middle of what the till sends, or of what HQ answers. */
  | { readonly kind: 'request-cut'; readonly share: number }
  | { readonly kind: 'answer-cut'; readonly share: number }
  /** A proxy that asks again: HQ gets it twice, the second time later. */
  | { readonly kind: 'doubled'; readonly laterMs: number }
  /** One byte of the request is another. */
  | { readonly kind: 'garbled'; readonly share: number }

/** Draws what happens on the way; asked once a request. */
export type Weather = {
  passage(request: HttpRequest): Passage
  latencyMs(): number
}

export const CALM: Weather = { passage: () => ({ kind: 'fine' }), latencyMs: () => 1 }

/** One till's line to HQ: simulated time, real requests. */
export class Line {
  readonly name: string
  weather: Weather = CALM
  /** While cut nothing arrives on either side. */
  #cut = false
  readonly #hq: SimHq
  readonly #agenda: Agenda
  readonly #trace: Trace
  readonly #streams = new Set<() => void>()
  readonly sent: HttpRequest[] = []
  onPassage: (kind: Passage['kind']) => void = () => undefined
  keepsSent = false

  constructor(name: string, hq: SimHq, agenda: Agenda, trace: Trace) {
    this.name = name
    this.#hq = hq
    this.#agenda = agenda
    this.#trace = trace
  }

  isCut(): boolean {
    return this.#cut
  }

  cut(isCut: boolean): void {
    if (this.#cut === isCut) return
    this.#cut = isCut
    this.#trace.note(`${this.name} ${isCut ? 'cut' : 'healed'}`)
    if (isCut) for (const end of [...this.#streams]) end()
  }

  /** The way to HQ of one life of the till; what arrives after that life goes nowhere. */
  fetchOf(isAlive: () => boolean): Fetch {
    return (url, init) =>
      new Promise<Response>((resolve, reject) => {
        const { pathname, search } = new URL(url)
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason instanceof Error ? init.signal.reason : new Error('aborted')), { once: true })
        if (!isAlive()) return
        const body = init.body instanceof Uint8Array ? Buffer.from(init.body) : null
        const request: HttpRequest = { method: init.method === 'GET' ? 'GET' : 'POST', url: `${pathname}${search}`, headers: Object.fromEntries(new Headers(init.headers)), body }
        const answered = (settle: () => void): void => {
          if (isAlive()) settle()
        }
        if (pathname.endsWith('/events')) this.#openStream(request, init.signal ?? null, (response) => answered(() => (response === null ? reject(new TypeError('fetch failed')) : resolve(response))))
        else this.#send(request, (response) => answered(() => (response === null ? reject(new TypeError('fetch failed')) : resolve(response))))
      })
  }

  /** Something that this till sent before arrives again; nobody waits for the answer. */
  redeliver(request: HttpRequest): Promise<HttpAnswer | null> {
    return this.#hq.handle(request)
  }

  #send(request: HttpRequest, answer: (response: Response | null) => void): void {
    const passage = this.weather.passage(request)
    const latencyMs = this.weather.latencyMs()
    if (this.#cut) return void this.#agenda.after(1, () => answer(null))
    this.onPassage(passage.kind)
    if (this.keepsSent) this.sent.push(request)
    if (passage.kind === 'request-lost') return this.#note(request, passage.kind)
    this.#agenda.after(latencyMs, () => this.#arrive(request, passage, answer))
    if (passage.kind === 'doubled') this.#agenda.after(latencyMs + passage.laterMs, () => void track(this.#again(request)))
  }

  #arrive(request: HttpRequest, passage: Passage, answer: (response: Response | null) => void): void {
    if (this.#cut) return this.#note(request, 'never arrives')
    const got = passage.kind === 'request-cut' ? cutBody(request, passage.share) : passage.kind === 'garbled' ? garble(request, passage.share) : request
    void track(
      this.#hq.handle(got).then((reply) => {
        this.#note(request, reply === null ? 'nobody there' : `${reply.status}${passage.kind === 'fine' ? '' : ` ${passage.kind}`}`)
        this.#agenda.after(this.weather.latencyMs(), () => this.#back(reply, passage, answer))
      }),
    )
  }

  #back(reply: HttpAnswer | null, passage: Passage, answer: (response: Response | null) => void): void {
    if (reply === null || passage.kind === 'request-cut') return answer(null)
    if (this.#cut || passage.kind === 'answer-lost') return
    answer(responseOf(reply, passage.kind === 'answer-cut' ? passage.share : null))
  }

  async #again(request: HttpRequest): Promise<void> {
    const reply = await this.#hq.handle(request)
    this.#note(request, `again ${reply?.status ?? 'nobody there'}`)
  }

  #note({ method, url }: HttpRequest, what: string): void {
    this.#trace.note(`${this.name} ${method} ${url} ${what}`)
  }

  /** Stands in for the route of server-sent events: what it says comes from HQ's own signal. */
  #openStream(request: HttpRequest, signal: AbortSignal | null, answer: (response: Response | null) => void): void {
    if (this.#cut) return void this.#agenda.after(1, () => answer(null))
    const token = (request.headers['authorization'] ?? '').replace('Bearer ', '')
    this.#agenda.after(this.weather.latencyMs(), () => {
      let write: (text: string) => void = () => undefined
      let breakOff: () => void = () => undefined
      let stopTelling: () => void = () => undefined
      const opened = this.#hq.listen(token, (position) => this.#agenda.after(1, () => write(`event: changed\ndata: {"position":${position}}\n\n`)), () => breakOff())
      void track(
        opened.then((leave) => {
          if (leave === null || this.#cut) {
            leave?.()
            return answer(new Response('{"error":"unauthorized"}', { status: 401 }))
          }
          const stream = new ReadableStream<Uint8Array>({
            start: (controller) => {
              let open = true
              const end = (): void => {
                if (!open) return
                open = false
                this.#streams.delete(end)
                leave()
                stopTelling()
                controller.error(new Error('the stream was cut'))
              }
              write = (text) => {
                if (open) controller.enqueue(Buffer.from(text))
              }
              breakOff = end
              this.#streams.add(end)
              signal?.addEventListener('abort', end, { once: true })
              const keepAlive = (): void => {
                stopTelling = this.#agenda.after(KEEP_ALIVE_MS, () => {
                  write(': still here\n\n')
                  keepAlive()
                })
              }
              keepAlive()
              write(': here\n\n')
            },
          })
          answer(new Response(stream, { status: 200, headers: { 'content-type': 'text/event-stream' } }))
        }),
      )
    })
  }
}

const KEEP_ALIVE_MS = 15_000

function responseOf({ status, headers, body }: HttpAnswer, cutShare: number | null): Response {
  const plain = new Headers(Object.entries(headers).filter(([name]) => name !== 'content-length' && name !== 'transfer-encoding' && name !== 'connection'))
  if (cutShare === null) return new Response(new Uint8Array(body), { status, headers: plain })
  const part = body.subarray(0, Math.floor(body.length * cutShare))
  let isRead = part.length === 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isRead) return controller.error(new Error('the connection was cut'))
      isRead = true
      controller.enqueue(new Uint8Array(part))
    },
  })
  return new Response(stream, { status, headers: plain })
}

function cutBody(request: HttpRequest, share: number): HttpRequest {
  return request.body === null ? request : { ...request, body: request.body.subarray(0, Math.floor(request.body.length * share)) }
}

/** Changes one digit of what is sent, under the compression too, so that what arrives may still be well formed. */
function garble(request: HttpRequest, share: number): HttpRequest {
  if (request.body === null) return request
  const isZipped = request.headers['content-encoding'] === 'gzip'
  const body = Buffer.from(isZipped ? gunzipSync(request.body) : request.body)
  const digits = [...body.keys()].filter((at) => (body[at] ?? 0) >= 0x31 && (body[at] ?? 0) <= 0x38)
  const at = digits[Math.floor(digits.length * share)]
  if (at !== undefined) body[at] = (body[at] ?? 0) + 1
  const sent = isZipped ? gzipSync(body) : body
  return { ...request, body: sent, headers: { ...request.headers, 'content-length': String(sent.length) } }
}
