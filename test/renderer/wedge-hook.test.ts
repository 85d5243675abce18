import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hookWedge } from '../../src/renderer/scan/wedge-hook.ts'
import type { WedgeScan } from '../../src/scan/wedge.ts'
import { FakeField, FakePage } from './fake-page.ts'

const code = '6901020334018'
let page: FakePage
let scans: WedgeScan[]
let unhook: () => void

beforeEach(() => {
  vi.useFakeTimers()
  page = new FakePage()
  scans = []
  unhook = hookWedge(page.asWindow(), (scan) => scans.push(scan))
})
afterEach(() => {
  unhook()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Lets the page's clock and its timers run on. */
function rest(ms: number): void {
  page.nowMs += ms
  vi.advanceTimersByTime(ms)
}
function field(typed: string): FakeField {
  const made = new FakeField(page)
  made.value = typed
  made.selectionStart = made.selectionEnd = typed.length
  page.focused = made
  return made
}

it('keys that were held come back one at a time: the page has done with each before the next', () => {
  unhook()
  const steps: string[] = []
  unhook = hookWedge(page.asWindow(), () => undefined, {
    settle(run) {
      run()
      steps.push(page.resent.join(''))
    },
  })
  page.pressAll('12', 40)
  expect(steps).toEqual([])
  rest(500)
  expect(page.resent).toEqual(['1', '2'])
  // Each key down and up.
  expect(steps).toEqual(['1', '1', '12', '12'])
})

describe('a scan', () => {
  it('is handed on from any screen, without a field, and leaves nothing behind', () => {
    page.pressAll(code, 2, 'enter')
    expect(scans.map((scan) => scan.text)).toEqual([code])
    rest(500)
    expect(page.resent).toEqual([])
  })
  it('leaves the text of a field as it was', () => {
    const input = field('chen')
    page.pressAll(code, 2, 'enter')
    rest(500)
    expect(scans.map((scan) => scan.text)).toEqual([code])
    expect([input.value, input.selectionStart]).toEqual(['chen', 4])
  })
  it('is found by the physical keys when an input method has them, and what it composed is dropped', () => {
    const input = field('chen')
    page.pressAll(code, 2, 'enter', () => 'Process')
    rest(500)
    expect(scans.map((scan) => scan.text)).toEqual([code])
    expect(input.value).toBe('chen')
    expect(input.blurs).toBeGreaterThan(0)
  })
  it('without a suffix ends by a pause', () => {
    page.pressAll(code, 2)
    expect(scans).toEqual([])
    rest(200)
    expect(scans.map((scan) => scan.text)).toEqual([code])
  })
  it('does not press the button that has the focus', () => {
    page.pressAll(code, 2)
    expect(page.press('Enter', 'Enter', 2)).toBe(false)
  })
  it('two in a row are two', () => {
    page.pressAll(code, 2, 'enter')
    rest(60)
    page.pressAll('88120000', 2, 'enter')
    expect(scans.map((scan) => scan.text)).toEqual([code, '88120000'])
  })
})

describe('the focus', () => {
  const focusIn = (target: EventTarget): void => {
    const event = new Event('focusin')
    Object.defineProperty(event, 'target', { value: target })
    page.dispatchEvent(event)
  }
  it('told of again, as a window comes to the front, does not cut a burst in two', () => {
    const input = field('chen')
    focusIn(input)
    page.pressAll(code.slice(0, 5), 2)
    page.dispatchEvent(new Event('blur'))
    page.dispatchEvent(new Event('focus'))
    focusIn(input)
    page.pressAll(code.slice(5), 2, 'enter')
    expect([scans.map((scan) => scan.text), input.value]).toEqual([[code], 'chen'])
  })
  it('moved to another field ends what was begun: those keys were typed', () => {
    const input = field('')
    focusIn(input)
    page.pressAll('12', 20)
    focusIn(field(''))
    expect(scans).toEqual([])
    rest(500)
    expect(`${input.value}${(page.focused as FakeField).value}`).toBe('12')
  })
  it('lost with the window: a key that was down then is a fresh key later', () => {
    const input = field('')
    page.pressAll('1', 200)
    page.dispatchEvent(new Event('blur'))
    rest(1000)
    page.dispatchEvent(new Event('focus'))
    page.pressAll(code, 2, 'enter')
    expect([scans.map((scan) => scan.text), input.value]).toEqual([[code], '1'])
  })
})

describe('a person', () => {
  it('types into a field and loses nothing', () => {
    const input = field('')
    for (const character of '5127') {
      page.pressAll(character, 110)
      rest(60)
    }
    expect([input.value, scans]).toEqual(['5127', []])
  })
  it('rolls three letters quickly and gets them all back, in order', () => {
    const input = field('')
    page.pressAll('cxm', 25)
    rest(300)
    expect([input.value, scans]).toEqual(['cxm', []])
  })
  it('types without a field: the keys come again as key events', () => {
    page.pressAll('5', 200)
    rest(300)
    page.pressAll('1', 200)
    rest(300)
    expect([page.resent, scans]).toEqual([['5', '1'], []])
  })
  it('presses Enter and function keys as always', () => {
    expect(page.press('Enter', 'Enter', 300)).toBe(true)
    expect(page.press('F12', 'F12', 300)).toBe(true)
    expect(page.press('Escape', 'Escape', 300)).toBe(true)
  })
})

it('takes itself off', () => {
  unhook()
  page.pressAll(code, 2, 'enter')
  expect(scans).toEqual([])
})
