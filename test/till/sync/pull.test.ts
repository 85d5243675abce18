import Database from 'better-sqlite3'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FeedChange } from '../../../src/contract/wire-feed.ts'
import { readCursor } from '../../../src/till/db/mirror/cursor.ts'
import { readLots } from '../../../src/till/db/mirror/lots.ts'
import { readMember } from '../../../src/till/db/mirror/members.ts'
import { readSkuOfBarcode } from '../../../src/till/db/mirror/barcodes.ts'
import { readCard } from '../../../src/till/db/mirror/cards.ts'
import { mirrorPath } from '../../../src/till/db/till-files.ts'
import { readMirrorNumber } from '../../../src/till/db/mirror-switch.ts'
import { startHonestHq, type HonestHq } from '../../support/sync/honest-hq.ts'
import { startSyncTill, type SyncTill } from '../../support/sync/sync-till.ts'

let hq: HonestHq
let till: SyncTill

beforeEach(async () => {
  hq = await startHonestHq(() => Math.floor(performance.now()))
})
afterEach(async () => {
  await till.close()
  await hq.stop()
})

const begin = async (): Promise<void> => {
  till = await startSyncTill({ hqUrl: () => hq.url })
}
const cardIndexOf = (n: number): string => Buffer.alloc(16, n % 256).toString('base64')

function member(position: number, memberId: string, change: object = {}): FeedChange {
  const row = {
    memberId,
    box: Buffer.alloc(40, 3).toString('base64'),
    status: 'active',
    tier: 'silver',
    joined: '2025-01-01',
    lastPurchase: null,
    purchases: 0,
    segments: [],
    qualifying: 0,
    balancePoints: 500,
    debtPoints: 0,
    lentPoints: 0,
    unconfirmedPoints: 0,
    countersDate: null,
    earnedTodayPoints: 0,
    earnedMonthPoints: 0,
    carry: '0',
    promotionUses: {},
    coupons: [],
    limitUses: [],
    storedPrincipalMinor: 0,
    storedBonusMinor: 0,
    lots: [{ lotId: `lot-${memberId}`, points: 500, earnedAtMs: 5, availableAtMs: null, expiresAtMs: null, grace: false }],
    cards: [{ cardIndex: cardIndexOf(position), status: 'active' }],
    phoneIndexes: [],
    phoneTailIndexes: [],
    nameKeys: ['chen'],
    changedAtMs: 1,
    ...change,
  } as const
  return { position, kind: 'member', id: memberId, row: row as unknown as Extract<FeedChange, { kind: 'member' }>['row'] }
}
const product = (position: number, sku: string, barcodes: string[]): FeedChange => ({
  position,
  kind: 'product',
  id: sku,
  row: { sku, name: { en: 'Tea' }, packing: '', unit: 'piece', category: 'tea', priceMinor: 100, memberPriceMinor: null, quickKey: null, ageFrom: null, asset: null, loadBonusMinor: 0, barcodes },
})
const caughtUp = (position: number): Promise<void> => till.until(`position ${position}`, () => readCursor(till.files.mirror())?.position === position)

test('the first fill takes every page', async () => {
  for (let n = 1; n <= 1203; n += 1) hq.feed.push(member(n, `m${n}`))
  hq.feed.push(product(1204, 'TEA-1', ['06901234567892']))
  await begin()
  await caughtUp(1204)
  expect(readMember(till.files.mirror(), 'm1203')).toMatchObject({ balancePoints: 500, tier: 'silver' })
  expect(readLots(till.files.mirror(), 'm1')).toMatchObject([{ points: 500, availableAtMs: 5 }])
  expect(readSkuOfBarcode(till.files.mirror(), '06901234567892')).toBe('TEA-1')
})

test('changes and tombstones: a row is what HQ said last, what is gone is gone', async () => {
  hq.feed.push(member(1, 'm1'), member(2, 'm2'), product(3, 'TEA-1', ['1', '2']))
  await begin()
  await caughtUp(3)
  hq.feed.push(member(4, 'm1', { balancePoints: 7, cards: [], lots: [] }), { position: 5, kind: 'member', id: 'm2', row: null }, product(6, 'TEA-1', ['2']))
  await till.sync.now()
  await caughtUp(6)
  const mirror = till.files.mirror()
  expect(readMember(mirror, 'm1')?.balancePoints).toBe(7)
  expect(readLots(mirror, 'm1')).toEqual([])
  expect(readCard(mirror, Buffer.from(cardIndexOf(1), 'base64'))).toBeNull()
  expect(readMember(mirror, 'm2')).toBeNull()
  expect(readCard(mirror, Buffer.from(cardIndexOf(2), 'base64'))).toBeNull()
  expect([readSkuOfBarcode(mirror, '1'), readSkuOfBarcode(mirror, '2')]).toEqual([null, 'TEA-1'])
})

test('the page says which own events it holds, in the same transaction', async () => {
  hq.feed.push(member(1, 'm1'))
  await begin()
  till.commit()
  await till.untilAsked('included', () => readCursor(till.files.mirror())?.included.seq === 1)
  expect(readCursor(till.files.mirror())).toMatchObject({ position: 1, included: { epoch: 1, seq: 1 } })
})

test('a row of a newer HQ is passed over, a broken one is left out and told; the others come', async () => {
  hq.feed.push(member(1, 'm1'))
  hq.feed.push({ position: 2, kind: 'drone', id: 'd', row: {} } as unknown as FeedChange)
  hq.feed.push(member(3, 'm3', { balancePoints: 'many' }))
  hq.feed.push(member(4, 'm4', { futureField: 1 }))
  await begin()
  await caughtUp(4)
  expect(readMember(till.files.mirror(), 'm3')).toBeNull()
  expect(readMember(till.files.mirror(), 'm4')).not.toBeNull()
  expect(till.logged.filter((line) => line.includes('left out'))).toEqual([expect.stringContaining('member.row.balancePoints')])
})

test('HQ restored: the mirror is loaded anew beside the old one, then switched', async () => {
  hq.feed.push(member(1, 'm1'), member(2, 'gone'))
  await begin()
  await caughtUp(2)
  expect(readMirrorNumber(till.files.ledger)).toBe(1)
  hq.incarnation = 2
  hq.feed.splice(0, 2, ...Array.from({ length: 700 }, (_, at) => member(at + 1, `n${at + 1}`)))
  const positions: (number | undefined)[] = []
  const switched = till.until('switched', () => {
    if (readMirrorNumber(till.files.ledger) !== 2) return false
    positions.push(readCursor(till.files.mirror())?.position)
    return true
  })
  await till.sync.now()
  await switched
  // At the very moment of the switch it had all of it.
  expect(positions).toEqual([700])
  expect(readCursor(till.files.mirror())?.incarnation).toBe(2)
  expect(readMember(till.files.mirror(), 'gone')).toBeNull()
  expect(readMember(till.files.mirror(), 'n700')).not.toBeNull()
})

test('a first page of another incarnation than its session is not taken: a new session says which one holds', async () => {
  hq.feed.push(member(1, 'm1'))
  hq.fail('feed', { kind: 'edit', edit: (page) => ({ ...page, incarnation: 2 }) })
  await begin()
  await caughtUp(1)
  expect(readCursor(till.files.mirror())?.incarnation).toBe(1)
  expect(readMirrorNumber(till.files.ledger)).toBe(1)
  expect(hq.counts.sessions).toBe(2)
})

/** HQ was restored, and has so many members now. */
async function restoredWith(count: number): Promise<void> {
  hq.feed.push(member(1, 'm1'))
  await begin()
  await caughtUp(1)
  hq.incarnation = 2
  hq.feed.splice(0, 1, ...Array.from({ length: count }, (_, at) => member(at + 1, `n${at + 1}`)))
}

test('a new mirror is written a little at a time, so that a sale may come in between', async () => {
  await restoredWith(900)
  const seen: number[] = []
  let reader: Database.Database | null = null
  const look = (): void => {
    const path = mirrorPath(till.dataDir, 2)
    if (reader === null && existsSync(path)) reader = new Database(path, { readonly: true })
    seen.push((reader?.prepare('SELECT count(*) FROM members').pluck().get() as number | undefined) ?? 0)
  }
  let isOver = false
  const turn = (): void => {
    try {
      look()
    } catch {
      // Not a database yet.
    }
    if (!isOver) setImmediate(turn)
  }
  turn()
  await till.sync.now()
  await till.until('switched', () => readMirrorNumber(till.files.ledger) === 2)
  isOver = true
  const steps = seen.slice(1).map((count, at) => count - (seen[at] ?? 0))
  expect(Math.max(...seen)).toBeGreaterThan(800)
  expect(Math.max(...steps)).toBeLessThanOrEqual(80)
})

test('its loading is shown in percent, can be stopped, and goes on when asked; what is in use is never half of it', async () => {
  await restoredWith(1500)
  const percents: number[] = []
  const halted = till.until('halfway', () => {
    const { loadingPercent } = till.sync.status()
    if (loadingPercent === undefined || loadingPercent === 0 || percents.length > 0) return percents.length > 0
    percents.push(loadingPercent)
    // Told with every page: stop at the first that says how far it is.
    till.sync.haltLoading?.()
    return true
  })
  await Promise.all([halted, till.sync.now()])
  await till.sync.close()
  expect(percents.at(-1)).toBe(33)
  expect(readMirrorNumber(till.files.ledger)).toBe(1)
  expect(readMember(till.files.mirror(), 'm1')).not.toBeNull()
  // Whole pages are there already: they are not asked for again.
  const asked = hq.requests.filter(({ route }) => route === 'feed').length
  await till.restartSync()
  await till.until('switched', () => readMirrorNumber(till.files.ledger) === 2)
  expect(readMember(till.files.mirror(), 'n1500')).not.toBeNull()
  expect(till.sync.status().loadingPercent).toBeUndefined()
  expect(hq.requests.filter(({ route }) => route === 'feed').length - asked).toBeLessThanOrEqual(4)
})

test('a member whom HQ erased: her box is in no file of the till any more', async () => {
  const secret = 'c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3JldCBzZWNyZXQh'
  hq.feed.push(member(1, 'm1', { box: secret }))
  await begin()
  await caughtUp(1)
  const bytes = Buffer.from(secret, 'base64')
  const inFiles = (): boolean => readdirSync(till.dataDir).some((name) => name.startsWith('mirror') && readFileSync(join(till.dataDir, name)).includes(bytes))
  expect(inFiles()).toBe(true)
  hq.feed.push(member(2, 'm1', { box: null, status: 'closed', cards: [], phoneIndexes: [], phoneTailIndexes: [], nameKeys: [] }))
  await till.sync.now()
  await caughtUp(2)
  expect(readMember(till.files.mirror(), 'm1')?.box).toBeNull()
  expect(inFiles()).toBe(false)
})

test('HQ restored while the till was off: the old cursor means nothing to the new HQ', async () => {
  hq.feed.push(member(1, 'm1'), member(2, 'gone'))
  await begin()
  await caughtUp(2)
  await till.sync.close()
  hq.incarnation = 2
  hq.feed.splice(0, 2, member(1, 'n1'), member(2, 'n2'), member(3, 'n3'))
  await till.restartSync()
  await till.until('switched', () => readMirrorNumber(till.files.ledger) === 2)
  expect(readMember(till.files.mirror(), 'n1')).not.toBeNull()
  expect(readMember(till.files.mirror(), 'gone')).toBeNull()
})

test('a page that leads back or nowhere is not taken, and not asked for in a circle', async () => {
  hq.feed.push(member(1, 'm1'), member(2, 'm2'))
  await begin()
  await caughtUp(2)
  hq.alwaysFail('feed', { kind: 'edit', edit: (page) => ({ ...page, position: 1 }) })
  await till.sync.now()
  expect(readCursor(till.files.mirror())?.position).toBe(2)
  hq.alwaysFail('feed', { kind: 'edit', edit: (page) => ({ ...page, more: true }) })
  const asked = hq.requests.length
  await till.sync.now()
  expect(hq.requests.length - asked).toBeLessThan(10)
})

test.each([
  ['500', { kind: 'status', status: 500, body: '' } as const],
  ['garbage', { kind: 'status', status: 200, body: '[[[' } as const],
  ['a cut page', { kind: 'cut-answer' } as const],
])('%s in the middle of a load: goes on where it was', async (_, fault) => {
  for (let n = 1; n <= 1203; n += 1) hq.feed.push(member(n, `m${n}`))
  hq.fail('feed', null, fault)
  await begin()
  await caughtUp(1203)
  expect(readMember(till.files.mirror(), 'm777')).not.toBeNull()
})

test('a revoked till pulls nothing more', async () => {
  hq.feed.push(member(1, 'm1'))
  hq.standing = 'revoked'
  await begin()
  await till.until('refused', () => till.sync.status().kind === 'refused')
  await till.sync.now()
  expect(readCursor(till.files.mirror())).toBeNull()
})
