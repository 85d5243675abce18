import type { BurstCharacter } from './burst-text.ts'
import { burstText } from './burst-text.ts'
import { median, type BurstEvidence } from './burst-judge.ts'
import type { KeyFact } from './keyboard.ts'

/** A key that gave a character, with what the page was told to do with it. */
export type Press = {
  readonly fact: KeyFact
  readonly character: BurstCharacter
  readonly mark: number
  /** True: the page let it act. */
  passed: boolean
  /** How long it was down; null: it is, or nothing was seen of its coming up. */
  dwellMs: number | null
}
/** Keys that follow one another closely: a scanner's burst or a person's roll, not yet known which. */
export type Run = {
  readonly startedAtMs: number
  readonly framed: boolean
  presses: Press[]
  gapsMs: number[]
  overlaps: number
  /** Of the presses, the gap before each (0 for the first). */
  leadMs: number[]
  lastPressAtMs: number
  /** Shift went down after the last press: what the next key waits after that says nothing. */
  afterModifier: boolean
  /** The gap before that Shift. */
  modifierGapMs: number
  /** The longest pause between a Shift and its key. */
  shiftMsLongest: number
  recognised: boolean
  /** So many of the first presses may be the scanner's, which began slowly, or a person's just before it. */
  doubtful: number
  /** The mark to go back to when the burst ends, because an input method had keys of it. */
  restoreAgain: number | null
  altDigits: string
  overlong: boolean
}

/** A new run; the first press is still to be added. */
export function beginRun(atMs: number, framed: boolean): Run {
  return {
    startedAtMs: atMs,
    framed,
    presses: [],
    gapsMs: [],
    overlaps: 0,
    leadMs: [],
    lastPressAtMs: atMs,
    afterModifier: false,
    modifierGapMs: 0,
    shiftMsLongest: 0,
    recognised: false,
    doubtful: 0,
    restoreAgain: null,
    altDigits: '',
    overlong: false,
  }
}

/**
 * Notes a press and gives the gap since the one before, in milliseconds. Shift belongs to the key that follows: the pause
 * between the two is the scanner's own affair and no part of the rhythm.
 */
export function noteRhythm(run: Run, atMs: number, isModifier = false): number {
  const gapMs = run.afterModifier ? run.modifierGapMs : Math.max(0, atMs - run.lastPressAtMs)
  const isFirst = run.presses.length === 0 && run.altDigits === '' && !run.framed
  if (!isFirst && !run.afterModifier) run.gapsMs.push(gapMs)
  if (run.afterModifier) run.shiftMsLongest = Math.max(run.shiftMsLongest, atMs - run.lastPressAtMs)
  if (isModifier) run.modifierGapMs = gapMs
  run.afterModifier = isModifier
  run.lastPressAtMs = Math.max(run.lastPressAtMs, atMs)
  return gapMs
}

/** What speaks for a scanner in the run from the press at `start` on. */
export function evidenceOf(run: Run, start: number, end: BurstEvidence['end']): BurstEvidence {
  const presses = run.presses.slice(start)
  const gapsMs = start === 0 ? run.gapsMs : run.leadMs.slice(start + 1)
  const overlaps = run.framed ? 0 : Math.min(run.overlaps, presses.length)
  const text = burstText(presses.map((press) => press.character))
  return { text, gapsMs, overlaps, framed: run.framed && start === 0, end }
}

/** How far back in a long run a person's last key is looked for. */
const LOOK_BACK_CHARACTERS = 256

/**
 * Where the scanner's part begins: a person may have typed just before. Her last key stands off from the scanner's
 * even rhythm by a gap far longer than those after it.
 */
export function startOfBurst(run: Run, fastGapMs: number): number {
  if (run.framed) return 0
  const oldest = Math.max(0, run.presses.length - LOOK_BACK_CHARACTERS)
  for (let index = run.presses.length - 1; index > oldest; index -= 1) {
    const gapMs = run.leadMs[index] ?? 0
    const after = run.leadMs.slice(index + 1)
    if (after.length >= 2 && gapMs > fastGapMs && gapMs > 4 * median(after)) return index
  }
  return 0
}

/** More keys than this are never the slow beginning of a scan. */
const DOUBTFUL_MAX = 3

/**
 * Of the presses before `start`, how many may be the scanner's, waking up? The last ones, if they followed each other as
 * closely as a scanner's; a person's word before it does not.
 */
export function doubtfulBefore(run: Run, start: number, limits: { readonly fastGapMs: number; readonly firstGapMsMax: number }): number {
  if (start === 0 || (run.leadMs[start] ?? 0) > limits.firstGapMsMax) return 0
  let first = start - 1
  while (first > 0 && start - first <= DOUBTFUL_MAX && (run.leadMs[first] ?? 0) <= limits.fastGapMs) first -= 1
  return start - first <= DOUBTFUL_MAX ? start - first : 0
}

/** A hand holds a key down so long, a scanner lets go at once. Milliseconds. */
const HAND_DWELL_MS = 40

/** Whose were the doubtful presses? Where the codes do not tell, the fingers do. */
export function isHandAtStart(run: Run): boolean {
  return run.presses.slice(0, run.doubtful).some(({ dwellMs }) => dwellMs !== null && dwellMs >= HAND_DWELL_MS)
}

/** A magnetic stripe so far, at the end of a track. */
export function isStripe(run: Run): boolean {
  if (run.presses.length === 0) return false
  if (!/^[%;+]/.test(burstText(run.presses.slice(0, 1).map((press) => press.character)))) return false
  return /[?\n]$/.test(burstText(run.presses.slice(-1).map((press) => press.character)))
}
