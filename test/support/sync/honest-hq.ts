import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { messages, routes, type MessageName } from '../../../src/contract/hq-wire.ts'
import type { FeedChange } from '../../../src/contract/wire-feed.ts'
import type { EventOutcome, PushRequest } from '../../../src/contract/wire-push.ts'
import { signAck } from '../../../src/journal/ack.ts'
import { batchSigningBytes } from '../../../src/journal/batch.ts'
import { chainHashes } from '../../../src/journal/chain.ts'
import { base64Of, bytesOfBase64, bytesOfHex, hexOf, utf8 } from '../../../src/journal/codec.ts'
import { keptHashes } from '../../../src/journal/gap.ts'
import { wrapRegionKey } from '../../../src/journal/key-wrap.ts'
import { PACKED_MEDIA_TYPE, unpackEvents } from '../../../src/journal/packed-events.ts'
import { sessionAnswerSigningBytes, sessionSigningBytes } from '../../../src/journal/session.ts'
import { aead, hkdf, makeSigningPair, randomBytes, sha256, signer, verify, x25519 } from '../../../src/till/crypto.ts'

/**
 * A small HQ in memory that keeps the wire's contract (signatures, chain, gaps, forks), for tests of the till alone: it
 * can be told to fail in every way in which a network and a server can. It applies nothing.
 */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  /** Acts, then the connection breaks before, or in the middle of, the answer. */
  | { readonly kind: 'lost-answer' }
  | { readonly kind: 'cut-answer' }
  /** Never answers, until the till gives up. */
  | { readonly kind: 'silent' }
  /** Changes the honest answer. */
  | { readonly kind: 'edit'; readonly edit: (answer: Record<string, unknown>) => unknown }

export type Stored = { readonly epoch: number; readonly seq: number; readonly text: string; readonly hash: string }
export type HonestHq = {
  readonly url: string
  readonly publicKey: Uint8Array
  /** Events in the order of their arrival, by (epoch, seq). */
  readonly stored: Stored[]
  /** Texts of events that came in the place of others. */
  readonly branches: string[]
  /** How often an event arrived that was there already. */
  readonly counts: { repeats: number; sessions: number; leases: number; returns: number }
  readonly requests: { readonly route: string; readonly atMs: number }[]
  readonly feed: FeedChange[]
  readonly outcomes: EventOutcome[]
  incarnation: number
  standing: 'active' | 'revoked'
  tillPublicKey: Uint8Array | null
  leases: Map<string, { granted: number } | 'returned'>
  freePoints: number
  /** The next requests of a route fail so, one after the other; a function decides for each. */
  fail(route: MessageName, ...faults: (Fault | null)[]): void
  alwaysFail(route: MessageName, fault: Fault | null): void
  dropTokens(): void
  /** Tells all who listen that there is something new. @returns how many listen */
  tell(): number
  /** Ends the streams of those who listen. */
  hangUp(): void
  onListen: () => void
  /** Goes away as a killed process does, and comes back on the same port. */
  stop(): Promise<void>
  start(): Promise<void>
}

const TILL_ID = 'till-1'

/** What it knows nothing of: tests of the counter play against the real one. */
const COUNTER_UNKNOWN: Record<'findSale' | 'lendReturn' | 'lendCoupon' | 'lendValue' | 'lendGiftCard', () => [number, unknown]> = {
  findSale: () => [404, { error: 'unknown_sale' }],
  lendReturn: () => [404, { error: 'unknown_sale' }],
  lendCoupon: () => [404, { error: 'coupon_unknown' }],
  lendValue: () => [404, { error: 'unknown_member' }],
  lendGiftCard: () => [404, { error: 'gift_card_unknown' }],
}

export async function startHonestHq(nowMs: () => number): Promise<HonestHq> {
  const keys = makeSigningPair()
  const sign = signer(keys.privateKey)
  const region = { boxKey: new Uint8Array(32).fill(1), indexKey: new Uint8Array(32).fill(2) }
  const queued = new Map<string, (Fault | null)[]>()
  const always = new Map<string, Fault>()
  let tokens = new Set<string>()
  let nonces = new Set<string>()
  const listeners = new Set<ServerResponse>()
  let server: Server | null = null
  let port = 0

  const last = (epoch: number): Stored | undefined => hq.stored.filter((event) => event.epoch === epoch).at(-1)
  const newest = (): Stored | undefined => hq.stored.toSorted((a, b) => a.epoch - b.epoch || a.seq - b.seq).at(-1)

  const act: Record<MessageName, (request: Record<string, unknown>) => [number, unknown]> = {
    enrol(request) {
      if (request['code'] !== 'CODE-1') return [401, { error: 'code_refused' }]
      hq.tillPublicKey = bytesOfBase64(request['publicKey'] as string)
      const box = bytesOfBase64(request['boxPublicKey'] as string) ?? new Uint8Array()
      const wrapped = wrapRegionKey({ aead, hkdf, x25519, randomBytes }, box, TILL_ID, region) ?? new Uint8Array()
      const answer = { tillId: TILL_ID, tillNumber: 1, storeId: 's1', region: 'r1', hqPublicKey: base64Of(keys.publicKey) }
      return [200, { ...answer, wrappedRegionKey: base64Of(wrapped), incarnation: hq.incarnation }]
    },
    challenge() {
      const nonce = base64Of(randomBytes(32))
      nonces.add(nonce)
      return [200, { nonce }]
    },
    session(request) {
      const nonce = request['nonce'] as string
      const signature = bytesOfBase64(request['signature'] as string) ?? new Uint8Array()
      const known = hq.tillPublicKey ?? new Uint8Array(32)
      if (!nonces.delete(nonce) || !verify(known, sessionSigningBytes({ tillId: TILL_ID, nonce }), signature)) {
        return [401, { error: 'bad_signature', detail: 'nonce or signature' }]
      }
      hq.counts.sessions += 1
      const token = `token-${hq.counts.sessions}-0123456789`
      tokens.add(token)
      const end = newest()
      const durable = end === undefined ? null : { epoch: end.epoch, seq: end.seq, hash: end.hash }
      const facts = { tillId: TILL_ID, nonce, hqAtMs: nowMs(), incarnation: hq.incarnation, durable }
      const { hqAtMs, incarnation } = facts
      return [200, { token, expiresAtMs: hqAtMs + 900_000, hqAtMs, durable, incarnation, standing: hq.standing, signature: base64Of(sign(sessionAnswerSigningBytes(facts))) }]
    },
    push: (request) => push(request as PushRequest),
    ownEvents(query) {
      const events = hq.stored.filter((event) => event.epoch === query['epoch'] && event.seq > (query['afterSeq'] as number)).toSorted((a, b) => a.seq - b.seq)
      const end = events.at(-1)
      const { epoch, afterSeq } = query as { epoch: number; afterSeq: number }
      const previousHash = hq.stored.find((event) => event.epoch === epoch && event.seq === afterSeq)?.hash ?? '0'.repeat(64)
      const ack = end === undefined ? null : signAck(sign, { tillId: TILL_ID, epoch, seq: end.seq, hash: end.hash, hqAtMs: nowMs() })
      const nextEpoch = hq.stored.map((event) => event.epoch).filter((other) => other > epoch).toSorted((a, b) => a - b)[0] ?? null
      return [200, { epoch, firstSeq: afterSeq + 1, events: events.map(({ text }) => text), previousHash, more: false, nextEpoch, ack }]
    },
    feed(query) {
      if (hq.standing === 'revoked') return [403, { error: 'revoked' }]
      if (query['incarnation'] !== hq.incarnation) return [410, { error: 'snapshot_needed' }]
      const position = query['position'] as number
      const changes = hq.feed.filter((change) => change.position > position).slice(0, query['limit'] as number)
      const end = changes.at(-1)?.position ?? position
      const head = hq.feed.at(-1)?.position ?? 0
      const own = newest()
      return [200, { incarnation: hq.incarnation, position: end, more: end < head, included: own ? { epoch: own.epoch, seq: own.seq } : null, changes, outcomes: hq.outcomes, hqAtMs: nowMs(), headPosition: head }]
    },
    lease(request) {
      hq.counts.leases += 1
      const leaseId = request['leaseId'] as string
      const known = hq.leases.get(leaseId)
      if (known === 'returned') return [409, { error: 'lease_returned' }]
      const granted = Math.max(known?.granted ?? 0, Math.min(request['wantedPoints'] as number, hq.freePoints))
      hq.leases.set(leaseId, { granted })
      const lot = { lotId: 'lot-1', points: granted, earnedAtMs: 1, availableAtMs: null, expiresAtMs: null, grace: false }
      return [200, { leaseId, grantedPoints: granted, lots: granted > 0 ? [lot] : [] }]
    },
    leaseReturn(request) {
      hq.counts.returns += 1
      hq.leases.set(request['leaseId'] as string, 'returned')
      return [200, { returned: true }]
    },
    ...COUNTER_UNKNOWN,
  }

  function push(request: PushRequest): [number, unknown] {
    const { epoch, firstSeq, events, previousHash, lastHash } = request
    const bytes = events.map(utf8)
    const previous = bytesOfHex(previousHash) ?? new Uint8Array()
    const hashes = keptHashes(sha256, previous, bytes).map(hexOf)
    const signed = chainHashes(sha256, previous, bytes).map(hexOf)
    const seal = { tillId: TILL_ID, epoch, firstSeq, count: events.length, previousHash, lastHash }
    const signature = bytesOfBase64(request.signature) ?? new Uint8Array()
    if (signed.at(-1) !== lastHash || !verify(hq.tillPublicKey ?? new Uint8Array(32), batchSigningBytes(seal), signature)) {
      return [401, { error: 'bad_signature' }]
    }
    const expected = (last(epoch)?.seq ?? 0) + 1
    if (firstSeq > expected) return [409, { error: 'gap', expectedSeq: expected }]
    for (const [at, text] of events.entries()) {
      const seq = firstSeq + at
      const hash = hashes[at] ?? ''
      const known = seq >= expected ? undefined : hq.stored.find((event) => event.epoch === epoch && event.seq === seq)
      if (known !== undefined && known.hash !== hash) {
        hq.branches.push(...events.slice(at))
        return [409, { error: 'fork' }]
      }
      if (known === undefined) hq.stored.push({ epoch, seq, text, hash })
      else hq.counts.repeats += 1
    }
    const end = last(epoch)
    const ack = signAck(sign, { tillId: TILL_ID, epoch, seq: end?.seq ?? 0, hash: end?.hash ?? '', hqAtMs: nowMs() })
    const after = request.outcomesAfter
    const outcomes = hq.outcomes.filter((o) => !after || o.epoch > after.epoch || (o.epoch === after.epoch && o.seq > after.seq))
    return [200, { ack, outcomes }]
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://hq')
    const name = (Object.keys(messages) as MessageName[]).find((key) => routes[key].path === url.pathname && routes[key].method === request.method)
    if (url.pathname === routes.events.path) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n')
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
      return hq.onListen()
    }
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (name === undefined) return void response.writeHead(404).end('{"error":"not_found"}')
    hq.requests.push({ route: name, atMs: nowMs() })
    const fault = queued.get(name)?.shift() ?? always.get(name) ?? null
    if (fault?.kind === 'silent') return
    if (fault?.kind === 'status') return void response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers }).end(fault.body)
    const [status, answer] = answerTo(name, request, Buffer.concat(parts), url)
    const edited: unknown = fault?.kind === 'edit' ? fault.edit(structuredClone(answer) as Record<string, unknown>) : answer
    const body = JSON.stringify(edited)
    if (fault?.kind === 'lost-answer') return void request.socket.destroy()
    if (fault?.kind === 'cut-answer') {
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
      response.write(body.slice(0, body.length / 2), () => request.socket.destroy())
      return
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  }

  function answerTo(name: MessageName, request: IncomingMessage, raw: Buffer, url: URL): [number, unknown] {
    if (routes[name].access !== 'none' && !tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''))) return [401, { error: 'unauthorized' }]
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw).toString() : raw.toString()
    const sent: unknown = request.method === 'GET' ? Object.fromEntries(url.searchParams) : unpacked(request.headers['content-type'], JSON.parse(text) as Record<string, unknown>)
    const parsed = messages[name].request.safeParse(sent)
    if (!parsed.success) return [400, { error: 'bad_request', detail: parsed.error.issues[0]?.path.join('.') }]
    return act[name](parsed.data)
  }

  const hq: HonestHq = {
    get url() {
      return `http://127.0.0.1:${port}`
    },
    publicKey: keys.publicKey,
    stored: [],
    branches: [],
    counts: { repeats: 0, sessions: 0, leases: 0, returns: 0 },
    requests: [],
    feed: [],
    outcomes: [],
    incarnation: 1,
    standing: 'active',
    tillPublicKey: null,
    leases: new Map(),
    freePoints: 1000,
    fail(route, ...faults) {
      queued.set(route, [...(queued.get(route) ?? []), ...faults])
    },
    alwaysFail(route, fault) {
      if (fault === null) always.delete(route)
      else always.set(route, fault)
    },
    dropTokens() {
      tokens = new Set()
      nonces = new Set()
    },
    onListen: () => undefined,
    tell() {
      for (const response of listeners) response.write('event: changed\ndata: {"position":1}\n\n')
      return listeners.size
    },
    hangUp() {
      for (const response of listeners) response.end()
    },
    async stop() {
      const stopping = server
      server = null
      if (stopping === null) return
      const closed = new Promise((resolve) => stopping.close(resolve))
      stopping.closeAllConnections()
      await closed
    },
    async start() {
      server = createServer((request, response) => void serve(request, response).catch(() => request.socket.destroy()))
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve))
      port = (server.address() as AddressInfo).port
    },
  }
  await hq.start()
  return hq
}

/** As HQ reads a body of columns. */
function unpacked(mediaType: string | undefined, body: Record<string, unknown>): unknown {
  return mediaType === PACKED_MEDIA_TYPE ? { ...body, events: unpackEvents(body['columns'], body['count'] as number, 1e9) } : body
}
