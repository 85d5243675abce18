import { afterEach, describe, expect, it } from 'vitest'
import { applyFeedPage } from '../../../src/till/db/mirror/feed.ts'
import { makeDesk, type TestDesk } from '../../support/desk.ts'
import { NOW_MS } from '../../support/test-clock.ts'
import { memberRow, sampleShop, type Shop, type ShopMember } from '../../support/till-shop.ts'

let test: TestDesk
afterEach(() => test.dispose())

const shop = sampleShop()
const first = shop.members[0] as ShopMember
const withFirst = (change: Partial<ShopMember>): Shop => ({ ...shop, members: [{ ...first, ...change }, ...shop.members.slice(1)] })
const attach = (foundBy: 'card' | 'phone-tail' = 'card', cardBlocked = false): ReturnType<TestDesk['desk']['setMember']> =>
  test.desk.setMember({ memberId: 'm1', foundBy, cardBlocked })
const balance = () => test.desk.state().member?.balance
const sell = async (sku: string, redeemPoints = 0): Promise<void> => {
  attach()
  test.add(sku)
  test.desk.redeem(redeemPoints)
  test.commitCash(await test.pay())
  test.desk.next()
}

describe('what is usable here', () => {
  it('leaves out what is vesting, owed, lent elsewhere and unconfirmed', () => {
    test = makeDesk({ shop: withFirst({ debtPoints: 100, lentPoints: 400, unconfirmedPoints: 150 }) })
    attach()
    expect(balance()).toEqual({
      balancePoints: 2988,
      usableHerePoints: 2310,
      lentElsewherePoints: 400,
      unconfirmedPoints: 150,
      vestingPoints: 128,
      vestingFrom: '2026-11-27',
      expiringSoonPoints: 260,
      debtPoints: 100,
      confirmedAtMs: null,
      limitedBy: null,
    })
  })
  it.each([
    ['offline', { online: false }, 'card', false],
    ['found-by-phone-tail', {}, 'phone-tail', false],
    ['blocked', {}, 'card', true],
  ] as const)('is nothing when limited: %s', (limitedBy, setting, foundBy, cardBlocked) => {
    test = makeDesk(setting)
    attach(foundBy, cardBlocked)
    expect(balance()).toMatchObject({ usableHerePoints: 0, limitedBy, balancePoints: 3088 })
  })
  it('is nothing of what expired meanwhile', () => {
    test = makeDesk()
    test.clock.advance(21 * 86_400_000)
    attach()
    // 260 expired, 128 came free.
    expect(balance()).toMatchObject({ usableHerePoints: 2828, vestingPoints: 0, expiringSoonPoints: 0 })
  })
})

describe('own sales', () => {
  it('count on top of what HQ has counted, and no longer once it has', async () => {
    test = makeDesk()
    await sell('RICE-10')
    await sell('TEA-1', 1000)
    attach()
    // 65.30 earns 65; 49.99 − 10.00 earns 39 and uses 1,000.
    expect(balance()).toMatchObject({ balancePoints: 3088 + 65 - 1000 + 39, unconfirmedPoints: 104, usableHerePoints: 1960 })
    const counted = memberRow({ ...first, lots: [{ lotId: 'lot-b', points: 2192, earnedDaysAgo: 100, availableInDays: null, expiresInDays: null }] }, NOW_MS)
    applyFeedPage(test.files.mirror(), {
      incarnation: 1,
      position: 300,
      included: { epoch: 1, seq: 2 },
      changes: [{ kind: 'member', memberId: 'm1', row: counted }],
    })
    test.desk.refresh()
    expect(balance()).toMatchObject({ balancePoints: 2192, unconfirmedPoints: 0, usableHerePoints: 2192 })
  })

  it('count in what HQ lent to this till: it is not lent elsewhere', async () => {
    test = makeDesk()
    await sell('TEA-1', 1000)
    // HQ told of the lease, but not yet of the sale that spent it.
    applyFeedPage(test.files.mirror(), {
      incarnation: 1,
      position: 300,
      included: { epoch: 1, seq: 0 },
      changes: [{ kind: 'member', memberId: 'm1', row: memberRow({ ...first, lentPoints: 1400 }, NOW_MS) }],
    })
    attach()
    expect(balance()).toMatchObject({ lentElsewherePoints: 400, balancePoints: 2127, usableHerePoints: 1560 })
  })

  it('repay debt first: what is earned is not in a lot', async () => {
    test = makeDesk({ shop: withFirst({ debtPoints: 50, lots: [] }) })
    await sell('RICE-10')
    attach()
    expect(balance()).toMatchObject({ balancePoints: 15, debtPoints: 0, unconfirmedPoints: 15 })
  })
})
