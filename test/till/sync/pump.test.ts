import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readNewestAck } from '../../../src/till/db/acks.ts'
import { hexOf } from '../../../src/journal/codec.ts'
import { readEventAt } from '../../../src/till/db/journal.ts'
import { readOutcome } from '../../../src/till/db/outcomes.ts'
import { startHonestHq, type Fault, type HonestHq } from '../../support/sync/honest-hq.ts'
import { startSyncTill, type SyncTill } from '../../support/sync/sync-till.ts'

let hq: HonestHq
let till: SyncTill

beforeEach(async () => {
  hq = await startHonestHq(() => Math.floor(performance.now()))
  till = await startSyncTill({ hqUrl: () => hq.url })
})
afterEach(async () => {
  await till.close()
  await hq.stop()
})

const drained = (): Promise<void> => till.until('queue empty', () => till.sync.status().queuedEvents === 0 && till.sync.status().kind === 'online')
const seqs = (): number[] => hq.stored.map((event) => event.seq)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

test('a commit is pushed at once, acked and written down', async () => {
  await till.until('online', () => till.sync.status().kind === 'online')
  till.commit()
  await drained()
  expect(seqs()).toEqual([1])
  expect(readNewestAck(till.files.ledger)).toMatchObject({ epoch: 1, seq: 1 })
})

test('1,234 events arrive in order, each once, in batches of at most 500', async () => {
  await hq.stop()
  for (let n = 0; n < 1234; n += 1) till.commit()
  expect(till.sync.status().queuedEvents).toBe(1234)
  await hq.start()
  await drained()
  expect(seqs()).toEqual(upTo(1234))
  expect(hq.counts.repeats).toBe(0)
  expect(hq.requests.filter(({ route }) => route === 'push')).toHaveLength(3)
})

test('an event of a megabyte travels alone', async () => {
  await hq.stop()
  till.commit()
  till.commit('x'.repeat(1_000_000))
  till.commit()
  await hq.start()
  await drained()
  expect(seqs()).toEqual([1, 2, 3])
})

test('a lost answer costs nothing: the batch goes again, HQ has it once', async () => {
  hq.fail('push', { kind: 'lost-answer' }, { kind: 'cut-answer' })
  till.commit()
  await drained()
  expect(seqs()).toEqual([1])
  expect(readNewestAck(till.files.ledger)).toMatchObject({ epoch: 1, seq: 1 })
})

const faults: [string, Fault][] = [
  ['status 500', { kind: 'status', status: 500, body: '{"error":"internal"}' }],
  ['status 500 with a page of HTML', { kind: 'status', status: 500, body: '<html>oops</html>' }],
  ['status 502 and nothing', { kind: 'status', status: 502, body: '' }],
  ['status 200 and garbage', { kind: 'status', status: 200, body: '\u0000\u0001{{{' }],
  ['status 200 and nothing', { kind: 'status', status: 200, body: '' }],
  ['status 200 and another shape', { kind: 'status', status: 200, body: '{"ack":{"seq":"1"}}' }],
  ['a login page', { kind: 'status', status: 302, body: '', headers: { location: 'http://127.0.0.1:1/login' } }],
  ['status 404 and HTML', { kind: 'status', status: 404, body: '<html>' }],
  ['a lost answer', { kind: 'lost-answer' }],
  ['a cut answer', { kind: 'cut-answer' }],
  ['an unknown refusal', { kind: 'status', status: 418, body: '{"error":"teapot"}' }],
  ['an ack under a wrong signature', { kind: 'edit', edit: (answer) => ({ ...answer, ack: { ...(answer['ack'] as object), signature: Buffer.alloc(64).toString('base64') } }) }],
  ['an ack of another hash', { kind: 'edit', edit: (answer) => ({ ...answer, ack: { ...(answer['ack'] as object), hash: 'ab'.repeat(32) } }) }],
  ['an ack of what was never sent', { kind: 'edit', edit: (answer) => ({ ...answer, ack: { ...(answer['ack'] as object), seq: 99 } }) }],
]

test.each(faults)('HQ answering a push with %s: nothing lost, nothing believed, named, and over when HQ is well', async (_, fault) => {
  hq.alwaysFail('push', fault)
  till.commit()
  await till.until('trouble is named', () => till.sync.status().kind === 'offline' || till.sync.status().kind === 'refused')
  expect(readNewestAck(till.files.ledger)).toBeNull()
  expect(till.sync.status().queuedEvents).toBe(1)
  hq.alwaysFail('push', null)
  await drained()
  expect(seqs()).toEqual([1])
})

test.each(faults.slice(0, 10))('HQ answering a session with %s: named, and over when HQ is well', async (_, fault) => {
  await till.until('online', () => till.sync.status().kind === 'online')
  for (const route of ['challenge', 'session'] as const) {
    hq.alwaysFail(route, fault)
    hq.dropTokens()
    till.commit()
    await till.until('trouble is named', () => till.sync.status().kind === 'offline' || till.sync.status().kind === 'refused')
    hq.alwaysFail(route, null)
    await drained()
  }
  expect(seqs()).toEqual([1, 2])
})

test('an HQ with another key is not believed, whatever it says', async () => {
  await till.until('online', () => till.sync.status().kind === 'online')
  hq.dropTokens()
  hq.alwaysFail('session', { kind: 'edit', edit: (answer) => ({ ...answer, hqAtMs: 1, durable: null }) })
  till.commit()
  await till.until('refused', () => till.sync.status().kind === 'refused')
  expect(till.sync.line()).toMatchObject({ why: 'hq_not_genuine' })
  hq.alwaysFail('session', null)
  await drained()
})

test('an expired token is renewed within the same push', async () => {
  till.commit()
  await drained()
  hq.dropTokens()
  till.commit()
  await drained()
  expect(seqs()).toEqual([1, 2])
  expect(till.logged.some((line) => line.includes('offline'))).toBe(false)
})

test('an HQ that was restored and has forgotten gets everything again', async () => {
  for (let n = 0; n < 5; n += 1) till.commit()
  await drained()
  hq.stored.splice(2)
  till.commit()
  await drained()
  expect(seqs()).toEqual([1, 2, 3, 4, 5, 6])
})

test('an HQ that was restored while nothing is sold gets it all the same', async () => {
  for (let n = 0; n < 5; n += 1) till.commit()
  await drained()
  hq.stored.splice(0)
  hq.incarnation += 1
  await till.sync.now()
  await till.until('sent again', () => hq.stored.length === 5 && till.sync.status().kind === 'online')
  expect(seqs()).toEqual([1, 2, 3, 4, 5])
})

test('another event at HQ in the place of ours: HQ keeps both branches, the journal goes on in a new epoch', async () => {
  till.commit()
  await drained()
  hq.stored.push({ epoch: 1, seq: 2, text: '{}', hash: 'cd'.repeat(32) })
  till.commit('of our branch')
  await till.until('epoch 2', () => hq.stored.some(({ epoch }) => epoch === 2))
  till.commit()
  await drained()
  expect(hq.branches.map((text) => (JSON.parse(text) as { body: unknown }).body)).toEqual(['of our branch'])
  expect(hq.stored.map(({ epoch, seq }) => `${epoch}.${seq}`)).toEqual(['1.1', '1.2', '2.1', '2.2'])
  expect(JSON.parse(hq.stored[2]?.text ?? '')).toMatchObject({ kind: 'epoch-opened', body: { cause: 'fork' } })
})

test('sold on in the old epoch before HQ could say that it is ahead: no event is left out', async () => {
  till.commit()
  await drained()
  await till.sync.close()
  for (const seq of [2, 3, 4]) hq.stored.push({ epoch: 1, seq, text: '{}', hash: `c${seq}`.repeat(32) })
  till.commit('b2')
  till.commit('b3')
  await till.restartSync()
  await till.until('epoch 2', () => hq.stored.some(({ epoch }) => epoch === 2))
  expect(hq.branches.map((text) => (JSON.parse(text) as { body: unknown }).body)).toEqual(['b2', 'b3'])
})

test('what HQ has of us and never said so is not taken for a branch', async () => {
  hq.alwaysFail('push', { kind: 'lost-answer' })
  till.commit()
  till.commit()
  await till.until('there', () => hq.stored.length === 2)
  await till.sync.close()
  hq.alwaysFail('push', null)
  hq.stored.push({ epoch: 1, seq: 3, text: '{}', hash: 'cd'.repeat(32) })
  await till.restartSync()
  await till.until('epoch 2', () => hq.stored.some(({ epoch }) => epoch === 2))
  expect(hq.branches).toEqual([])
})

test('an HQ that is ahead of these files: the journal goes on in a new epoch', async () => {
  till.commit()
  await drained()
  hq.stored.push({ epoch: 1, seq: 2, text: '{}', hash: 'cd'.repeat(32) })
  hq.dropTokens()
  hq.incarnation += 1
  await till.sync.now()
  await till.until('epoch 2', () => hq.stored.some(({ epoch }) => epoch === 2))
  till.commit()
  await drained()
  expect(hq.stored.map(({ epoch, seq }) => `${epoch}.${seq}`)).toEqual(['1.1', '1.2', '2.1', '2.2'])
  expect(JSON.parse(hq.stored[2]?.text ?? '')).toMatchObject({ kind: 'epoch-opened', body: { previousEpoch: 1, previousSeq: 1, previousHash: hq.stored[0]?.hash } })
})

/** What happened to the disk: somebody else's bytes in the middle of the file. */
function damage(seq: number): void {
  const file = new Database(till.files.ledger.path)
  file.exec(`DROP TRIGGER journal_no_update; UPDATE journal SET bytes = CAST(replace(bytes, '"kind":"sale"', '"kind":"gift"') AS BLOB) WHERE seq = ${seq}`)
  file.close()
}

test('a row that no longer fits its hash is never sent as if it were whole: a gap takes its place, and those behind it go on', async () => {
  till.commit()
  await drained()
  await till.sync.close()
  till.commit()
  till.commit()
  till.commit()
  const stored = readEventAt(till.files.ledger, { epoch: 1, seq: 3 })
  damage(3)
  await till.restartSync()
  await drained()
  expect(seqs()).toEqual([1, 2, 3, 4])
  expect(hq.stored.map(({ text }) => (JSON.parse(text) as { kind: string }).kind)).toEqual(['sale', 'sale', 'gap', 'sale'])
  const gap = JSON.parse(hq.stored[2]?.text ?? '') as { seq: number; id: string; body: Record<string, unknown> }
  expect(gap).toMatchObject({ seq: 3, body: { storedHash: hexOf(stored?.hash ?? new Uint8Array()), why: 'hash', lostId: stored?.eventId, lostKind: 'sale' } })
  expect(till.logged.filter((line) => line.includes('1/3'))).toHaveLength(1)
  expect(readNewestAck(till.files.ledger)?.seq).toBe(4)
  // An HQ that forgets gets the very same gap again.
  hq.stored.splice(0)
  hq.incarnation += 1
  await till.sync.now()
  await till.until('sent again', () => hq.stored.length === 4)
  expect(JSON.parse(hq.stored[2]?.text ?? '')).toEqual(gap)
})

test('two rows after one another that cannot be read: two gaps', async () => {
  await till.sync.close()
  till.commit()
  till.commit()
  till.commit()
  damage(1)
  const file = new Database(till.files.ledger.path)
  file.exec(`UPDATE journal SET bytes = x'00' WHERE seq = 2`)
  file.close()
  await till.restartSync()
  await drained()
  expect(hq.stored.map(({ text }) => (JSON.parse(text) as { kind: string }).kind)).toEqual(['gap', 'gap', 'sale'])
})

test('a queue of 50,000 events is read a page at a time, and all of it arrives', async () => {
  const { ledger } = till.files
  await till.sync.close()
  const biggest = watchReads(ledger)
  ledger.write(() => {
    for (let n = 0; n < 50_000; n += 1) till.commit({ n })
  })
  await till.restartSync()
  await drained()
  expect(hq.stored).toHaveLength(50_000)
  expect(biggest.rows).toBeLessThanOrEqual(500)
  expect(biggest.rows).toBeGreaterThan(100)
})

/** The most rows of the journal that one reading brought into memory. */
function watchReads(ledger: typeof till.files.ledger): { rows: number } {
  const biggest = { rows: 0 }
  const watched = ledger as { -readonly [K in 'all' | 'iterate']: (typeof ledger)[K] }
  const { all, iterate } = ledger
  watched.all = <Row>(sql: string, params?: Parameters<typeof all>[1]) => {
    const rows = all<Row>(sql, params)
    if (sql.includes('FROM journal')) biggest.rows = Math.max(biggest.rows, rows.length)
    return rows
  }
  watched.iterate = function* <Row>(sql: string, params?: Parameters<typeof iterate>[1]) {
    let rows = 0
    for (const row of iterate<Row>(sql, params)) {
      rows += 1
      if (sql.includes('FROM journal')) biggest.rows = Math.max(biggest.rows, rows)
      yield row
    }
  } as typeof iterate
  return biggest
}

test('behind a proxy that takes little the journal goes through in smaller pieces', async () => {
  await hq.stop()
  for (let n = 0; n < 8; n += 1) till.commit()
  await hq.start()
  hq.fail('push', { kind: 'status', status: 413, body: '{"error":"too_large"}' }, { kind: 'status', status: 413, body: '{"error":"too_large"}' })
  await drained()
  expect(seqs()).toEqual(upTo(8))
  expect(hq.requests.filter(({ route }) => route === 'push').length).toBeGreaterThan(2)
})

test('what became of events is kept, also of those that were acked long ago', async () => {
  hq.outcomes.push({ epoch: 1, seq: 1, outcome: 'applied' })
  till.commit()
  await drained()
  hq.outcomes.push({ epoch: 1, seq: 2, outcome: 'suspense', detail: 'unknown kind' }, { epoch: 1, seq: 77, outcome: 'applied' })
  till.commit()
  await drained()
  till.commit()
  await drained()
  expect(readOutcome(till.files.ledger, { epoch: 1, seq: 1 })?.outcome).toBe('applied')
  expect(readOutcome(till.files.ledger, { epoch: 1, seq: 2 })).toMatchObject({ outcome: 'suspense', detail: 'unknown kind' })
  expect(readOutcome(till.files.ledger, { epoch: 1, seq: 77 })).toBeNull()
})

test('a revoked till pushes what it has, and says so', async () => {
  hq.standing = 'revoked'
  hq.dropTokens()
  till.commit()
  await till.until('pushed', () => till.sync.status().queuedEvents === 0)
  await till.until('said', () => till.sync.status().kind === 'refused')
  expect(till.sync.line()).toMatchObject({ why: 'revoked' })
  expect(seqs()).toEqual([1])
})

test('after a restart of the till it goes on where HQ is', async () => {
  till.commit()
  await drained()
  await till.sync.close()
  till.commit()
  await till.restartSync()
  await drained()
  expect(seqs()).toEqual([1, 2])
  expect(hq.counts.repeats).toBe(0)
})
