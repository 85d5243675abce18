import { DEFAULT_BURST_SETTINGS, type BurstSettings } from './burst-judge.ts'
import type { WedgeScan } from './wedge.ts'

/**
 * Calibration of a keyboard scanner: it reads one code of the set-up sheet several times, its rhythm is measured, and
 * settings come out that are as tight as it allows: the shorter the pause that ends a burst, the sooner a scanner without
 * suffix is heard, and the less a person's keys are held.
 */

/** For the time of a calibration: even the slowest scanner is recognised. Nobody types while it lasts. */
export const CALIBRATING: BurstSettings = { gapMsMax: 400, fastGapMs: 200, firstGapMsMax: 450, prefixes: [] }

/** Fewer scans do not show how a scanner's rhythm varies. */
export const CALIBRATION_SCANS_MIN = 5

/** One scan of the calibration; a `WedgeScan` is one. */
export type CalibrationScan = Pick<WedgeScan, 'text' | 'suffix' | 'firstGapMs' | 'gapMsMedian' | 'gapMsLongest'>

export type CalibrationOutcome =
  /** So many scans more are wanted. */
  | { readonly kind: 'scan-more'; readonly missing: number }
  /** Some scans were not the sheet's code: another code, cut, or in the letters of another keyboard layout. */
  | { readonly kind: 'other-text'; readonly texts: readonly string[] }
  /** Its pauses are longer than a person's: settings cannot tell the two apart. Set the scanner to a faster one. */
  | { readonly kind: 'too-slow'; readonly gapMsLongest: number }
  | {
      readonly kind: 'measured'
      readonly gapMsMax: number
      readonly fastGapMs: number
      readonly firstGapMsMax: number
      readonly prefix: string
      /** What it sends after a code; null: not always the same. */
      readonly suffix: WedgeScan['suffix'] | null
      readonly gapMsMedian: number
      readonly gapMsLongest: number
      readonly firstGapMsLongest: number
      /** The defaults would do as well: nothing needs to be saved. */
      readonly fitsDefaults: boolean
    }

/** Pauses of people begin here; milliseconds. */
const TOO_SLOW_MS = 150

/**
 * Measures.
 * @param scans recorded with the settings `CALIBRATING`
 * @param expected the sheet's code; what stands before it in every scan is the device's prefix
 */
export function calibrate(scans: readonly CalibrationScan[], expected: string): CalibrationOutcome {
  const others = scans.filter(({ text }) => !text.endsWith(expected)).map(({ text }) => text)
  if (others.length > 0) return { kind: 'other-text', texts: others }
  const prefixes = new Set(scans.map(({ text }) => text.slice(0, text.length - expected.length)))
  if (prefixes.size > 1) return { kind: 'other-text', texts: scans.map(({ text }) => text) }
  if (scans.length < CALIBRATION_SCANS_MIN) return { kind: 'scan-more', missing: CALIBRATION_SCANS_MIN - scans.length }
  const gapMsMedian = Math.max(...scans.map((scan) => scan.gapMsMedian))
  const gapMsLongest = Math.max(...scans.map((scan) => scan.gapMsLongest))
  const firstGapMsLongest = Math.max(...scans.map((scan) => scan.firstGapMs))
  if (gapMsMedian > TOO_SLOW_MS || gapMsLongest > 2 * TOO_SLOW_MS) return { kind: 'too-slow', gapMsLongest }
  const suffixes = new Set(scans.map(({ suffix }) => suffix))
  const [prefix = ''] = prefixes
  const [suffix] = suffixes
  const measured = {
    gapMsMax: within(gapMsLongest * 1.5 + 10, 20, 450),
    fastGapMs: within(gapMsMedian * 1.3 + 4, 20, 200),
    firstGapMsMax: within(Math.max(firstGapMsLongest, gapMsLongest) * 1.5 + 20, 40, 450),
  }
  const fitsDefaults =
    prefix === '' &&
    measured.gapMsMax <= DEFAULT_BURST_SETTINGS.gapMsMax &&
    measured.fastGapMs <= DEFAULT_BURST_SETTINGS.fastGapMs &&
    measured.firstGapMsMax <= DEFAULT_BURST_SETTINGS.firstGapMsMax
  return { kind: 'measured', ...measured, prefix, suffix: suffixes.size === 1 ? (suffix ?? null) : null, gapMsMedian, gapMsLongest, firstGapMsLongest, fitsDefaults }
}

function within(ms: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.ceil(ms)))
}
