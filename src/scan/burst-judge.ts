/**
 * Scanner or person? Decided by the rhythm of the presses, by whether keys overlap, and by what the characters are.
 * Measured: scanners press every 1 to 30 ms, evenly, and lift each key before the next; people press every 60 to
 * 200 ms, and in rolls of a few letters every 30 to 50 ms with the keys overlapping. Nobody types digits in a roll.
 */
export type BurstSettings = {
  /** A longer pause ends a burst. Calibrated for a device without suffix; milliseconds. */
  readonly gapMsMax: number
  /** Up to this middle gap only a machine presses six keys one after the other; milliseconds. */
  readonly fastGapMs: number
  /** The gap after a burst's first key, and after Shift, may be this long: the computer or the scanner wakes up. Milliseconds. */
  readonly firstGapMsMax: number
  /** Texts before each code by the devices' own settings, not part of the code. */
  readonly prefixes: readonly string[]
}
export const DEFAULT_BURST_SETTINGS: BurstSettings = { gapMsMax: 50, fastGapMs: 32, firstGapMsMax: 100, prefixes: [] }

/** Up to this middle gap no hand presses even three keys one after the other; milliseconds. */
const MACHINE_GAP_MS = 15

export type BurstEvidence = {
  readonly text: string
  /** Milliseconds from each press to the next, modifiers included. */
  readonly gapsMs: readonly number[]
  /** How many keys were let go only after the next one was pressed. */
  readonly overlaps: number
  /** STX came before. */
  readonly framed: boolean
  /** `running`: more may come; only a clear case is a scan yet. */
  readonly end: 'running' | 'suffix' | 'idle'
}

/** True where only a scanner explains it. */
export function isScannerBurst(evidence: BurstEvidence, settings: BurstSettings): boolean {
  const { text, gapsMs, overlaps, framed, end } = evidence
  const characters = [...text]
  const count = characters.length
  if (count === 0) return false
  const middleMs = median(gapsMs)
  if (framed) return end === 'suffix' || (count >= 2 && middleMs <= settings.fastGapMs)
  if (count < 3) return false
  if (new Set(characters).size === 1 && middleMs > MACHINE_GAP_MS) return false // a key that is held down repeats
  const digitShare = characters.filter((character) => character >= '0' && character <= '9').length / count
  // Rolling fingers overlap. A whole code with a suffix at a machine's pace is a code even so: no hand does that.
  const rolled = overlaps * 2 >= count
  if (middleMs <= MACHINE_GAP_MS && count >= 6 && (!rolled || end === 'suffix' || digitShare > 0.9)) return true
  if (rolled) return false
  if (middleMs <= MACHINE_GAP_MS) return end === 'suffix'
  if (middleMs <= settings.fastGapMs) return count >= 6 && (end === 'suffix' || digitShare >= 0.5 || count >= 12)
  return count >= 8 && digitShare >= 0.6 && middleMs <= settings.gapMsMax
}

/** The upper median; 0 of nothing. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}
