import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SavedSale } from '../../src/contract/desk-state.ts'
import { recount } from '../recount/recount.ts'
import path from 'node:path'
import { codes, openShop, type Shop } from './support/shop.ts'
import type { TillApp } from './support/till-app.ts'

let shop: Shop
let till: TillApp
const saved: SavedSale[] = []

beforeAll(async () => {
  shop = await openShop()
  till = shop.till
})
afterAll(() => shop.close())

/** From a full basket to the saved sale, in cash, exactly. */
async function payExactly(): Promise<SavedSale> {
  await till.press('F12')
  await till.untilDesk('fixed amount', ({ phase }) => phase.kind === 'paying')
  await till.press('Alt+Digit0')
  await till.press('F12')
  const { phase } = await till.untilDesk('saved sale', (desk) => desk.phase.kind === 'saved')
  if (phase.kind !== 'saved') throw new Error('not saved')
  saved.push(phase.sale)
  await till.page.getByText(`Receipt ${phase.sale.receiptCode}`).waitFor()
  return phase.sale
}

async function recounted(): Promise<string> {
  const { text } = await recount({
    tills: [{ name: 'till', dataFolder: path.join(shop.dataDir, 'till') }],
    databaseUrl: shop.hq.databaseUrl(),
    shown: saved.map(({ saleId }) => ({ till: 'till', eventId: saleId })),
  })
  return text
}

describe('a day at the till', () => {
  it('scans a card and three products in any order', async () => {
    await till.scan(codes.nuts)
    await till.untilDesk('first line', ({ lines }) => lines.length === 1)
    await till.scan(codes.member)
    await till.untilDesk('member', ({ member }) => member !== null)
    await till.scan(codes.crackers)
    await till.scan(codes.tea)
    const desk = await till.untilDesk('three lines', ({ lines }) => lines.length === 3)
    expect(desk.lines.map(({ sku }) => sku)).toEqual(['SNACK-NUT', 'SNACK-SALT', 'TEA-JAS'])
    expect(desk.member).toMatchObject({ memberId: 'm1001', foundBy: 'card', status: 'active' })
    expect(desk.member?.balance.usableHerePoints).toBeGreaterThan(0)
    await till.picture('journey-1-basket')
  })

  it('pays a part with points, under a lease of HQ, and the rest in cash', async () => {
    const before = await till.desk()
    await till.press('F5')
    await till.untilDesk('points chosen', ({ redeemPoints }) => redeemPoints !== 0)
    await till.picture('journey-2-points')
    const sale = await payExactly()
    await till.picture('journey-3-saved')
    expect(sale.pointsUsed).toBeGreaterThan(0)
    expect(sale.balancePointsAfter).toBe((before.member?.balance.balancePoints ?? 0) - sale.pointsUsed + sale.earnPoints)
    await till.untilDesk('sale that HQ has', ({ phase }) => phase.kind === 'saved' && phase.sale.acked)
    expect(await recounted()).toMatch(/lost 0, doubled 0, different 0$/)
  })

  it('sells on while HQ is stopped, and says so', async () => {
    await shop.hq.stop()
    for (const code of [codes.crisps, codes.nuts]) {
      await till.press('F12')
      await till.untilDesk('next sale', ({ phase }) => phase.kind === 'selling')
      await till.scan(code)
      await till.untilDesk('line', ({ lines }) => lines.length === 1)
      const sale = await payExactly()
      expect(sale.acked).toBe(false)
    }
    const status = await till.untilStatus('till that is offline', ({ sync }) => sync.kind === 'offline', 20_000)
    expect(status.sync.queuedEvents).toBe(2)
    await till.picture('journey-4-offline')
  })

  it('spends no points offline', async () => {
    await till.press('F12')
    await till.scan(codes.member)
    const { member } = await till.untilDesk('member', (desk) => desk.member !== null)
    expect(member?.balance).toMatchObject({ usableHerePoints: 0, limitedBy: 'offline' })
    await till.scan(codes.crisps)
    await till.untilDesk('line', ({ lines }) => lines.length === 1)
    await till.picture('journey-5-no-points-offline')
  })

  it('brings every sale to HQ once, within 15 s of its return', async () => {
    await shop.hq.start()
    await till.untilStatus('empty queue', ({ sync }) => sync.kind === 'online' && sync.queuedEvents === 0, 15_000)
    expect(saved).toHaveLength(3)
    expect(await recounted()).toMatch(/lost 0, doubled 0, different 0$/)
    await till.picture('journey-6-online-again')
  })

  it('brings the open basket back when the engine is killed', async () => {
    const before = await till.desk()
    const killed = till.engineProcess()
    process.kill(killed, 'SIGKILL')
    const after = await till.untilDesk('basket of before', ({ saleId, lines }) => saleId === before.saleId && lines.length === 1, 5_000)
    expect(till.engineProcess()).not.toBe(killed)
    expect(after.member?.memberId).toBe(before.member?.memberId)
    await till.takeOver()
    await till.scan(codes.nuts)
    await till.untilDesk('one line more', ({ lines }) => lines.length === 2)
    await till.page.getByText('Nut crisps, plain').first().waitFor()
  })

  it('brings it back after a restart, with the numbers of the day', async () => {
    const before = await till.desk()
    till = await shop.reopen()
    const after = await till.desk()
    expect(after).toMatchObject({ saleId: before.saleId, saleNumber: before.saleNumber })
    expect(after.lines.map(({ sku, netMinor }) => [sku, netMinor])).toEqual(before.lines.map(({ sku, netMinor }) => [sku, netMinor]))
    await payExactly()
    await till.untilStatus('empty queue', ({ sync }) => sync.kind === 'online' && sync.queuedEvents === 0, 15_000)
    expect(saved).toHaveLength(4)
    expect(await recounted()).toMatch(/lost 0, doubled 0, different 0$/)
  })

  it('has shown no page that complained', () => {
    expect(till.complaints).toEqual([])
  })
})
