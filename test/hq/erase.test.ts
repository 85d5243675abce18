import { afterAll, beforeAll, expect, test } from 'vitest'
import { eraseMember } from '../../src/hq/registry/erase.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill } from '../support/wire-till.ts'
import { wireSale } from '../support/wire-sale.ts'

let hq: TestHq
beforeAll(async () => {
  hq = await startTestHq()
})
afterAll(() => hq.close())

const MEMBER = 'm1003'
const member = () => hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', MEMBER).executeTakeFirstOrThrow()

test('an erased member: her data is destroyed here and in the feed, her account is closed, and late sales still apply to it', async () => {
  const till = await enrolWireTill(hq)
  const before = await member()
  const box = before.box?.toString('base64') ?? ''
  expect(box).not.toBe('')
  const lastPosition = (await till.feed(0)).position
  expect(await eraseMember(hq.hq, MEMBER, 'Li')).toBe(true)
  const row = await member()
  expect(row).toMatchObject({ box: null, status: 'closed', phone_indexes: [], phone_tail_indexes: [], name_keys: [], balance_points: before.balance_points })
  expect(await hq.hq.db.selectFrom('cards').select('member_id').where('member_id', '=', MEMBER).execute()).toEqual([])
  // A till that follows the feed hears of it; one that begins anew never gets her box.
  const page = await till.feed(lastPosition)
  expect(page.changes).toMatchObject([{ kind: 'member', id: MEMBER, row: { box: null, status: 'closed', cards: [], phoneIndexes: [], nameKeys: [] } }])
  for (let position = 0; ; ) {
    const each = await till.feed(position)
    expect(JSON.stringify(each.changes)).not.toContain(box)
    position = each.position
    if (!each.more) break
  }
  till.commit('sale', wireSale({ memberId: MEMBER, earnPoints: 10 }))
  expect((await till.push()).body.outcomes).toMatchObject([{ outcome: 'applied' }])
  expect(await member()).toMatchObject({ box: null, status: 'closed', balance_points: before.balance_points + 10 })
  expect(await eraseMember(hq.hq, MEMBER, 'Li')).toBe(true)
  expect(await eraseMember(hq.hq, 'nobody', 'Li')).toBe(false)
  expect(await hq.hq.db.selectFrom('hq_events').select('kind').where('kind', '=', 'member-erased').execute()).toHaveLength(1)
})
