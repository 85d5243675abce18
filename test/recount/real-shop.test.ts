import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRealShop, type RealShop, type ShopTill } from '../support/real-shop.ts'
import type { Shown } from './facts.ts'
import { recount } from './recount.ts'

/** A real day with all that a sale can be, at two tills; then HQ's tables are bent behind its back, and it must be seen. */
let shop: RealShop
let tills: ShopTill[]
const shown: Shown[] = []
const returnIds: string[] = []

beforeAll(async () => {
  shop = await openRealShop()
  const a = await shop.openTill('till-a')
  const b = await shop.openTill('till-b')
  tills = [a, b]
  const coupon = await shop.couponFor('m1001')
  await a.must('sync.now', {})
  const plain = await a.sell({ goods: [['SNACK-NUT', 2000], ['TEA-JAS', 1000]] })
  const topUp = await a.sell({ goods: [['VALUE-200', 1000]], memberId: 'm1001' })
  const withAll = await a.sell({ goods: [['RICE-NE-10', 2000], ['BUN', 2000]], memberId: 'm1001', redeemPoints: 100, coupon, storedValueMinor: 3000 })
  const earning = await a.sell({ goods: [['RICE-NE-10', 1000], ['SNACK-NUT', 3000]], memberId: 'm1002' })
  await b.must('sync.now', {})
  const returns = [
    { till: a, saved: await a.takeBack(plain, [{ line: 0, quantityMilli: 1000 }]) },
    { till: a, saved: await a.takeBack(earning, [{ line: 1, quantityMilli: 2000 }]) },
    { till: b, saved: await b.takeBack(withAll) },
    { till: b, saved: await b.takeBack(earning) },
  ]
  for (const { saleId } of [plain, topUp, withAll, earning]) shown.push({ till: 'till-a', eventId: saleId })
  for (const { till, saved } of returns) {
    shown.push({ till: till.name, receiptCode: saved.receiptCode })
    returnIds.push(saved.returnId)
  }
}, 120_000)
afterAll(() => shop.close())

const count = () => recount({ tills: tills.map(({ name, dataDir }) => ({ name, dataFolder: dataDir })), databaseUrl: shop.hq.databaseUrl, shown })

/** The verdict with HQ's tables changed, which are then put back as they were. */
async function bent(...statements: readonly string[]): Promise<string> {
  const client = new pg.Client({ connectionString: shop.hq.databaseUrl })
  await client.connect()
  const tables = ['returns', 'refunds', 'entries', 'members', 'coupons']
  try {
    for (const table of tables) await client.query(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`)
    // Its own triggers would refuse all of this.
    await client.query('SET session_replication_role = replica')
    for (const statement of statements) await client.query(statement)
    return (await count()).text
  } finally {
    await client.query('DELETE FROM refunds; DELETE FROM returns; DELETE FROM entries')
    for (const table of ['returns', 'refunds', 'entries']) await client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`)
    await client.query('UPDATE members SET stored_bonus_minor = kept.stored_bonus_minor FROM kept_members kept WHERE kept.member_id = members.member_id')
    await client.query('UPDATE coupons SET uses_left = kept.uses_left FROM kept_coupons kept WHERE kept.code = coupons.code')
    for (const table of tables) await client.query(`DROP TABLE kept_${table}`)
    await client.end()
  }
}

describe('the recount of a shop with returns, a coupon and stored value', () => {
  it('finds nothing lost, doubled or different', async () => {
    const { text } = await count()
    expect(text.split('\n').at(-1)).toBe('lost 0, doubled 0, different 0')
    expect(text).toMatch(/^till-a\b.* 2 +2 /m)
    expect(text).toContain('stored value')
  })
  it('names a return that HQ has lost', async () => {
    const text = await bent(`DELETE FROM refunds WHERE return_id = '${returnIds[0]}'`, `DELETE FROM returns WHERE return_id = '${returnIds[0]}'`, `DELETE FROM entries WHERE event_id = '${returnIds[0]}'`)
    expect(text).toContain(`lost: till-a: return ${returnIds[0]} (1/`)
  })
  it('names a return that HQ booked twice', async () => {
    const text = await bent(`INSERT INTO entries SELECT event_id, entry_no + 1000, asset, account, delta FROM entries WHERE event_id = '${returnIds[1]}'`)
    expect(text).toContain(`doubled: till-a: return ${returnIds[1]} is booked twice at HQ`)
  })
  it('names a return whose numbers differ', async () => {
    expect(await bent(`UPDATE refunds SET refund_minor = refund_minor + 1 WHERE return_id = '${returnIds[0]}'`)).toMatch(/different: till-a: return \S+ of \S+ has refundMinor \d+ here and \d+ at HQ/)
    expect(await bent(`UPDATE returns SET points_clawed_back = points_clawed_back + 1 WHERE return_id = '${returnIds[1]}'`)).toMatch(/different: till-a: return \S+ of \S+ has pointsClawedBack/)
    expect(await bent(`UPDATE entries SET delta = delta * 2 WHERE event_id = '${returnIds[3]}' AND asset = 'points'`)).toMatch(/different: till-b: return \S+ of \S+ is booked otherwise at HQ/)
  })
  it('names stored value and coupons that are not what was booked', async () => {
    expect(await bent(`UPDATE members SET stored_bonus_minor = stored_bonus_minor + 1 WHERE member_id = 'm1001'`)).toMatch(/different: m1001: HQ says \d+ of bonus/)
    expect(await bent('UPDATE coupons SET uses_left = uses_left + 1')).toMatch(/different: coupon \S+: HQ says/)
    expect((await count()).clean).toBe(true)
  })
})
