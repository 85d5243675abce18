import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codes, openShop, type Shop } from './support/shop.ts'
import type { Look, TillApp } from './support/till-app.ts'

let shop: Shop
let till: TillApp
beforeAll(async () => {
  shop = await openShop()
  till = shop.till
  await till.scan(codes.member)
  await till.untilDesk('member', ({ member }) => member !== null)
  await till.scan(codes.nuts)
  await till.scan(codes.tea)
  await till.untilDesk('two lines', ({ lines }) => lines.length === 2)
})
afterAll(() => shop.close())

const looks: readonly (Look & { readonly pay: string; readonly tea: string })[] = [
  { locale: 'zh-Hans', theme: 'light', pay: '收款', tea: '茉莉花茶' },
  { locale: 'zh-Hans', theme: 'dark', pay: '收款', tea: '茉莉花茶' },
  { locale: 'zh-Hant', theme: 'light', pay: '收款', tea: '茉莉花茶' },
  { locale: 'en', theme: 'dark', pay: 'Pay', tea: 'Jasmine tea' },
]
const sizes = [
  { width: 1366, height: 768 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
]

describe.each(looks)('$locale, $theme', ({ locale, theme, pay, tea }) => {
  it('speaks that language and shows that theme, after a reload too', async () => {
    await till.setLook({ locale, theme })
    await till.page.getByText(tea, { exact: true }).first().waitFor()
    await till.page.getByRole('button', { name: new RegExp(pay) }).first().waitFor()
    const { background, key } = await till.page.evaluate(() => ({
      background: getComputedStyle(document.body).backgroundColor,
      // A text that is missing shows its key.
      key: /(^|\s)[a-z]+\.[a-z]+(-[a-z]+)*($|\s)/m.exec(document.body.innerText)?.[0] ?? null,
    }))
    const lightness = (background.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3
    expect(theme === 'light' ? lightness > 128 : lightness < 128, background).toBe(true)
    expect(key).toBeNull()
  })
  it.each(sizes)('fits $width × $height', async ({ width, height }) => {
    await till.app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, ...size }), { width, height })
    await till.page.waitForFunction((wanted) => window.innerWidth === wanted, width)
    await till.page.evaluate(() => document.fonts.ready.then(() => true))
    await till.picture(`look-${locale}-${theme}-${width}`)
    const overflow = await till.page.evaluate(() => ({
      across: document.documentElement.scrollWidth - window.innerWidth,
      down: document.documentElement.scrollHeight - window.innerHeight,
    }))
    expect(overflow).toEqual({ across: 0, down: 0 })
  })
})

it('no page complained', () => {
  expect(till.complaints).toEqual([])
})
