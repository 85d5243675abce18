import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskState, SavedSale } from '../../src/contract/desk-state.ts'
import { root } from '../support/tidy/project.ts'
import { codes, openShop, type Shop } from './support/shop.ts'
import type { TillApp } from './support/till-app.ts'

/** Coupons, points, stored value, returns and Why? in the real window, against the real engine and HQ. */

let shop: Shop
let till: TillApp
let coupon: string
beforeAll(async () => {
  shop = await openShop()
  till = shop.till
  coupon = await shop.hq.command('coupons', 'ten-off', '1', 'm1001')
  await till.untilStatus('loaded mirror', ({ warnings }) => !warnings.includes('mirror-loading') && !warnings.includes('no-rules'))
  // 小宁's badge: where the till asks who sells, she does.
  await scan('ST1001')
})
afterAll(() => shop.close())

/** As the wedge hook hands a code over; keys before that are window.test.ts's. */
async function scan(text: string): Promise<void> {
  expect((await till.call('scan.submit', { source: 'wedge', text })).ok).toBe(true)
}
const couponOf = ({ coupons }: DeskState) => coupons.find(({ code }) => code === coupon)
const resultOf = ({ quote }: DeskState) => (quote.kind === 'quoted' ? quote.result : null)

/** From the basket to the saved sale; what is left to pay in cash, exactly. */
async function pay(): Promise<SavedSale> {
  await till.press('F12')
  const paying = await till.untilDesk('fixed amount', ({ phase }) => phase.kind === 'paying')
  if (paying.phase.kind === 'paying' && paying.phase.payMinor > 0) await till.press('Alt+Digit0')
  await till.press('F12')
  const { phase } = await till.untilDesk('saved sale', (desk) => desk.phase.kind === 'saved')
  if (phase.kind !== 'saved') throw new Error('not saved')
  return phase.sale
}
async function next(): Promise<void> {
  await till.press('F12')
  await till.untilDesk('next sale', ({ phase }) => phase.kind === 'selling')
  await till.untilStatus('empty queue', ({ sync }) => sync.kind === 'online' && sync.queuedEvents === 0, 15_000)
}
async function returnAll(sale: SavedSale): Promise<void> {
  await scan(sale.receiptCode)
  await till.page.getByText(`Receipt ${sale.receiptCode}: `).waitFor()
  await till.press('Alt+KeyA')
  // The first reason: faulty goods.
  await till.press('1')
  await till.page.getByRole('button', { name: /^Return \d/ }).waitFor()
  await till.press('F12')
  await till.page.getByRole('heading', { name: 'Returned' }).waitFor()
  await till.press('Enter')
  await till.untilStatus('empty queue', ({ sync }) => sync.kind === 'online' && sync.queuedEvents === 0, 15_000)
}
const tillpoint = (...args: readonly string[]) => spawnSync(path.join(root, 'bin/tillpoint'), [...args, '--data', shop.dataDir], { cwd: '/', encoding: 'utf8' })

let withCoupon: SavedSale

describe('a coupon', () => {
  it('acts when it is scanned, and says what it waits for', async () => {
    await scan(codes.member)
    await scan(codes.nuts)
    await till.scan(coupon)
    const desk = await till.untilDesk('coupon that waits', (now) => couponOf(now)?.state.kind === 'refused')
    expect(couponOf(desk)?.state).toEqual({ kind: 'refused', why: 'below-minimum-spend', missingMinor: 3420 })
    await till.page.getByText('does not count yet: 34.20 missing').waitFor()
    await till.picture('loyalty-1-coupon-waits')
  })
  it('takes off once the goods are there, by its name; it can be taken off and used again', async () => {
    await scan(codes.tea)
    await till.untilDesk('coupon that counts', (now) => couponOf(now)?.state.kind === 'applied')
    await till.page.getByText(/10\.00 off from 50\.00 −/).first().waitFor()
    await till.picture('loyalty-2-coupon')
    await till.page.getByRole('button', { name: 'Take off' }).click()
    await till.untilDesk('coupon on offer', (now) => couponOf(now)?.state.kind === 'offered')
    await till.page.getByRole('button', { name: /^Use −10\.00/ }).click()
    const desk = await till.untilDesk('coupon in the sale', (now) => couponOf(now)?.state.kind === 'applied')
    expect(couponOf(desk)?.discountMinor).toBe(1000)
  })
})

describe('points', () => {
  it('are used by number, or as many as fit', async () => {
    await till.press('F4')
    await till.page.getByRole('textbox').fill('500')
    await till.press('Enter')
    const desk = await till.untilDesk('500 points', ({ redeemPoints }) => redeemPoints === 500)
    expect(resultOf(desk)).toMatchObject({ pointsUsed: 500, pointsTenderMinor: 500 })
    await till.press('F4')
    await till.press('F5')
    const most = await till.untilDesk('as many as fit', ({ redeemPoints }) => redeemPoints === 'max')
    expect(resultOf(most)?.pointsUsed).toBeGreaterThan(500)
  })
  it('and the way to the next level, what is near and why stand in the window', async () => {
    await till.page.getByText(/points to Black/).waitFor()
    const { quote } = await till.desk()
    const nearest = quote.kind === 'quoted' ? [...quote.nearMisses].sort((a, b) => a.missingMinor - b.missingMinor)[0] : undefined
    const missing = String((nearest?.missingMinor ?? 0) / 100)
    await till.page.getByText(missing, { exact: false }).first().waitFor()
    await till.press('F10')
    await till.page.getByText(/^Why \d+ points\?$/).waitFor()
    await till.press('Control+KeyP')
    await till.page.getByText('No printer is set up here: this is the slip').waitFor()
    await till.page.getByRole('img', { name: 'Explanation on paper' }).first().waitFor()
    await till.picture('loyalty-3-why-slip')
    await till.press('Escape')
    withCoupon = await pay()
    await till.picture('loyalty-4-saved')
    await next()
  })
})

it('a coupon comes back with the whole sale', async () => {
  await returnAll(withCoupon)
  await scan(codes.member)
  await scan(codes.nuts)
  await scan(codes.tea)
  await till.untilDesk('coupon that is hers again', (now) => couponOf(now)?.state.kind === 'offered', 15_000)
  await till.call('basket.clear', {})
})

describe('stored value', () => {
  let paid: SavedSale
  it('is loaded: what is paid, and the bonus on top', async () => {
    await scan(codes.member)
    await till.call('basket.add', { sku: 'VALUE-200', quantityMilli: 1000 })
    await till.untilDesk('top-up', ({ lines, member }) => lines.length === 1 && member !== null)
    const sale = await pay()
    expect([sale.dueMinor, sale.earnPoints]).toEqual([20_000, 0])
    await next()
    await scan(codes.member)
    const desk = await till.untilDesk('stored value', ({ member }) => (member?.storedValue?.principalMinor ?? 0) > 0)
    expect(desk.member?.storedValue).toMatchObject({ principalMinor: 20_000, bonusMinor: 2_000 })
  })
  it('pays, and its balance is seen', async () => {
    await scan(codes.tea)
    await till.untilDesk('tea', ({ lines }) => lines.length === 1)
    await till.press('Alt+Digit4')
    await till.page.getByText('How much stored value?').waitFor()
    await till.press('Alt+Digit4')
    const desk = await till.untilDesk('paid with value', ({ storedValueMinor }) => storedValueMinor === 'max')
    expect(resultOf(desk)?.payMinor).toBe(0)
    await till.picture('loyalty-5-stored')
    paid = await pay()
    await next()
    await scan(codes.member)
    const after = await till.untilDesk('less value', ({ member }) => (member?.storedValue?.principalMinor ?? 20_000) < 20_000)
    const { principalMinor = 0, bonusMinor = 0 } = after.member?.storedValue ?? {}
    expect(principalMinor + bonusMinor).toBe(22_000 - paid.dueMinor)
    await till.call('basket.clear', {})
  })
  it('goes back where it came from when the goods do', async () => {
    await returnAll(paid)
    await scan(codes.member)
    const desk = await till.untilDesk('all the value', ({ member }) => (member?.storedValue?.principalMinor ?? 0) === 20_000)
    expect(desk.member?.storedValue?.bonusMinor).toBe(2_000)
    await till.call('basket.clear', {})
  })
  it('is paid out: its numbers first, then at the second press', async () => {
    await scan(codes.member)
    await till.page.getByRole('button', { name: 'Pay out' }).click()
    await till.page.getByRole('textbox').first().fill('100')
    await till.page.getByText('Bonus taken back').waitFor()
    await till.picture('loyalty-6-pay-out')
    await till.press('Enter')
    await till.page.getByRole('button', { name: /^100\.00 goes out: press again/ }).waitFor()
    expect((await till.desk()).member?.storedValue).toMatchObject({ principalMinor: 20_000 })
    await till.press('Enter')
    const desk = await till.untilDesk('half the value', ({ member }) => member?.storedValue?.principalMinor === 10_000)
    expect(desk.member?.storedValue?.bonusMinor).toBe(1_000)
    await till.page.getByText(/^100\.00 paid out: R/).waitFor()
    await till.call('basket.clear', {})
  })
})

describe('a gift card', () => {
  const card = 'GC00000000000109'
  it('is sold by its product: the window asks for the card', async () => {
    await till.call('basket.add', { sku: 'GIFT-100', quantityMilli: 1000 })
    await till.page.getByText('Scan the card that she takes with her').waitFor()
    await till.picture('loyalty-8-gift-card-asked')
    await till.scan(card)
    const { lines } = await till.untilDesk('gift card on a line', (desk) => desk.lines.length === 1)
    expect(lines[0]).toMatchObject({ sku: 'GIFT-100', netMinor: 10_000, earnPoints: 0 })
    await till.page.getByText('Sell a gift card').waitFor({ state: 'detached' })
    await pay()
    await next()
  })
  it('says what it holds where nothing is scanned, pays where goods are, and can be taken out', async () => {
    await scan(card)
    await till.page.getByText('Gift card: holds 100.00').waitFor()
    await scan(codes.tea)
    await scan(card)
    await till.page.getByText('holds 100.00', { exact: true }).waitFor()
    await till.picture('loyalty-9-gift-card-pays')
    await till.page.getByRole('button', { name: 'Take out' }).click()
    await till.untilDesk('no gift card', ({ giftCards }) => giftCards.length === 0)
    await scan(card)
    const sale = await pay()
    expect([sale.paidMinor, sale.tenderedMinor]).toEqual([sale.dueMinor, sale.dueMinor])
    await next()
    await scan(card)
    await till.page.getByText('Gift card: holds 54.20').waitFor()
  })
})

it('goods that come back are exchanged in the open sale: the difference is paid, under one receipt', async () => {
  await scan(codes.nuts)
  const first = await pay()
  await next()
  await scan(first.receiptCode)
  await till.page.getByText(`Receipt ${first.receiptCode}: `).waitFor()
  await till.press('Alt+KeyA')
  // The last reason: exchange.
  await till.press('4')
  await till.page.getByRole('button', { name: /^Take back 15\.80 for new goods/ }).waitFor()
  await till.press('F12')
  await till.untilDesk('goods that come back', ({ exchange }) => exchange?.kind === 'ready')
  await scan(codes.tea)
  await till.untilDesk('credit', ({ exchange }) => exchange?.kind === 'ready' && exchange.creditMinor === 1580)
  await till.picture('loyalty-10-exchange')
  const sale = await pay()
  expect(sale).toMatchObject({ dueMinor: 4580, exchange: { creditMinor: 1580, refundMinor: 0 } })
  await till.picture('loyalty-11-exchanged')
  await next()
})

it('the best way to pay stands in the member column, and one key takes it', async () => {
  await scan(codes.member)
  await scan(codes.tea)
  await till.page.getByRole('group', { name: 'Best way to pay' }).getByText(/^Least now: to pay 0\.00/).waitFor()
  await till.picture('loyalty-12-best-way')
  const reply = await till.call('sale.bestWays', {})
  const ways = reply.ok ? reply.output.ways : []
  const place = ways.findIndex(({ aim }) => aim === 'least-now')
  await till.press(`Alt+Digit${7 + place}`)
  const desk = await till.untilDesk('least to pay', (now) => resultOf(now)?.payMinor === 0)
  expect(resultOf(desk)?.pointsUsed).toBe(ways[place]?.redeemPoints)
  await till.call('basket.clear', {})
})

describe('the command line, from another folder', () => {
  it('shows everything of a member by her card', () => {
    const { status, stdout, stderr } = tillpoint('inspect', 'member', codes.member)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('member m1001')
    expect(stdout.replace(/ +/g, ' ')).toMatch(/stored value, paid in\n(.*\n)+balance 100\.00\nstored value, bonus\n(.*\n)+balance 10\.00/)
    expect(stdout).toMatch(/coupon …\w{4} used/)
  })
  it('computes every sale and return again', () => {
    const { status, stdout, stderr } = tillpoint('verify')
    expect([status, stdout]).toEqual([0, ''])
    expect(stderr).toContain('7 sales, 3 returns')
  })
})

it('offline the status bar cuts nothing off, and the member column says what goes on', async () => {
  await shop.hq.stop()
  await till.untilStatus('offline till', ({ sync }) => sync.kind === 'offline', 20_000)
  await scan(codes.member)
  await till.untilDesk('member', ({ member }) => member !== null)
  for (const [width, height] of [[1366, 768], [1024, 768]] as const) {
    await till.app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, ...size }), { width, height })
    await till.page.waitForFunction((wanted) => window.innerWidth === wanted, width)
    await till.picture(`loyalty-7-offline-${width}`)
    const cut = await till.page.evaluate(() => [...document.querySelectorAll('header:has([data-slab]) > *')].filter((part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1).map((part) => part.textContent))
    expect(cut).toEqual([])
  }
})

it('no page complained', () => {
  expect(till.complaints).toEqual([])
})
