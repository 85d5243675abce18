import { describe, expect, it } from 'vitest'
import { keepRunning, type Child } from '../../src/main/kept-process.ts'

/** Children that end when the test says so, and a clock that stands until the test moves it. */
function world() {
  let nowMs = 0
  const due: { readonly delayMs: number; readonly act: () => void }[] = []
  const children: { end(exitCode: number): void; killed: boolean }[] = []
  const ends: number[] = []
  const kept = keepRunning({
    start(): Child {
      let onExit: (exitCode: number) => void = () => undefined
      const child = { end: (exitCode: number) => onExit(exitCode), killed: false }
      children.push(child)
      return { once: (_event, listener) => (onExit = listener), kill: () => (child.killed = true) }
    },
    onStart: () => undefined,
    onEnd: (exitCode) => ends.push(exitCode),
    after: (delayMs, act) => due.push({ delayMs, act }),
    nowMs: () => nowMs,
  })
  const endLast = (livedMs: number): number | undefined => {
    nowMs += livedMs
    children.at(-1)?.end(9)
    const next = due.shift()
    next?.act()
    return next?.delayMs
  }
  return { kept, children, ends, due, endLast }
}

describe('a kept process', () => {
  it('starts again at once, then with growing pauses while it keeps ending', () => {
    const { endLast, children } = world()
    expect([1, 2, 3, 4, 5, 6, 7].map(() => endLast(5))).toEqual([0, 200, 500, 1000, 2000, 5000, 5000])
    expect(children).toHaveLength(8)
  })
  it('forgets earlier ends after one that lived well', () => {
    const { endLast } = world()
    endLast(5)
    endLast(5)
    expect(endLast(11_000)).toBe(0)
  })
  it('stays ended after stop', async () => {
    const { kept, children, due } = world()
    let asked = 0
    const stopped = kept.stop(() => (asked += 1), 5_000)
    children[0]?.end(0)
    await stopped
    expect([asked, children.length, children[0]?.killed, due.length]).toEqual([1, 1, false, 1])
  })
  it('kills one that does not end when asked', () => {
    const { kept, children, due } = world()
    void kept.stop(() => undefined, 5_000)
    due[0]?.act()
    expect(children[0]?.killed).toBe(true)
  })
})
