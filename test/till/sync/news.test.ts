import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCursor } from '../../../src/till/db/mirror/cursor.ts'
import { createEventReader } from '../../../src/till/sync/news.ts'
import { startHonestHq, type HonestHq } from '../../support/sync/honest-hq.ts'
import { startSyncTill, type SyncTill } from '../../support/sync/sync-till.ts'

let hq: HonestHq
let till: SyncTill
let listening: Promise<void>

beforeEach(async () => {
  hq = await startHonestHq(() => Math.floor(performance.now()))
  listening = new Promise((resolve) => (hq.onListen = resolve))
  till = await startSyncTill({ hqUrl: () => hq.url })
  await listening
  await till.sync.now()
})
afterEach(async () => {
  await till.close()
  await hq.stop()
})

const store = (position: number) => ({
  position,
  kind: 'store' as const,
  id: 's1',
  row: { storeId: 's1', region: 'r1', name: { en: `Store ${position}` }, timeZone: 'Asia/Shanghai', address: '', phone: '' },
})

test('HQ tells, the till pulls: nobody has to wait for the next poll', async () => {
  hq.feed.push(store(1))
  expect(hq.tell()).toBe(1)
  await till.until('pulled', () => readCursor(till.files.mirror())?.position === 1)
})

test('a stream that ends is opened again, and what came meanwhile is pulled', async () => {
  const again = new Promise<void>((resolve) => (hq.onListen = resolve))
  hq.feed.push(store(1))
  hq.hangUp()
  await till.until('pulled', () => readCursor(till.files.mirror())?.position === 1)
  await again
  hq.feed.push(store(2))
  hq.tell()
  await till.until('pulled', () => readCursor(till.files.mirror())?.position === 2)
})

test('an HQ that goes away is noticed at once', async () => {
  await hq.stop()
  await till.until('offline', () => till.sync.status().kind === 'offline')
  await hq.start()
  till.sync.wake()
  await till.until('online', () => till.sync.status().kind === 'online')
})

test('events are read wherever the pieces are cut; comments and overlong lines are none', () => {
  const stream = `: here\n\nevent: changed\ndata: {"position":1}\n\n: still here\n\ndata: x\n\nevent: other\r\ndata:\r\n\r\n${'x'.repeat(9000)}\n\nevent: changed\n\n`
  for (const size of [1, 2, 3, 7, stream.length]) {
    const names: string[] = []
    const read = createEventReader((name) => names.push(name))
    for (let at = 0; at < stream.length; at += size) read(stream.slice(at, at + size))
    expect(names.filter((name) => name !== 'other')).toEqual(['changed', 'message'])
  }
})
