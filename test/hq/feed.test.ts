import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { numberChanges } from '../../src/hq/feed/number.ts'
import { inTransaction } from '../../src/hq/db/database.ts'
import { putProducts } from '../../src/hq/registry/catalogue.ts'
import { systemIds, type Ids } from '../../src/hq/ids.ts'
import { grantLease } from '../../src/hq/leases.ts'
import { START_MS, startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'
import { wireSale } from '../support/wire-sale.ts'
import { feedChange, productRow, type FeedChange } from '../../src/contract/wire-feed.ts'

let hq: TestHq
let till: WireTill
beforeAll(async () => {
  hq = await startTestHq()
})
afterAll(() => hq.close())
beforeEach(async () => {
  till = await enrolWireTill(hq)
})

/** What a till holds after reading the feed from `position` to its end, page by page. */
async function readAll(reader: WireTill, position = 0, limit = 100): Promise<{ rows: Map<string, FeedChange>; position: number; included: unknown; pages: number }> {
  const rows = new Map<string, FeedChange>()
  for (let pages = 1; ; pages++) {
    const page = await reader.feed(position, { limit })
    for (const change of page.changes) rows.set(`${change.kind} ${change.id}`, change)
    position = page.position
    if (!page.more) return { rows, position, included: page.included, pages }
  }
}

test('from nothing a till gets all stores, staff, goods, members and the rules, each as the contract says', async () => {
  const { rows, pages } = await readAll(till, 0, 50)
  expect(pages).toBeGreaterThan(2)
  const kinds = [...rows.values()].map((change) => change.kind)
  expect(Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length]))).toEqual({ store: 3, staff: 11, product: 50, member: 64, programme: 1 })
  for (const change of rows.values()) expect(feedChange.safeParse(change).success, `${change.kind} ${change.id}`).toBe(true)
  const rice = rows.get('product RICE-NE-10')
  expect(productRow.parse(rice?.row)).toMatchObject({ priceMinor: 6930, memberPriceMinor: 6530, barcodes: ['06941000137010'] })
  expect(productRow.parse(rows.get('product FRUIT-FUJI')?.row).barcodes).toEqual(['2110021'])
  expect(JSON.stringify([...rows.values()])).not.toMatch(/13800005127|陈小满|8800001001079196/)
})

test('a page goes on where the one before ended, and an end without news stays where it is', async () => {
  const { position } = await readAll(till)
  const quiet = await till.feed(position)
  expect(quiet).toMatchObject({ position, more: false, changes: [], headPosition: position })
  till.commit('sale', wireSale({ memberId: 'm1010', earnPoints: 3, newLotId: till.tillId }))
  await till.push()
  const news = await till.feed(position)
  expect(news.changes.map((change) => [change.kind, change.id])).toEqual([['member', 'm1010']])
  expect(news.included).toEqual({ epoch: 1, seq: 1 })
})

test('a member who changed several times since comes once, as she is now', async () => {
  const { position } = await readAll(till)
  for (let at = 0; at < 5; at++) {
    till.commit('sale', wireSale({ memberId: 'm1011', earnPoints: 10, newLotId: `${till.tillId}-${at}` }))
    await till.push(till.batch(at + 1))
  }
  const page = await till.feed(position)
  expect(page.changes.map((change) => change.id)).toEqual(['m1011'])
  expect(page.changes[0]?.row).toMatchObject({ unconfirmedPoints: 50 })
})

test('a sale without a member moves the mark all the same', async () => {
  till.commit('sale', wireSale())
  await till.push()
  expect((await readAll(till)).included).toEqual({ epoch: 1, seq: 1 })
  const stranger = await enrolWireTill(hq)
  expect((await readAll(stranger)).included).toBeNull()
})

describe('a cursor', () => {
  const ask = (query: string): Promise<{ status: number; body: { error?: string } }> => till.call('GET', `/v1/feed?${query}`)
  test('of another incarnation, of the future, or older than the tombstones needs a snapshot', async () => {
    const { position } = await readAll(till)
    expect(await ask(`incarnation=2&position=${position}`)).toMatchObject({ status: 410, body: { error: 'snapshot_needed' } })
    expect(await ask(`incarnation=1&position=${position + 1}`)).toMatchObject({ status: 410 })
    await hq.hq.db.updateTable('feed_head').set({ oldest_cursor: 5 }).execute()
    expect(await ask('incarnation=1&position=4')).toMatchObject({ status: 410 })
    expect(await ask('incarnation=1&position=5')).toMatchObject({ status: 200 })
    expect(await ask('incarnation=7&position=0')).toMatchObject({ status: 200 })
    await hq.hq.db.updateTable('feed_head').set({ oldest_cursor: 0 }).execute()
  })
  test('that is none is refused by name', async () => {
    for (const query of ['incarnation=1&position=-1', 'incarnation=1', 'incarnation=1&position=x', 'incarnation=1&position=0&limit=0', 'incarnation=1&position=0&limit=1001']) expect(await ask(query)).toMatchObject({ status: 400, body: { error: 'bad_request' } })
  })
})

test('what another region changes is passed over, and the cursor with it', async () => {
  const { position } = await readAll(till)
  await hq.hq.db.insertInto('feed_changes').values({ group_id: systemIds.uuid(), group_line: 0, stamp: 1, position: null, kind: 'member', id: 'far', region: 'elsewhere', row: '{}', source_till_id: null, source_epoch: null, source_seq: null, made_at_ms: 1 }).execute()
  expect(await till.feed(position)).toMatchObject({ changes: [], position: position + 1, more: false })
})

test('a page never parts the effects of the till’s own events from their mark', async () => {
  const { position } = await readAll(till)
  for (let at = 0; at < 12; at++) till.commit('sale', wireSale({ memberId: `m10${30 + at}`, earnPoints: 1, newLotId: `${till.tillId}-${at}` }))
  await till.push()
  const page = await till.feed(position, { limit: 5 })
  expect(page.changes.length).toBe(12)
  expect(page.included).toEqual({ epoch: 1, seq: 12 })
  const other = await enrolWireTill(hq)
  expect((await other.feed(position, { limit: 5 })).changes.length).toBe(5)
})

/**
 * The property behind the feed: writers commit in any order, numbering runs whenever it likes, readers read in between;
 * a reader who applies every page ends with exactly what the tables say, positions have no hole, and what was read is
 * never numbered again below a cursor.
 */
test('no change is lost while sales are applied, goods change and positions are given', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ who: fc.integer({ min: 0, max: 3 }), member: fc.integer({ min: 0, max: 5 }), points: fc.integer({ min: 1, max: 9 }) }), { minLength: 8, maxLength: 24 }), fc.integer({ min: 1, max: 7 }), async (steps, limit) => {
      const tills = await Promise.all([0, 1, 2].map(() => enrolWireTill(hq)))
      const start = (await readAll(till)).position
      const seen = new Map<string, FeedChange>()
      let position = start
      const positions: number[] = []
      const state = { writing: true }
      const reader = (async () => {
        while (state.writing) await readOn()
        await readOn()
      })()
      async function readOn(): Promise<void> {
        for (let more = true; more; ) {
          const page = await till.feed(position, { limit })
          for (const change of page.changes) {
            positions.push(change.position)
            seen.set(`${change.kind} ${change.id}`, change)
          }
          expect(page.position).toBeGreaterThanOrEqual(position)
          ;({ position, more } = page)
        }
      }
      await Promise.all(
        [0, 1, 2, 3].map(async (who) => {
          for (const [at, step] of steps.entries()) {
            if (step.who !== who) continue
            const one = tills[who]
            if (one) {
              one.commit('sale', wireSale({ memberId: `m104${step.member}`, earnPoints: step.points, newLotId: `${one.tillId}-${at}` }))
              expect((await one.push(one.batch(one.events.length))).status).toBe(200)
            } else {
              await inTransaction(hq.hq.db, (tx) => putProducts(tx, systemIds, [{ sku: `SKU-${step.member}`, barcodes: [], name: { en: 'x' }, packing: '', unit: 'piece', category: 'c', priceMinor: step.points, memberPriceMinor: null, quickKey: null, ageFrom: null }], at))
            }
          }
        }),
      )
      state.writing = false
      await reader
      expect(positions).toEqual([...positions].sort((a, b) => a - b))
      const members = await hq.hq.db.selectFrom('members').select(['member_id', 'balance_points', 'unconfirmed_points']).where('member_id', 'like', 'm104%').execute()
      for (const member of members) {
        const row = seen.get(`member ${member.member_id}`)
        if (row) expect(row.row).toMatchObject({ balancePoints: member.balance_points, unconfirmedPoints: member.unconfirmed_points })
        else expect(steps.some((step) => step.who < 3 && `m104${step.member}` === member.member_id)).toBe(false)
      }
      for (const product of await hq.hq.db.selectFrom('products').select(['sku', 'price_minor']).where('sku', 'like', 'SKU-%').execute()) {
        const row = seen.get(`product ${product.sku}`)
        if (row) expect(row.row).toMatchObject({ priceMinor: product.price_minor })
      }
      const numbered = await hq.hq.db.selectFrom('feed_changes').select('position').where('position', 'is not', null).orderBy('position').execute()
      expect(numbered.map((row) => row.position)).toEqual(numbered.map((_, index) => index + 1))
    }),
    { numRuns: 4, seed: 20261120 },
  )
})

test('of two changes of one object the later comes later, whatever the ids and clocks of the processes say', async () => {
  const idsOf = (first: string): Ids => ({ ...systemIds, uuid: () => `${first}${systemIds.uuid().slice(8)}` })
  // The group made last has the lowest id, and numbering sees both at once.
  const { position } = await readAll(till)
  for (const [at, first] of ['ffffffff', '88888888', '00000000'].entries()) {
    await grantLease({ db: hq.hq.db, clock: hq.clock, ids: idsOf(first) }, till.tillId, { leaseId: `order-${at}`, memberId: 'm1001', wantedPoints: 10, epoch: 1, acked: null })
    await inTransaction(hq.hq.db, (tx) => putProducts(tx, idsOf(first), [{ sku: 'ORDER', barcodes: [], name: { en: 'x' }, packing: '', unit: 'piece', category: 'c', priceMinor: at, memberPriceMinor: null, quickKey: null, ageFrom: null }], START_MS - at))
  }
  await numberChanges(hq.hq.db)
  const rows = await hq.hq.db.selectFrom('feed_changes').select(['kind', 'row']).where('position', '>', position).where('id', 'in', ['ORDER', 'm1001']).orderBy('position').execute()
  expect(rows.filter((row) => row.kind === 'product').map((row) => row.row?.['priceMinor'])).toEqual([0, 1, 2])
  expect(rows.filter((row) => row.kind === 'member').map((row) => row.row?.['lentPoints'])).toEqual([10, 20, 30])
})

test('several numberings at once give each change one position', async () => {
  await inTransaction(hq.hq.db, (tx) => putProducts(tx, systemIds, Array.from({ length: 40 }, (_, at) => ({ sku: `N-${at}`, barcodes: [], name: { en: 'x' }, packing: '', unit: 'piece' as const, category: 'c', priceMinor: 1, memberPriceMinor: null, quickKey: null, ageFrom: null })), 1))
  const heads = await Promise.all(Array.from({ length: 5 }, () => numberChanges(hq.hq.db)))
  const numbered = await hq.hq.db.selectFrom('feed_changes').select((e) => [e.fn.countAll<number>().as('count'), e.fn.max('position').as('newest')]).executeTakeFirstOrThrow()
  expect(numbered.count).toBe(numbered.newest)
  expect(Math.max(...heads)).toBe(numbered.newest)
})

describe('server-sent events', () => {
  const open = async (one: WireTill): Promise<{ next(): Promise<string>; close(): void }> => {
    const aborted = new AbortController()
    const response = await fetch(`${hq.url}/v1/events`, { headers: { authorization: `Bearer ${one.token}` }, signal: aborted.signal })
    const reader = response.body?.getReader()
    return { next: async () => Buffer.from((await reader?.read())?.value ?? new Uint8Array()).toString(), close: () => aborted.abort() }
  }
  test('say that something is new, and how far', async () => {
    const listener = await open(till)
    expect(await listener.next()).toBe(': here\n\n')
    till.commit('sale', wireSale({ memberId: 'm1012', earnPoints: 1, newLotId: till.tillId }))
    await till.push()
    // A push may be told of more than once: stored, then applied.
    const head = async (): Promise<number> => (await till.feed(0, { limit: 1 })).headPosition
    let told = 0
    while (told < (await head())) {
      told = Number([...(await listener.next()).matchAll(/event: changed\ndata: \{"position":(\d+)\}\n\n/g)].at(-1)?.[1])
      expect(told).toBeGreaterThan(0)
    }
    listener.close()
    expect(told).toBe(await head())
  })
  test('say so too when another process made it', async () => {
    const second = await startTestHq({ databaseUrl: hq.databaseUrl, sample: false })
    const listener = await open(till)
    await listener.next()
    const elsewhere = await enrolWireTill(second)
    elsewhere.commit('sale', wireSale())
    await elsewhere.push()
    expect(await listener.next()).toMatch(/^event: changed/)
    listener.close()
    await second.close()
  })
  test('are not for strangers', async () => {
    expect((await fetch(`${hq.url}/v1/events`)).status).toBe(401)
  })
})
