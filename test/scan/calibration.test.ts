import { describe, expect, it } from 'vitest'
import { calibrate, CALIBRATING } from '../../src/scan/calibration.ts'
import type { WedgeScan } from '../../src/scan/wedge.ts'
import { wedgeKeys, type WedgeSuffix } from '../sim/devices/wedge-keys.ts'
import { PageModel } from './page-model.ts'

const CODE = 'tp-setup-0123'

/** The code as a scanner of this rhythm sends it, recorded as the wizard does. */
function recorded(gapsMs: readonly number[], times: number, options: { readonly suffix?: WedgeSuffix; readonly prefix?: string; readonly code?: string } = {}): readonly WedgeScan[] {
  const model = new PageModel(false, CALIBRATING)
  const text = `${options.prefix ?? ''}${options.code ?? CODE}`
  for (let time = 0; time < times; time += 1) model.play(wedgeKeys(text, { gapsMs, startMs: 3000 * time, suffix: options.suffix ?? 'enter' })).rest()
  return model.scans
}

describe('calibration', () => {
  it('asks for more scans until there are five', () => {
    expect(calibrate(recorded([4], 3), CODE)).toEqual({ kind: 'scan-more', missing: 2 })
    expect(calibrate([], CODE)).toEqual({ kind: 'scan-more', missing: 5 })
  })

  it('finds that a common scanner fits the defaults', () => {
    expect(calibrate(recorded([4, 6], 5), CODE)).toMatchObject({ kind: 'measured', prefix: '', suffix: 'enter', fitsDefaults: true, gapMsLongest: 6 })
  })

  it('makes a fast one without suffix wait for less than the default', () => {
    const outcome = calibrate(recorded([3], 5, { suffix: 'none' }), CODE)
    expect(outcome).toMatchObject({ kind: 'measured', gapMsMax: 20, suffix: 'idle' })
  })

  it('gives settings under which a slow scanner is read that the defaults do not know', () => {
    const outcome = calibrate(recorded([85, 90], 5), CODE)
    if (outcome.kind !== 'measured') throw new Error(outcome.kind)
    expect(outcome).toMatchObject({ fitsDefaults: false })
    const slow = wedgeKeys('6901234567892', { gapsMs: [85, 90] })
    expect(new PageModel(true).play(slow).rest().texts).toEqual([])
    const { gapMsMax, fastGapMs, firstGapMsMax } = outcome
    expect(new PageModel(true, { gapMsMax, fastGapMs, firstGapMsMax }).play(slow).rest()).toMatchObject({ texts: ['6901234567892'], field: '' })
  })

  it('finds the text that the device sends before each code', () => {
    expect(calibrate(recorded([4], 5, { prefix: '~#' }), CODE)).toMatchObject({ kind: 'measured', prefix: '~#', fitsDefaults: false })
  })

  it('measures the pauses after Shift apart', () => {
    const scans = recorded([40], 5, { code: 'TP-SETUP' })
    expect(calibrate(scans, 'TP-SETUP')).toMatchObject({ kind: 'measured', firstGapMsLongest: 40, firstGapMsMax: 80 })
  })

  it('refuses what is not the sheet’s code, and a scanner slower than a person', () => {
    expect(calibrate(recorded([4], 5, { code: '6901234567892' }), CODE)).toMatchObject({ kind: 'other-text' })
    expect(calibrate(recorded([190], 5), CODE)).toMatchObject({ kind: 'too-slow' })
  })
})
