import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { readCursor } from '../../../src/till/db/mirror/cursor.ts'
import { readMember } from '../../../src/till/db/mirror/members.ts'
import { readNewestEpoch } from '../../../src/till/db/epochs.ts'
import { readOutcome } from '../../../src/till/db/outcomes.ts'
import { readNewestAck } from '../../../src/till/db/acks.ts'
import { readRecoveredEvents, readRecovery } from '../../../src/till/db/recovered.ts'
import { putAskedLease, readLease, setLeaseState } from '../../../src/till/db/leases.ts'
import type { Fetch } from '../../../src/till/sync/hq-client.ts'
import type { SaleBody } from '../../../src/journal/sale-event.ts'
import { sampleSale } from '../../support/sample-sale.ts'
import { startRealHq, type RealHq } from '../../support/sync/real-hq.ts'
import { startSyncTill, type SyncTill } from '../../support/sync/sync-till.ts'

let hq: RealHq
let till: SyncTill

beforeAll(async () => {
  hq = await startRealHq()
})
afterAll(async () => {
  await hq.close()
})
beforeEach(async () => {
  till = await startSyncTill({ hqUrl: () => hq.url, code: await hq.enrolCode() })
})
afterEach(async () => {
  await till.close()
})

/** A sale that earns 88 points and uses none. */
const earning = (): SaleBody => {
  const sale = sampleSale()
  return {
    ...sale,
    lease: null,
    inputs: { ...sale.inputs, redeemPoints: 0 },
    result: { ...sale.result, pointsUsed: 0, pointsTenderMinor: 0, payMinor: 8900, lotsUsed: [] },
    tenders: [{ kind: 'cash', paidMinor: 8900, tenderedMinor: 8900, changeMinor: 0, reference: null }],
    entries: [
      { asset: 'money', account: 'goods', delta: -9100 },
      { asset: 'money', account: 'discount', delta: 200 },
      { asset: 'money', account: 'tender/cash', delta: 8900 },
      { asset: 'points', account: 'member/m1', delta: 88 },
      { asset: 'points', account: 'programme/issued', delta: -88 },
    ],
    lotMovements: [],
  }
}
const sellMany = (count: number): void => {
  for (let n = 0; n < count; n += 1) till.commit(earning())
}
const drained = (): Promise<void> => till.until('queue empty', () => till.sync.status().queuedEvents === 0 && till.sync.status().kind === 'online')
const atHq = async (): Promise<{ events: number; sales: number }> => {
  const [row] = await hq.query<{ events: string; sales: string }>(
    `SELECT (SELECT count(*) FROM journal_events WHERE till_id = '${till.identity.tillId}') AS events,
            (SELECT count(*) FROM sales WHERE till_id = '${till.identity.tillId}') AS sales`,
  )
  return { events: Number(row?.events), sales: Number(row?.sales) }
}
const balanceAtHq = async (): Promise<number> => Number((await hq.query<{ balance_points: string }>(`SELECT balance_points FROM members WHERE member_id = 'm1'`))[0]?.balance_points)
const caughtUp = (seq: number): Promise<void> => till.untilAsked(`included ${seq}`, () => readCursor(till.files.mirror())?.included.seq === seq)

test('sold while HQ is stopped, there when it is back: each sale once, applied, and the balance comes home', async () => {
  await caughtUp(0)
  const before = await balanceAtHq()
  await hq.stop()
  sellMany(40)
  expect(till.sync.status()).toMatchObject({ queuedEvents: 40 })
  await hq.start()
  till.sync.wake()
  await drained()
  expect(await atHq()).toEqual({ events: 40, sales: 40 })
  expect(await balanceAtHq()).toBe(before + 40 * 88)
  await caughtUp(40)
  expect(readMember(till.files.mirror(), 'm1')?.balancePoints).toBe(before + 40 * 88)
  expect(readOutcome(till.files.ledger, { epoch: 1, seq: 40 })?.outcome).toBe('applied')
})

test('nothing is pressed when HQ comes back: the first sale is there within 15 seconds', async () => {
  await till.close()
  till = await startSyncTill({ hqUrl: () => hq.url, code: await hq.enrolCode(), random: () => 0.99 })
  await till.until('online', () => till.sync.status().kind === 'online')
  await hq.stop()
  sellMany(3)
  await till.until('offline', () => till.sync.status().kind === 'offline')
  await hq.start()
  const backMs = performance.now()
  await drained()
  expect(performance.now() - backMs).toBeLessThan(15_000)
  expect(await atHq()).toEqual({ events: 3, sales: 3 })
})

test('every request arrives twice, two answers of seven are lost: each sale once', async () => {
  await till.close()
  let asked = 0
  const rough: Fetch = async (url, init) => {
    const turn = asked++ % 7
    const answer = await fetch(url, init)
    await (await fetch(url, init)).arrayBuffer()
    if (turn === 2 || turn === 5) throw new TypeError('fetch failed')
    return answer
  }
  till = await startSyncTill({ hqUrl: () => hq.url, code: await hq.enrolCode(), fetch: rough })
  const before = await balanceAtHq()
  for (let n = 0; n < 25; n += 1) {
    till.commit(earning())
    if (n % 5 === 0) await till.sync.now()
  }
  await till.untilAsked('queue empty', () => till.sync.status().queuedEvents === 0)
  expect(await atHq()).toEqual({ events: 25, sales: 25 })
  expect(await balanceAtHq()).toBe(before + 25 * 88)
  expect(readNewestAck(till.files.ledger)?.seq).toBe(25)
})

test('points are lent once however often they are asked, spent, and given back', async () => {
  const spendable = await balanceAtHq()
  const question = { leaseId: 'lease-a', memberId: 'm1', wantedPoints: 100 }
  await till.until('online', () => till.sync.status().kind === 'online')
  const first = await till.sync.askLease(question)
  expect(first).toMatchObject({ kind: 'granted', grantedPoints: 100 })
  expect(await till.sync.askLease(question)).toEqual(first)
  expect(await till.sync.askLease({ ...question, wantedPoints: 40 })).toEqual(first)
  const lent = async (): Promise<number> => Number((await hq.query<{ lent_points: string }>(`SELECT lent_points FROM members WHERE member_id = 'm1'`))[0]?.lent_points)
  expect(await lent()).toBe(100)
  till.files.ledger.write((tx) => {
    putAskedLease(tx, { ...question, askedAtMs: 1 })
    setLeaseState(tx, 'lease-a', 'returning')
  })
  await till.untilAsked('returned', () => readLease(till.files.ledger, 'lease-a')?.state === 'returned')
  expect(await lent()).toBe(0)
  expect(await till.sync.askLease(question)).toEqual({ kind: 'rejected', rejected: 'lease_returned' })
  expect(await balanceAtHq()).toBe(spendable)
})

test('a lease that comes back before it was ever asked for is never granted', async () => {
  await till.until('online', () => till.sync.status().kind === 'online')
  till.files.ledger.write((tx) => {
    putAskedLease(tx, { leaseId: 'lease-b', memberId: 'm1', wantedPoints: 5, askedAtMs: 1 })
    setLeaseState(tx, 'lease-b', 'returning')
  })
  await till.untilAsked('returned', () => readLease(till.files.ledger, 'lease-b')?.state === 'returned')
  expect(await till.sync.askLease({ leaseId: 'lease-b', memberId: 'm1', wantedPoints: 5 })).toEqual({ kind: 'rejected', rejected: 'lease_returned' })
})

test('an event that HQ cannot book waits for a person; those behind it go on', async () => {
  till.commit(earning())
  till.commit({ nonsense: true })
  till.commit(earning())
  await drained()
  await till.untilAsked('outcomes', () => readOutcome(till.files.ledger, { epoch: 1, seq: 3 }) !== null)
  expect([1, 2, 3].map((seq) => readOutcome(till.files.ledger, { epoch: 1, seq })?.outcome)).toEqual(['applied', 'suspense', 'applied'])
})

test('HQ restored from a backup gets back what it has forgotten', async () => {
  sellMany(5)
  await drained()
  await hq.stop()
  await hq.backup('older')
  await hq.start()
  sellMany(5)
  await drained()
  expect(await atHq()).toEqual({ events: 10, sales: 10 })
  await hq.stop()
  await hq.start('older')
  expect(await atHq()).toEqual({ events: 5, sales: 5 })
  sellMany(1)
  await drained()
  expect(await atHq()).toEqual({ events: 11, sales: 11 })
})

test('HQ restored from a backup while nothing is sold: it is noticed by the next session, and all of it comes again', async () => {
  sellMany(5)
  await drained()
  await hq.stop()
  await hq.backup('quiet')
  await hq.start()
  sellMany(4)
  await drained()
  const before = await balanceAtHq()
  const incarnation = async (): Promise<number> => Number((await hq.query<{ incarnation: string }>('SELECT incarnation FROM hq_identity'))[0]?.incarnation)
  const first = await incarnation()
  await hq.stop()
  await hq.start('quiet')
  expect(await atHq()).toEqual({ events: 5, sales: 5 })
  await till.restartSync()
  await till.untilAsked('sent again', () => (readCursor(till.files.mirror())?.incarnation ?? first) > first && readCursor(till.files.mirror())?.included.seq === 9)
  expect(await atHq()).toEqual({ events: 9, sales: 9 })
  expect(await balanceAtHq()).toBe(before)
  // Another session with the same proof raises nothing: the incarnation explains it.
  await till.restartSync()
  await drained()
  expect(await incarnation()).toBe(readCursor(till.files.mirror())?.incarnation)
})

test('a row that cannot be read becomes a gap at HQ, and the sales around it count', async () => {
  const before = await balanceAtHq()
  await till.sync.close()
  sellMany(3)
  const file = new Database(till.files.ledger.path)
  file.exec(`DROP TRIGGER journal_no_update; UPDATE journal SET bytes = x'7b7d' WHERE seq = 2`)
  file.close()
  await till.restartSync()
  await drained()
  expect(await atHq()).toEqual({ events: 3, sales: 2 })
  expect(await balanceAtHq()).toBe(before + 2 * 88)
  const [row] = await hq.query<{ outcome: string; detail: string }>(`SELECT outcome, detail FROM event_outcomes WHERE till_id = '${till.identity.tillId}' AND seq = 2`)
  expect(row?.outcome).toBe('suspense')
})

test("a till's folder put back from a copy goes on in a new epoch; HQ has both what it sold since the copy and what it sold after", async () => {
  sellMany(3)
  await drained()
  await till.shut()
  const copy = mkdtempSync(join(tmpdir(), 'tillpoint-copy-'))
  cpSync(till.dataDir, copy, { recursive: true })
  till = await startSyncTill({ hqUrl: () => hq.url, from: till })
  sellMany(4)
  await drained()
  const { dataDir, privateKey } = till
  await till.shut()
  rmSync(dataDir, { recursive: true })
  cpSync(copy, dataDir, { recursive: true })
  rmSync(copy, { recursive: true })
  till = await startSyncTill({ hqUrl: () => hq.url, from: { dataDir, privateKey } })
  // Before HQ could say anything: these stand where HQ has others.
  sellMany(2)
  await till.until('epoch 2', () => readNewestEpoch(till.files.ledger)?.epoch === 2)
  sellMany(1)
  await drained()
  const from = `WHERE till_id = '${till.identity.tillId}' ORDER BY epoch, seq`
  const placesIn = async (table: string): Promise<string[]> => (await hq.query<{ place: string }>(`SELECT concat(epoch, '.', seq) AS place FROM ${table} ${from}`)).map(({ place }) => place)
  expect(await placesIn('journal_events')).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '2.1', '2.2'])
  expect(await placesIn('journal_forks')).toEqual(['1.4', '1.5'])
  // Each sale once, whichever branch it came by.
  expect(await atHq()).toEqual({ events: 9, sales: 10 })
  expect((await hq.query<{ outcome: string }>(`SELECT outcome FROM branch_outcomes ${from}`)).map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
  // And the till has back what its files lost.
  await till.untilAsked('recovered', () => readRecovery(till.files.ledger, 2) !== null)
  expect(readRecovery(till.files.ledger, 2)).toMatchObject({ events: 4, sales: 4 })
  expect(readRecoveredEvents(till.files.ledger).map(({ epoch, seq }) => `${epoch}.${seq}`)).toEqual(['1.4', '1.5', '1.6', '1.7'])
  const [lost] = readRecoveredEvents(till.files.ledger)
  expect(await hq.query(`SELECT receipt_code FROM sales WHERE sale_id = '${lost?.eventId}'`)).toEqual([{ receipt_code: lost?.receiptCode }])
})
