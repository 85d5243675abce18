import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { look } from '../support/look.ts'
import { codes, openShop, type Shop } from './support/shop.ts'
import type { TillApp } from './support/till-app.ts'

/** People of the sample shop: where they stand on the lock screen, their PINs and badges. */
const ning = { tile: '1', pin: '1001' }
const ye = { name: '小叶', badge: 'ST1002' }
const zhou = { name: '老周', pin: '100400', badge: 'ST1004' }

let shop: Shop
let till: TillApp
beforeAll(async () => {
  shop = await openShop({ locked: true, look: { locale: 'en', theme: 'light' } })
  till = shop.till
  await till.untilStatus('till that wants somebody to sign in', ({ staff }) => staff.kind === 'locked')
})
afterAll(() => shop.close())

/** As a person types: no scanner is that slow. */
const type = (text: string) => till.page.keyboard.type(text, { delay: 60 })
const sees = (words: string | RegExp) => till.page.getByText(words).first().waitFor({ timeout: 8_000 })
const whoIs = () => till.untilStatus('somebody at the till', ({ staff }) => staff.kind === 'signed-in')

describe('a shift by keys alone', () => {
  it('nobody: goods are not sold, and a wrong PIN is told so', async () => {
    await sees('Who is at the till?')
    await sees('老周')
    await till.scan(codes.nuts)
    await sees(/Nobody is signed in/)
    expect((await till.desk()).lines).toEqual([])
    await till.press(ning.tile)
    await type('9999')
    expect(await till.page.locator('body').innerText()).not.toContain('9999')
    await till.press('Enter')
    await sees(/Wrong PIN/)
    expect(await look(till.page)).toEqual([])
    await till.picture('staff-1-sign-in')
  })

  it('a PIN signs in, and the float opens the shift', async () => {
    await type(ning.pin)
    await till.press('Enter')
    expect((await whoIs()).staff).toMatchObject({ name: '小宁', role: 'cashier' })
    await sees('Open shift 1')
    await till.scan(codes.nuts)
    await till.untilDesk('line', ({ lines }) => lines.length === 1)
    // Without a shift Pay leads to opening one.
    await till.press('Escape')
    await till.press('F12')
    await sees('Open shift 1')
    await type('500')
    await till.picture('staff-2-float')
    await till.press('Enter')
    await till.untilStatus('open shift', ({ shiftNumber }) => shiftNumber === 1)
  })

  it('Alt L locks, the basket waits, and a badge changes the cashier', async () => {
    const before = await till.desk()
    await till.press('Alt+l')
    await sees('1 line is waiting')
    await till.picture('staff-3-locked')
    await till.scan(ye.badge)
    expect((await whoIs()).staff).toMatchObject({ name: ye.name })
    const { saleId, lines } = await till.desk()
    expect([saleId, lines.length]).toEqual([before.saleId, 1])
  })

  it('another price asks a manager beside the basket, and is done by itself once she allows it', async () => {
    await till.press('Alt+e')
    await sees('Another price')
    await type('12')
    await till.press('Enter')
    await sees('Ask for approval')
    await sees('Waiting for approval')
    expect((await till.desk()).lines[0]?.unitPriceMinor).toBe(1580)
    await till.press('ArrowDown')
    await sees(`or the PIN of ${zhou.name}`)
    await type(zhou.pin)
    expect(await look(till.page)).toEqual([])
    await till.picture('staff-4-override')
    await till.press('Enter')
    await till.untilDesk('price of 12.00', ({ lines }) => lines[0]?.unitPriceMinor === 1200)
    await till.page.getByText('Ask for approval').waitFor({ state: 'detached' })
  })

  it('Esc asks nobody any more, and nothing happens', async () => {
    await till.press('Alt+e')
    await type('1')
    await till.press('Enter')
    await sees('Ask for approval')
    await till.press('Escape')
    await till.page.getByText('Ask for approval').waitFor({ state: 'detached' })
    const { staff } = await till.status()
    expect(staff).toMatchObject({ kind: 'signed-in', asking: null })
    expect((await till.desk()).lines[0]?.unitPriceMinor).toBe(1200)
    await till.press('Escape')
  })

  it('money out of the drawer is allowed by a badge', async () => {
    await till.press('F12')
    await till.untilDesk('fixed amount', ({ phase }) => phase.kind === 'paying')
    await till.press('Alt+Digit0')
    await till.press('F12')
    await till.untilDesk('saved sale', ({ phase }) => phase.kind === 'saved')
    await till.press('Alt+c')
    await sees('Cash in and out')
    await type('85')
    await till.press('ArrowRight')
    await till.press('Enter')
    await sees('Ask for approval')
    await till.scan(zhou.badge)
    await sees(/Paid out: ￥85\.00/)
  })

  it('is counted blind by pieces, differs, and ends in a Z report with both names', async () => {
    await till.press('Alt+s')
    await sees('A blind count')
    // 500 + 12 − 85 = 427 should be there; 422 are counted.
    const pieces = ['4', '', '1', '', '', '2']
    for (const each of pieces) {
      await type(each)
      await till.press('Enter')
    }
    expect(await till.page.locator('body').innerText()).not.toContain('427.00')
    expect(await look(till.page)).toEqual([])
    await till.picture('staff-5-count')
    await till.press('F12')
    await sees('427.00')
    await till.press('ArrowRight')
    await till.picture('staff-6-difference')
    await till.press('F12')
    await sees('Ask for approval')
    await till.scan(zhou.badge)
    await sees('Z report 0001')
    await sees('All synced, safe to switch off')
    expect(await look(till.page)).toEqual([])
    await till.picture('staff-7-z')
    // The price and the money out; that the report itself was allowed stands on it by name.
    const reports = await till.call('shift.reports', { limit: 5 })
    expect(reports).toMatchObject({
      ok: true,
      output: { reports: [{ zNumber: 1, openedByName: '小宁', closedByName: ye.name, approvedByName: zhou.name, countedMinor: 42_200, varianceMinor: -500, varianceReason: 'change-given-wrong', numbers: { approvals: 2, drawer: { expectedMinor: 42_700, paidOutMinor: 8_500 } } }] },
    })
  })

  it('practice is another till in the same window, and says so', async () => {
    await till.press('Escape')
    await till.press('Escape')
    const { shiftNumber } = await till.status()
    await till.press('Alt+m')
    await till.page.getByRole('button', { name: /Practise/ }).click()
    await till.untilStatus('practice that wants somebody to sign in', ({ training, staff }) => training && staff.kind === 'locked')
    await till.scan(ye.badge)
    await sees('Practice, not a real sale')
    await sees('Open shift 1')
    await till.picture('staff-8-practice')
    await till.press('Escape')
    await till.press('Alt+m')
    await till.page.getByRole('button', { name: /End practice/ }).click()
    await till.untilStatus('the real till', ({ training, staff }) => !training && staff.kind === 'locked')
    await till.scan(ye.badge)
    expect((await whoIs()).shiftNumber).toBe(shiftNumber)
  })

  it('no page complained', () => expect(till.complaints).toEqual([]))
})
