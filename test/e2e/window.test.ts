import type { Page } from '@playwright/test'
import type { DeskState } from '../../src/contract/desk-state.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { look, measureBoxes, windowSizes } from '../support/look.ts'
import { codes, openShop, type Shop } from './support/shop.ts'
import type { TillApp } from './support/till-app.ts'

let shop: Shop
let till: TillApp
let page: Page
beforeAll(async () => {
  shop = await openShop({ look: { locale: 'en', theme: 'light' } })
  till = shop.till
  page = till.page
})
afterAll(() => shop.close())

/** Milliseconds between the keys of a common scanner. */
const KEY_GAP_MS = 2

/** A scanner whose keys carry the times at which they were pressed, however busy the machine is. */
async function scanInStep(code: string): Promise<void> {
  const line = await page.context().newCDPSession(page)
  const keys = [...code].map((key) => ({ key, code: `Digit${key}`, text: key, windowsVirtualKeyCode: key.charCodeAt(0) }))
  const startSeconds = await page.evaluate(() => (performance.timeOrigin + performance.now()) / 1000)
  const all = [...keys, { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 }]
  await Promise.all(
    all.flatMap(({ text, ...key }, place) => {
      const timestamp = startSeconds + (place * KEY_GAP_MS) / 1000
      return [
        line.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, text, ...key }),
        line.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp: timestamp + KEY_GAP_MS / 2000, ...key }),
      ]
    }),
  )
  await line.detach()
}

/** Measures and pictures what is on screen, at every size. English is the longest. */
async function fits(name: string): Promise<void> {
  for (const size of windowSizes) {
    await page.setViewportSize(size)
    await page.evaluate(() => document.fonts.ready.then(() => true))
    // axe takes its time and sees the same page at every size: once will do, boxes are measured at each.
    const findings = size === windowSizes[0] ? await look(page) : await measureBoxes(page)
    expect(findings, `${name} at ${size.width}`).toEqual([])
    await till.picture(`window-${name}-${size.width}`)
  }
  await page.setViewportSize(windowSizes[1])
}

const searchField = () => page.getByRole('textbox')

describe('targets of 48 px, nothing cut off, no finding of axe', () => {
  it('nothing scanned yet', () => fits('empty'))
  it('a basket with a member', async () => {
    for (const code of [codes.member, codes.nuts, codes.crackers, codes.tea]) await till.scan(code)
    await till.untilDesk('three lines and a member', ({ lines, member }) => lines.length === 3 && member !== null)
    await fits('member')
  })
  it.each([
    ['find-member', 'F2'],
    ['points', 'F4'],
    ['why', 'F10'],
    ['goods', 'Alt+p'],
    ['receipts', 'Alt+r'],
    ['quantity', '*'],
    ['help', 'F1'],
  ])('%s, opened by %s, closed by Esc', async (name, key) => {
    await till.press(key)
    await page.getByRole('dialog').waitFor()
    await fits(name)
    await till.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
  it('every number under Why', async () => {
    for (const title of ['points', 'product', 'discount', 'amount', 'balance']) {
      await till.press('F10')
      await page.getByRole('dialog', { name: new RegExp(title, 'i') }).waitFor()
      // A step without words would show its key.
      expect(await page.getByRole('dialog').innerText()).not.toMatch(/explain\.|why\./)
      await fits(`why-${title}`)
    }
    await till.press('Escape')
  })
})

describe('a scan while something is typed', () => {
  it('goes to the sale, and the text stays as it was', async () => {
    await till.press('F2')
    await searchField().pressSequentially('chen', { delay: 90 })
    const before = (await till.desk()).lines.length
    await scanInStep(codes.crisps)
    await till.untilDesk('one line more', ({ lines }) => lines.length === before + 1)
    expect(await searchField().inputValue()).toBe('chen')
  })
  it('a person who types quickly loses nothing', async () => {
    await searchField().fill('')
    await searchField().pressSequentially('cxm5127', { delay: 45 })
    await expect.poll(() => searchField().inputValue()).toBe('cxm5127')
    await till.press('Escape')
  })
})

describe('language and look', () => {
  it('switch at once and keep the basket', async () => {
    const { lines } = await till.desk()
    await page.getByRole('button', { name: 'Language and look' }).click()
    await page.getByRole('button', { name: '繁體中文' }).click()
    await page.getByRole('button', { name: '高對比' }).click()
    await till.press('Escape')
    await page.getByRole('button', { name: /收款/ }).waitFor()
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']])).toEqual(['zh-Hant', 'contrast'])
    expect((await till.desk()).lines.length).toBe(lines.length)
    await fits('contrast')
    await till.setLook({ locale: 'en', theme: 'light' })
  })
})

describe('by keyboard alone', () => {
  it('3 * makes the next scan three', async () => {
    const pieces = ({ lines }: DeskState): number => lines.reduce((sum, { quantityMilli }) => sum + quantityMilli / 1000, 0)
    const before = pieces(await till.desk())
    await page.keyboard.type('3*', { delay: 120 })
    await till.scan(codes.nuts)
    await till.untilDesk('three more', (desk) => pieces(desk) === before + 3)
  })
  it('Del takes the chosen line out; the basket goes only at the second press', async () => {
    const before = (await till.desk()).lines.length
    await till.press('ArrowUp')
    await till.press('Delete')
    await till.untilDesk('one line less', ({ lines }) => lines.length === before - 1)
    await till.press('Control+Delete')
    expect((await till.desk()).lines.length).toBe(before - 1)
    await till.press('Control+Delete')
    await till.untilDesk('an empty basket', ({ lines }) => lines.length === 0)
  })
  it('sells: scan, pay, part by wallet, rest in cash, next', async () => {
    await till.scan(codes.tea)
    await till.untilDesk('one line', ({ lines }) => lines.length === 1)
    await till.press('Alt+2')
    await till.untilDesk('paying', ({ phase }) => phase.kind === 'paying')
    await page.keyboard.type('10', { delay: 90 })
    await fits('tender')
    await till.press('F12')
    await page.keyboard.type('50', { delay: 90 })
    await till.press('Escape')
    await page.getByText('A terminal has already taken money').waitFor()
    await fits('leaving')
    await page.getByRole('button', { name: 'Stay' }).click()
    await till.press('F12')
    const { phase } = await till.untilDesk('saved', (desk) => desk.phase.kind === 'saved')
    expect(phase.kind === 'saved' && phase.sale.changeMinor).toBe(1420)
    await page.getByRole('img').locator('img').waitFor()
    await fits('saved')
    await till.press('Enter')
    await till.untilDesk('the next sale', (desk) => desk.phase.kind === 'selling')
  })
})

it('no page complained', () => {
  expect(till.complaints).toEqual([])
})
