import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SavedSale } from '../../src/contract/desk-state.ts'
import { codes, openShop, type Shop } from './support/shop.ts'
import type { TillApp } from './support/till-app.ts'

let shop: Shop
let till: TillApp
let sale: SavedSale

beforeAll(async () => {
  shop = await openShop()
  till = shop.till
})
afterAll(() => shop.close())

async function rowsAtHq<Row extends object>(sql: string, ...values: readonly string[]): Promise<readonly Row[]> {
  const client = new Client({ connectionString: shop.hq.databaseUrl() })
  await client.connect()
  try {
    return (await client.query<Row>(sql, [...values])).rows
  } finally {
    await client.end()
  }
}

/** Of the member that the journey sells to, in HQ's books. */
async function balanceAtHq(): Promise<number> {
  const [row] = await rowsAtHq<{ readonly points: string }>("SELECT COALESCE(SUM(delta), 0) AS points FROM entries WHERE asset = 'points' AND account = 'member/m1001'")
  return Number(row?.points)
}

/** What one event booked at HQ, by asset and account. */
async function bookedAtHq(eventId: string): Promise<Readonly<Record<string, number>>> {
  const rows = await rowsAtHq<{ readonly account: string; readonly delta: string }>("SELECT asset || ' ' || account AS account, SUM(delta) AS delta FROM entries WHERE event_id = $1 GROUP BY asset, account", eventId)
  return Object.fromEntries(rows.map(({ account, delta }) => [account, Number(delta)]))
}

/** As the wedge hook hands a code over; the keys before that are window.test.ts's, and late keys of a busy machine are not this journey's matter. */
async function scan(text: string): Promise<void> {
  const reply = await till.call('scan.submit', { source: 'wedge', text })
  expect(reply.ok).toBe(true)
}

/** Nothing waits for HQ any more. */
async function untilSent(): Promise<void> {
  await till.untilStatus('empty queue', ({ sync }) => sync.kind === 'online' && sync.queuedEvents === 0, 15_000)
}

describe('a return by its receipt', () => {
  it('sells two of a thing and a tea to a member', async () => {
    await till.untilStatus('loaded mirror', ({ warnings }) => !warnings.includes('mirror-loading') && !warnings.includes('no-rules'))
    await scan(codes.member)
    await till.untilDesk('member', ({ member }) => member !== null)
    await scan(codes.nuts)
    await till.untilDesk('line', ({ lines }) => lines.length === 1)
    await till.page.getByText('Nut crisps, plain').first().waitFor()
    await till.press('+')
    await till.untilDesk('second piece', ({ lines }) => lines[0]?.quantityMilli === 2000)
    await scan(codes.tea)
    await till.untilDesk('two lines', ({ lines }) => lines.length === 2)
    await till.press('F12')
    await till.untilDesk('fixed amount', ({ phase }) => phase.kind === 'paying')
    await till.press('Alt+Digit0')
    await till.press('F12')
    const { phase } = await till.untilDesk('saved sale', (desk) => desk.phase.kind === 'saved')
    if (phase.kind !== 'saved') throw new Error('not saved')
    ;({ sale } = phase)
    await till.press('F12')
    await till.untilDesk('next sale', (desk) => desk.phase.kind === 'selling')
    await untilSent()
  })

  it('finds it by scanning the receipt, and shows what one of two brings back', async () => {
    await scan(sale.receiptCode)
    await till.page.getByText(`Receipt ${sale.receiptCode}: `).waitFor()
    await till.press('+')
    await till.press('1')
    await till.page.getByRole('button', { name: /^Return 15\.80/ }).waitFor()
    await till.picture('return-1-chosen')
  })

  it('explains its numbers', async () => {
    await till.press('F10')
    await till.page.getByText('Why these numbers?').waitFor()
    await till.picture('return-2-why')
    await till.press('Escape')
    await till.page.getByText('Faulty goods: nothing is kept back').waitFor()
  })

  it('books it once, with its numbers the same at till and HQ', async () => {
    const before = await balanceAtHq()
    await till.press('F12')
    await till.page.getByRole('heading', { name: 'Returned' }).waitFor()
    await till.picture('return-3-saved')
    await untilSent()
    const found = await till.call('return.find', { receiptCode: sale.receiptCode })
    if (!found.ok) throw new Error(found.error.code)
    const [done, ...more] = found.output.returns
    expect(more).toEqual([])
    expect(done).toMatchObject({ refundMinor: 1580, refunds: [{ kind: 'cash', refundMinor: 1580 }], reason: 'defect', acked: true })
    expect(found.output.lines[0]).toMatchObject({ quantityMilli: 2000, returnableMilli: 1000 })
    expect(done?.pointsClawedBack).toBeGreaterThan(0)
    expect(await balanceAtHq()).toBe(before - (done?.pointsClawedBack ?? 0))
    expect(done?.balancePointsAfter).toBe(await balanceAtHq())
    expect(await bookedAtHq(done?.returnId ?? '')).toEqual({ 'money goods': 1580, 'money tender/cash': -1580, 'points member/m1001': -(done?.pointsClawedBack ?? 0), 'points programme/issued': done?.pointsClawedBack })
  })

  it('gives back the second, and not a third', async () => {
    await till.press('Enter')
    await till.press('F8')
    await till.page.getByLabel('Receipt code').fill(sale.receiptCode)
    await till.press('Enter')
    await till.page.getByText('1 return before').waitFor()
    await till.press('+')
    await till.press('+')
    await till.press('2')
    await till.page.getByRole('button', { name: /^Return 15\.80/ }).waitFor()
    await till.press('F12')
    await till.page.getByRole('heading', { name: 'Returned' }).waitFor()
    const found = await till.call('return.find', { receiptCode: sale.receiptCode })
    expect(found.ok && found.output.lines[0]?.returnableMilli).toBe(0)
  })

  it('has shown no page that complained', () => {
    expect(till.complaints).toEqual([])
  })
})
