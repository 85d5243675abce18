import { gzipSync } from 'node:zlib'
import { makeSigningPair, sha256, signer, verify, x25519 } from '../../src/hq/crypto.ts'
import { makeEnrolCode } from '../../src/hq/enrol.ts'
import { systemIds } from '../../src/hq/ids.ts'
import { ackHolds } from '../../src/journal/ack.ts'
import { batchSigningBytes } from '../../src/journal/batch.ts'
import { chainHash, GENESIS_HASH } from '../../src/journal/chain.ts'
import { hexOf } from '../../src/journal/codec.ts'
import { eventBytes } from '../../src/journal/event.ts'
import { sessionSigningBytes } from '../../src/journal/session.ts'
import type { AnswerOf } from '../../src/contract/hq-wire.ts'
import type { FeedChange } from '../../src/contract/wire-feed.ts'
import type { PushRequest } from '../../src/contract/wire-push.ts'
import { START_MS, type TestHq } from './hq.ts'

/** A till as HQ sees one: keys, a journal in memory, and the wire spoken by hand, so that a test may speak it wrongly. */
export type WireTill = {
  readonly tillId: string
  readonly epoch: number
  readonly events: Buffer[]
  readonly hashes: Uint8Array[]
  token: string
  /** Appends an event; its id is returned. */
  commit(kind: string, body: unknown, id?: string, businessDate?: string): string
  batch(firstSeq?: number, lastSeq?: number): PushRequest
  push(batch?: PushRequest): Promise<WireReply<AnswerOf<'push'>>>
  call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<WireReply<Answer>>
  feed(position: number, more?: Readonly<Record<string, number>>): Promise<Omit<AnswerOf<'feed'>, 'changes'> & { changes: FeedChange[] }>
  lease(leaseId: string, memberId: string, wantedPoints: number): Promise<WireReply<AnswerOf<'lease'>>>
}
export type WireReply<Answer> = { readonly status: number; readonly body: Answer & { error?: string; detail?: string; expectedSeq?: number } }

export async function openSessionFor(url: string, tillId: string, privateKey: Uint8Array): Promise<string> {
  const { body: challenge } = await post<AnswerOf<'challenge'>>(url, '/v1/session/challenge', { tillId })
  const signature = base64(signer(privateKey)(sessionSigningBytes({ tillId, nonce: challenge.nonce })))
  const { body } = await post<AnswerOf<'session'>>(url, '/v1/session', { tillId, nonce: challenge.nonce, signature })
  return body.token
}

/** Enrols a new till and opens its session. */
export async function enrolWireTill(hq: TestHq, storeId = 's1'): Promise<WireTill> {
  const made = await makeEnrolCode(hq.hq, storeId)
  const pair = makeSigningPair()
  const { body: enrolled } = await post<AnswerOf<'enrol'>>(hq.url, '/v1/enrol', {
    code: made?.code,
    publicKey: base64(pair.publicKey),
    boxPublicKey: base64(x25519.makePair().publicKey),
    machineName: 'test',
  })
  return wireTill(hq.url, enrolled.tillId, pair.privateKey, await openSessionFor(hq.url, enrolled.tillId, pair.privateKey), Buffer.from(enrolled.hqPublicKey, 'base64'))
}

export function wireTill(url: string, tillId: string, privateKey: Uint8Array, token: string, hqPublicKey: Uint8Array, epoch = 1): WireTill {
  const events: Buffer[] = []
  const hashes: Uint8Array[] = []
  const till: WireTill = {
    tillId,
    epoch,
    events,
    hashes,
    token,
    commit(kind, body, id = systemIds.uuid(), businessDate = '2026-11-20') {
      const seq = events.length + 1
      const bytes = Buffer.from(eventBytes({ v: 1, tillId, epoch, seq, id, kind, committedAtMs: START_MS, monotonicMs: seq, bootId: 'boot', businessDate, body }))
      hashes.push(chainHash(sha256, hashes.at(-1) ?? GENESIS_HASH, bytes))
      events.push(bytes)
      return id
    },
    batch(firstSeq = 1, lastSeq = events.length) {
      const previousHash = hexOf(hashes[firstSeq - 2] ?? GENESIS_HASH)
      const lastHash = hexOf(hashes[lastSeq - 1] ?? GENESIS_HASH)
      const seal = { tillId, epoch, firstSeq, count: lastSeq - firstSeq + 1, previousHash, lastHash }
      return {
        v: 1,
        tillId,
        epoch,
        firstSeq,
        events: events.slice(firstSeq - 1, lastSeq).map((bytes) => bytes.toString('utf8')),
        previousHash,
        lastHash,
        signature: base64(signer(privateKey)(batchSigningBytes(seal))),
      }
    },
    async push(batch = till.batch()) {
      const reply = await post<AnswerOf<'push'>>(url, '/v1/push', batch, till.token)
      if (reply.status === 200 && !ackHolds(verify, hqPublicKey, reply.body.ack)) throw new Error('an ack that does not hold')
      return reply
    },
    call: (method, path, body) => (method === 'POST' ? post(url, path, body, till.token) : get(url, path, till.token)),
    async feed(position, more = {}) {
      const query = new URLSearchParams({ incarnation: '1', position: String(position), ...Object.fromEntries(Object.entries(more).map(([key, number]) => [key, String(number)])) })
      const { status, body } = await get<AnswerOf<'feed'>>(url, `/v1/feed?${query}`, till.token)
      if (status !== 200) throw new Error(`feed ${status}: ${JSON.stringify(body)}`)
      return { ...body, changes: body.changes as FeedChange[] }
    },
    lease: (leaseId, memberId, wantedPoints) => post(url, '/v1/leases', { leaseId, memberId, wantedPoints, epoch, acked: null }, till.token),
  }
  return till
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export async function post<Answer>(url: string, path: string, body: unknown, token?: string, headers: Record<string, string> = {}): Promise<WireReply<Answer>> {
  const zipped = gzipSync(JSON.stringify(body))
  return readReply(await fetch(url + path, { method: 'POST', body: new Uint8Array(zipped), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers } }))
}

export async function get<Answer>(url: string, path: string, token?: string): Promise<WireReply<Answer>> {
  return readReply(await fetch(url + path, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }))
}

async function readReply<Answer>(response: Response): Promise<WireReply<Answer>> {
  return { status: response.status, body: (await response.json()) as WireReply<Answer>['body'] }
}
