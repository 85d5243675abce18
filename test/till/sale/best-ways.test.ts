import { afterEach, describe, expect, it } from 'vitest'
import { NO_COUNTER, type Counter } from '../../../src/till/counter.ts'
import { bestWays, takeBestWay } from '../../../src/till/sale/best-ways.ts'
import { makeDesk, type DeskSetting, type TestDesk } from '../../support/desk.ts'
import { sampleShop, type Shop } from '../../support/till-shop.ts'

let test: TestDesk
afterEach(() => test.dispose())

const coupons = [{ id: 'ten-off', name: { en: 'Ten off' }, kind: 'amount-off', effect: { minor: 1000, per: 'basket' }, what: { minSpendMinor: 5000 }, validDays: 30 }]
const stored = { principalMinor: 2000, bonusMinor: 200 }
const counter: Counter = {
  ...NO_COUNTER,
  lendCoupon: ({ code }) => Promise.resolve({ kind: 'answer', answer: { code, coupon: 'ten-off', expiresAtMs: null, usesLeft: 1 } }),
  lendValue: () => Promise.resolve({ kind: 'answer', answer: stored }),
}
function shop(redeem: object = {}): Shop {
  const sample = sampleShop()
  const hers = { coupons: [{ code: 'CPHERS', coupon: 'ten-off', expiresAtMs: null, usesLeft: 1 }], storedPrincipalMinor: stored.principalMinor, storedBonusMinor: stored.bonusMinor }
  return {
    ...sample,
    programme: { ...sample.programme, coupons, redeem: { ...(sample.programme as { redeem: object }).redeem, ...redeem } },
    members: sample.members.map((member) => (member.memberId === 'm1' ? { ...member, ...hers } : member)),
  }
}
const make = (setting: DeskSetting = {}): void => void (test = makeDesk({ shop: shop(), counter, ...setting }))
const withMember = (foundBy: 'card' | 'qr' | 'phone' = 'card'): void => void test.desk.setMember({ memberId: 'm1', foundBy, cardBlocked: false })
const ways = () => bestWays(test.desk.basket, test.desk.look)
const payMinor = (): number => {
  const { quote } = test.desk.state()
  return quote.kind === 'quoted' ? quote.result.payMinor : Number.NaN
}

describe('the best way to pay', () => {
  it('is proposed for each aim with what it uses, and the numbers are those of the sale once it is taken', async () => {
    make()
    expect(ways()).toEqual([])
    test.add('RICE-10')
    expect(ways()).toEqual([])
    withMember()
    const [value, least, keep, ...more] = ways()
    expect(more).toEqual([])
    // 260 of her points expire within 30 days: they cost nothing.
    expect(value).toMatchObject({ aim: 'best-value', coupons: [{ code: 'CPHERS', name: { en: 'Ten off' } }], storedValueMinor: 0, isTaken: false })
    expect(value?.redeemPoints).toBeGreaterThanOrEqual(260)
    expect(least).toMatchObject({ aim: 'least-now', coupons: [{ code: 'CPHERS' }], storedValueMinor: 2200, isTaken: false })
    expect(keep).toMatchObject({ aim: 'keep', coupons: [], redeemPoints: 0, storedValueMinor: 0, payMinor: 6530, isTaken: true })
    for (const way of [value, least, keep]) {
      if (way === undefined) throw new Error('a way is missing')
      expect((await takeBestWay(test.desk, way.aim)).ok).toBe(true)
      expect(payMinor()).toBe(way.payMinor)
      expect(ways().filter(({ isTaken }) => isTaken).map(({ aim }) => aim)).toEqual([way.aim])
    }
    expect(test.desk.state()).toMatchObject({ redeemPoints: 0, storedValueMinor: 0, coupons: [{ code: 'CPHERS', state: { kind: 'offered' } }] })
  })
  it('leaves what gift cards pay alone', async () => {
    make()
    withMember()
    test.add('RICE-10')
    test.desk.change<never>((basket) => ({ kind: 'changed', basket: { ...basket, giftCards: [{ code: 'GC1', use: 'pay', lent: { balanceMinor: 6000 } }] } }))
    expect(ways().map(({ aim, payMinor: left }) => [aim, left])).toEqual([['keep', 530]])
  })
  it('stops at the coupon that HQ does not lend, and says so', async () => {
    make({ counter: { ...counter, lendCoupon: () => Promise.resolve({ kind: 'rejected', rejected: 'coupon_used' }) } })
    withMember()
    test.add('RICE-10')
    expect(await takeBestWay(test.desk, 'best-value')).toMatchObject({ ok: false, error: { code: 'coupon_used' } })
  })
})

describe('more points than the rules give without proof', () => {
  it('want her card or its QR; scanning it keeps what was asked for', async () => {
    make({ shop: shop({ verifyAbovePoints: 500 }) })
    withMember('phone')
    test.add('RICE-10')
    test.desk.redeem(600)
    expect(await test.desk.pay()).toMatchObject({ ok: false, error: { code: 'verification_needed' } })
    withMember('card')
    expect(test.desk.state().redeemPoints).toBe(600)
    expect(await test.pay()).toBe(6530 - 600)
    test.desk.unlock()
    withMember('qr')
    expect(await test.pay()).toBe(6530 - 600)
    test.desk.unlock()
    withMember('phone')
    test.desk.redeem(500)
    expect(await test.pay()).toBe(6530 - 500)
  })
})
