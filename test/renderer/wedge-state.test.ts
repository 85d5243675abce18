import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WedgeTiming } from '../../src/contract/device-calls.ts'
import type { TillBridge } from '../../src/renderer/bridge.ts'
import { followWedge, useWedge } from '../../src/renderer/scan/wedge-state.ts'
import { FakePage } from './fake-page.ts'

const code = '6901020334018'
const slow: WedgeTiming = { gapMsMax: 150, fastGapMs: 130, firstGapMsMax: 200, prefixes: [] }
const usual: WedgeTiming = { gapMsMax: 50, fastGapMs: 32, firstGapMsMax: 100, prefixes: [] }

let page: FakePage
let scans: string[]
let stop: () => void
let tell: (timing: WedgeTiming) => void
let stored: WedgeTiming

beforeEach(async () => {
  vi.useFakeTimers()
  page = new FakePage()
  scans = []
  stored = usual
  const bridge = {
    invoke: () => Promise.resolve({ ok: true, output: { calibrations: [], timing: stored } }),
    on: (_name: string, listener: (timing: WedgeTiming) => void) => {
      tell = listener
      return () => undefined
    },
  } as unknown as TillBridge
  stop = followWedge(page.asWindow(), bridge, (scan) => scans.push(scan.text))
  await vi.advanceTimersByTimeAsync(0)
})
afterEach(() => {
  stop()
  useWedge.setState({ timing: null, onCalibrationScan: null })
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('keyboard scanners in the window', () => {
  it('are read with the timing of the till, from the moment it is changed', () => {
    page.pressAll(code, 90, 'enter')
    expect(scans).toEqual([])
    tell(slow)
    page.nowMs += 1000
    page.pressAll(code, 90, 'enter')
    expect(scans).toEqual([code])
  })

  it('give their scans to the wizard while it measures, however slow, and to nobody else', () => {
    const measured: number[] = []
    useWedge.setState({ onCalibrationScan: (scan) => measured.push(scan.gapMsMedian) })
    page.pressAll(code, 120, 'enter')
    expect(scans).toEqual([])
    expect(measured).toEqual([120])
    useWedge.setState({ onCalibrationScan: null })
    page.nowMs += 1000
    page.pressAll(code, 3, 'enter')
    expect(scans).toEqual([code])
  })
})
