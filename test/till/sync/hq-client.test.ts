import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createHqClient, RETRY_AFTER_MS_MAX, type Fetch } from '../../../src/till/sync/hq-client.ts'
import { manualTimers } from '../../support/sync/manual-timers.ts'

const challenge = { nonce: Buffer.alloc(32).toString('base64') }
const timers = manualTimers()
const clientOf = (fetch: Fetch) => createHqClient({ baseUrl: () => 'http://hq:1', fetch, timers })
const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  clientOf(() => Promise.resolve(new Response(body, { status, headers }))).call('challenge', { tillId: 't' }, { timeoutMs: 1000 })

test('an answer, a refusal, and what is neither', async () => {
  expect(await answering(200, JSON.stringify(challenge))).toEqual({ kind: 'answer', answer: challenge })
  expect(await answering(404, '{"error":"unknown_till","detail":"d"}')).toEqual({ kind: 'refused', status: 404, error: 'unknown_till', detail: 'd', expectedSeq: null })
  expect(await answering(409, '{"error":"gap","expectedSeq":7}')).toMatchObject({ kind: 'refused', expectedSeq: 7 })
  expect(await answering(200, '{"nonce":7}')).toMatchObject({ kind: 'failed', why: 'garbled' })
  expect(await answering(200, '')).toMatchObject({ kind: 'failed', why: 'garbled' })
  expect(await answering(403, '<html>')).toMatchObject({ kind: 'failed', why: 'garbled' })
  expect(await answering(503, '{"error":"unavailable"}')).toMatchObject({ kind: 'failed', why: 'busy', detail: 'unavailable', retryAfterMs: 0 })
})

test.each([
  ['7', {}, 7000],
  ['0', {}, 0],
  ['86400', {}, RETRY_AFTER_MS_MAX],
  ['Fri, 31 Dec 1999 23:59:59 GMT', { date: 'Fri, 31 Dec 1999 23:59:49 GMT' }, 10_000],
  ['Fri, 31 Dec 1999 23:59:59 GMT', { date: 'Sat, 01 Jan 2000 23:59:49 GMT' }, 0],
  ['Fri, 31 Dec 1999 23:59:59 GMT', {}, 0],
  ['soon', {}, 0],
  ['-3', {}, 0],
])('Retry-After %s is understood, whatever our own clock says', async (stated, headers, retryAfterMs) => {
  expect(await answering(429, '', { 'retry-after': stated, ...headers })).toMatchObject({ kind: 'failed', why: 'busy', retryAfterMs })
})

test('no connection, a late answer, a body that breaks off', async () => {
  expect(await clientOf(() => Promise.reject(new TypeError('fetch failed'))).call('challenge', { tillId: 't' }, { timeoutMs: 1 })).toMatchObject({
    kind: 'failed',
    why: 'unreachable',
  })
  const never: Fetch = (_, { signal }) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
  const late = clientOf(never).call('challenge', { tillId: 't' }, { timeoutMs: 300 })
  await timers.pass(300)
  expect(await late).toMatchObject({ kind: 'failed', why: 'timeout' })
  const breaking = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from('{"non'))
      controller.error(new Error('terminated'))
    },
  })
  const cut = clientOf(() => Promise.resolve(new Response(breaking))).call('challenge', { tillId: 't' }, { timeoutMs: 1 })
  expect(await cut).toMatchObject({ kind: 'failed', why: 'cut' })
  expect(timers.pending()).toEqual([])
})

test('closing gives up what is under way', async () => {
  const client = clientOf((_, { signal }) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))))
  const call = client.call('challenge', { tillId: 't' }, { timeoutMs: 1000 })
  await timers.pass(0)
  client.close()
  expect(await call).toMatchObject({ kind: 'failed', why: 'unreachable' })
})

test('an answer without end is cut off', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, 32)
  const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(megabyte) })
  const reply = await clientOf(() => Promise.resolve(new Response(endless))).call('challenge', { tillId: 't' }, { timeoutMs: 1 })
  expect(reply).toMatchObject({ kind: 'failed', why: 'garbled' })
})

test('small requests go as they are, large ones as gzip; a token only where there is one; no redirect is followed', async () => {
  const sent: { url: string; init: RequestInit }[] = []
  const client = clientOf((url, init) => {
    sent.push({ url, init })
    return Promise.resolve(new Response('{}', { status: 200 }))
  })
  const large = { v: 1, tillId: 't', epoch: 1, firstSeq: 1, events: ['x'.repeat(5000)], previousHash: '', lastHash: '', signature: '' } as const
  await client.call('challenge', { tillId: 't' }, { timeoutMs: 1 })
  await client.call('push', { ...large, events: [...large.events] }, { timeoutMs: 1, token: 'secret' })
  await client.call('feed', { incarnation: 1, position: 2, limit: 3 }, { timeoutMs: 1, token: 'secret' })
  const headers = sent.map(({ init }) => init.headers as Record<string, string>)
  expect(headers.map((each) => each['authorization'])).toEqual([undefined, 'Bearer secret', 'Bearer secret'])
  expect(headers.map((each) => each['content-encoding'])).toEqual([undefined, 'gzip', undefined])
  expect(JSON.parse(gunzipSync(sent[1]?.init.body as Uint8Array).toString())).toEqual(large)
  expect(sent[2]?.url).toBe('http://hq:1/v1/feed?incarnation=1&position=2&limit=3')
  expect(sent.every(({ init }) => init.redirect === 'error')).toBe(true)
})
