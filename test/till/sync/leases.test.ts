import { afterEach, beforeEach, expect, test } from 'vitest'
import { grantLease, putAskedLease, readLease, setLeaseState } from '../../../src/till/db/leases.ts'
import { startHonestHq, type HonestHq } from '../../support/sync/honest-hq.ts'
import { startSyncTill, type SyncTill } from '../../support/sync/sync-till.ts'

let hq: HonestHq
let till: SyncTill

beforeEach(async () => {
  hq = await startHonestHq(() => Math.floor(performance.now()))
  till = await startSyncTill({ hqUrl: () => hq.url })
  await till.until('online', () => till.sync.status().kind === 'online')
})
afterEach(async () => {
  await till.close()
  await hq.stop()
})

const question = { leaseId: 'sale-1', memberId: 'm1', wantedPoints: 300 }
const giveBack = (leaseId: string): void => {
  till.files.ledger.write((tx) => {
    putAskedLease(tx, { leaseId, memberId: 'm1', wantedPoints: 300, askedAtMs: 1 })
    grantLease(tx, { leaseId, grantedPoints: 300, lots: [] })
    setLeaseState(tx, leaseId, 'returning')
  })
  till.sync.wake()
}
const returned = (leaseId: string): boolean => readLease(till.files.ledger, leaseId)?.state === 'returned'

test('asked twice, lent once: the same question has the same answer', async () => {
  const first = await till.sync.askLease(question)
  expect(first).toEqual({ kind: 'granted', grantedPoints: 300, lots: [{ lotId: 'lot-1', points: 300, expiresAtMs: null }] })
  expect(await till.sync.askLease(question)).toEqual(first)
})

test('a lost answer is found again by asking again', async () => {
  hq.fail('lease', { kind: 'lost-answer' })
  expect(await till.sync.askLease(question)).toEqual({ kind: 'offline' })
  expect(await till.sync.askLease(question)).toMatchObject({ kind: 'granted', grantedPoints: 300 })
})

test('no answer in two seconds: the sale goes on without', async () => {
  hq.fail('lease', { kind: 'silent' })
  const beganMs = performance.now()
  expect(await till.sync.askLease(question)).toEqual({ kind: 'offline' })
  expect(performance.now() - beganMs).toBeGreaterThan(1900)
  expect(performance.now() - beganMs).toBeLessThan(4000)
})

test.each([
  ['garbage', { kind: 'status', status: 200, body: '~' } as const],
  ['500', { kind: 'status', status: 500, body: '' } as const],
  ['an answer about another lease', { kind: 'edit', edit: (answer: Record<string, unknown>) => ({ ...answer, leaseId: 'other' }) } as const],
  ['more points than lots', { kind: 'edit', edit: (answer: Record<string, unknown>) => ({ ...answer, grantedPoints: 9999 }) } as const],
])('%s lends nothing', async (_, fault) => {
  hq.fail('lease', fault)
  expect(await till.sync.askLease(question)).toEqual({ kind: 'offline' })
})

test('a refusal has its name', async () => {
  hq.fail('lease', { kind: 'status', status: 409, body: '{"error":"member_blocked"}' })
  expect(await till.sync.askLease(question)).toEqual({ kind: 'rejected', rejected: 'member_blocked' })
})

test('with HQ gone the cashier does not wait', async () => {
  await hq.stop()
  expect(await till.sync.askLease(question)).toEqual({ kind: 'offline' })
})

test('given back until HQ confirms, however often its answer is lost', async () => {
  hq.fail('leaseReturn', { kind: 'lost-answer' }, { kind: 'status', status: 500, body: '' }, { kind: 'cut-answer' })
  giveBack('sale-1')
  await till.untilAsked('returned', () => returned('sale-1'))
  expect(hq.leases.get('sale-1')).toBe('returned')
})

test('given back while HQ is away, told when it is back', async () => {
  await hq.stop()
  giveBack('sale-1')
  await till.sync.now()
  expect(returned('sale-1')).toBe(false)
  await hq.start()
  till.sync.wake()
  await till.untilAsked('returned', () => returned('sale-1'))
})

test('an id that HQ never heard of is given back too, and never granted after', async () => {
  giveBack('sale-9')
  await till.untilAsked('returned', () => returned('sale-9'))
  expect(await till.sync.askLease({ ...question, leaseId: 'sale-9' })).toEqual({ kind: 'rejected', rejected: 'lease_returned' })
})

test('one that HQ will not take back does not hold up the others', async () => {
  hq.fail('leaseReturn', { kind: 'status', status: 409, body: '{"error":"lease_conflict","detail":"of another till"}' })
  giveBack('sale-1')
  giveBack('sale-2')
  await till.untilAsked('returned', () => returned('sale-2'))
  expect(returned('sale-1')).toBe(false)
  expect(till.logged.some((line) => line.includes('lease sale-1 could not be given back: lease_conflict'))).toBe(true)
})
