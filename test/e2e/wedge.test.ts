import type { CDPSession } from '@playwright/test'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { burst, pressKeys } from './support/keyboard-scanner.ts'
import { codes, openShop, type Shop } from './support/shop.ts'
import type { TillApp } from './support/till-app.ts'

/** Keyboard scanners in the real window: real keys of the display; an input method's keys by the debugging line. */
let shop: Shop
let till: TillApp
beforeAll(async () => {
  shop = await openShop()
  till = shop.till
})
afterAll(() => shop.close())
beforeEach(async () => {
  await till.press('Escape')
  await till.press('Escape')
  await till.page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined))
  await till.call('basket.clear', {})
})

const keys = (...actions: readonly string[]): Promise<void> => pressKeys(till.app.process().pid ?? 0, ...actions)
const untilRead = (code: string) => till.untilDesk(`scan of ${code}`, ({ scan }) => scan?.text === code)
/** Nothing of a scan stands in the line in which a person types a code. */
const isNothingTyped = async (): Promise<boolean> => (await till.page.getByText('Enter takes it as a code').count()) === 0
/** The physical key of a digit; none of a Chinese character. */
const codeOf = (key: string): string => (/^[0-9]$/.test(key) ? `Digit${key}` : '')
const findField = () => till.page.getByRole('textbox')

describe('a keyboard scanner', () => {
  it('is read once a code, in every form in which scanners end and frame one', async () => {
    const forms: readonly (readonly string[])[] = [
      [...burst('MEM00011'), 'key', 'Return'],
      [...burst('MEM00012'), 'key', 'Tab'],
      [...burst('MEM00013'), 'key', 'ctrl+j'],
      [...burst('MEM00014'), 'key', 'Return', 'key', 'ctrl+shift+j'],
      ['key', 'ctrl+b', ...burst('MEM00015'), 'key', 'ctrl+c'],
      burst('MEM00016'),
      [...burst('R3-147-9f2c01ab'), 'key', 'Return'],
      // At 28 ms a key: a slow one.
      [...burst('6901234567892', 56), 'key', 'Return'],
    ]
    for (const form of forms) {
      await keys(...form)
      const code = form[form.indexOf('--args') + 2] ?? ''
      await untilRead(code)
    }
    expect(await isNothingTyped()).toBe(true)
  })

  it('that scans two codes in a row gives both', async () => {
    await keys(...burst(codes.nuts), 'key', 'Return', ...burst(codes.tea), 'key', 'Return')
    const desk = await till.untilDesk('two lines', ({ lines }) => lines.length === 2)
    expect(desk.lines.map(({ sku }) => sku)).toEqual(['SNACK-NUT', 'TEA-JAS'])
  })

  it('is read from a text field, which stays as it was', async () => {
    await till.press('F2')
    await findField().fill('chen')
    await keys(...burst(codes.crackers), 'key', 'Return')
    await till.untilDesk('one line', ({ lines }) => lines.length === 1)
    expect(await findField().inputValue()).toBe('chen')
  })

  it('is read with a button in focus, which is not pressed', async () => {
    await till.page.keyboard.press('Tab')
    const focused = () => till.page.evaluate(() => document.activeElement?.textContent ?? '')
    const before = await focused()
    await keys(...burst(codes.nuts), 'key', 'Return')
    await till.untilDesk('one line', ({ lines }) => lines.length === 1)
    expect(await focused()).toBe(before)
    expect(await isNothingTyped()).toBe(true)
  })

  it('may send Chinese characters of a QR code', async () => {
    // The display has no keys for them: by the debugging line, all at once.
    const line = await till.page.context().newCDPSession(till.page)
    const code = '会员0001234卡'
    await Promise.all(Array.from(code).flatMap((key) => (['rawKeyDown', 'keyUp'] as const).map((type) => line.send('Input.dispatchKeyEvent', { type, key, code: codeOf(key) }))))
    await till.press('Enter')
    await untilRead(code)
    expect(await isNothingTyped()).toBe(true)
    await line.detach()
  })

  it('that lost a character is offered what it may have meant: arrows choose, Enter takes', async () => {
    await keys(...burst(codes.tea.slice(1)), 'key', 'Return')
    await till.untilDesk('candidates', ({ scan }) => scan?.outcome.kind === 'candidates')
    await till.press('Enter')
    expect((await till.desk()).lines).toEqual([])
    await till.press('ArrowDown')
    await till.picture('wedge-candidates')
    await till.press('Enter')
    const desk = await till.untilDesk('the tea', ({ lines }) => lines.length === 1)
    expect(desk.lines[0]?.sku).toBe('TEA-JAS')
  })
})

it('what a person types stays hers, before and after a scan', async () => {
  await till.press('F2')
  await keys('type', '--delay', '150', 'wang')
  await keys(...burst(codes.crisps), 'key', 'Return')
  await till.untilDesk('one line', ({ lines }) => lines.length === 1)
  await keys('type', '--delay', '150', ' xiao')
  await expect.poll(() => findField().inputValue()).toBe('wang xiao')
})

it('with an input method on, the code is read by its physical keys, and the field is put back', async () => {
  await till.press('F2')
  await findField().fill('li')
  const line: CDPSession = await till.page.context().newCDPSession(till.page)
  const presses = [...Array.from(codes.nuts, codeOf), 'Enter'].flatMap((code) => (['rawKeyDown', 'keyUp'] as const).map((type) => ({ type, code })))
  // 229: an input method has the key.
  await Promise.all(presses.map(({ type, code }) => line.send('Input.dispatchKeyEvent', { type, key: 'Process', code, windowsVirtualKeyCode: 229 })))
  const desk = await till.untilDesk('one line', ({ lines }) => lines.length === 1)
  expect(desk.lines[0]?.sku).toBe('SNACK-NUT')
  expect(await findField().inputValue()).toBe('li')
  await line.detach()
})
