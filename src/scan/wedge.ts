import {
  DEFAULT_BURST_SETTINGS,
  isScannerBurst,
  median,
  type BurstEvidence,
  type BurstSettings,
} from './burst-judge.ts'
import { controlSuffix, readKey, STX, suffixOf, type BurstSuffix } from './burst-keys.ts'
import { burstText, typedText, type BurstCharacter } from './burst-text.ts'
import { altDigit, controlCharacter, isAlt, isModifier, takenByInputMethod, usCharacter, type KeyFact } from './keyboard.ts'
import { classify } from './dispatch.ts'
import { DEFAULT_SCAN_RULES } from './rules.ts'
import { beginRun, doubtfulBefore, evidenceOf, isHandAtStart, isStripe, noteRhythm, startOfBurst, type Press, type Run } from './wedge-run.ts'

export type { KeyFact } from './keyboard.ts'
export type { BurstSettings } from './burst-judge.ts'

/**
 * Tells a keyboard scanner's bursts from a person's typing, key by key, so that the page can act at once.
 *
 * The page passes every key event through `key` in the capture phase and does what the verdict says, in this order:
 *   1. `restore`: put the focused field back to the state it remembered under that number (text, selection; where an
 *      input method composes: blur and focus first, which drops the composition);
 *   2. `replay`: these keys were swallowed and were a person's after all: insert their text at the caret
 *      (`document.execCommand('insertText', …)`), or where no text field has the focus send them again as key events;
 *   3. `scan`: hand it on;
 *   4. `mark`: remember the state of the focused field under this number (the last 64 are enough);
 *   5. `act`: `swallow` = preventDefault and stopImmediatePropagation.
 * At `wakeAtMs` without a key in between it calls `idle`; when the focus moves or the window loses it, `flush`.
 *
 * How nothing leaks and nothing is delayed: in a text field the first key of a possible burst acts at once (a typist
 * is never slowed), but a key that follows within `fastGapMs` is held until it is clear who pressed it, at most
 * `gapMsMax` after the last. Elsewhere the first is held too, because an action cannot be put back. Keys that an input
 * method has taken cannot be held; the field is put back when the burst is recognised, and again at its end.
 */
export type KeyVerdict = {
  readonly act: 'pass' | 'swallow'
  readonly restore: number | null
  readonly replay: readonly KeyFact[]
  readonly scan: WedgeScan | null
  readonly mark: number | null
  /** What by now is known to have been typed by a person, as text. For logs of support; the page needs `replay`. */
  readonly typed: string
  /** When to call `idle` if no key comes before, on the clock of the events; null: nothing is pending. */
  readonly wakeAtMs: number | null
}

/** One burst: its text as pressed, with STX, ETX, the device's prefix and the suffix taken off. */
export type WedgeScan = {
  readonly text: string
  readonly startedAtMs: number
  readonly atMs: number
  readonly suffix: BurstSuffix
  /** For calibration: the longest gap after the first key and after Shift; the middle and the longest of the others. */
  readonly firstGapMs: number
  readonly gapMsMedian: number
  readonly gapMsLongest: number
  /** The burst went on beyond `BURST_CHARACTERS_MAX`; the rest is dropped. */
  readonly overlong: boolean
}

/** Longer than any code: a QR code holds 7,089 digits. */
export const BURST_CHARACTERS_MAX = 8192

/** Running recognition looks at so many characters at most: what is not clear by then is settled at the end. */
const UNDECIDED_CHARACTERS_MAX = 64

/** A key held down repeats after this delay at the latest, and never faster than this. */
const REPEAT_DELAY_MS_MAX = 1000
const REPEAT_MS_MIN = 15

type Draft = { -readonly [K in keyof KeyVerdict]: KeyVerdict[K] }

/** Pure: no clock, no timers; time comes with the keys. */
export class BurstDetector {
  readonly #settings: BurstSettings
  readonly #isCode: (text: string) => boolean
  #run: Run | null = null
  /** The last burst ended by a key: then a pause within the next one is a hiccup, not its end. */
  #endsByKey = false
  /** Until then keys that only end bursts still belong to the last scan (Enter, then Ctrl+Shift+J). */
  #tailUntilMs = -Infinity
  #markCount = 0
  /** Keys that are down, by code, with what the page was told and since when they are known to be down. */
  readonly #down = new Map<string, { readonly act: 'pass' | 'swallow'; readonly atMs: number }>()
  #upsSeen = false

  /** @param isCode is it a code of a known form? Decides where a person's key and a scanner's slow first one look alike. */
  constructor(settings: BurstSettings, isCode: (text: string) => boolean = isKnownCode) {
    this.#settings = settings
    this.#isCode = isCode
  }

  /** Judges one key event. Times must not run backwards; one that does counts as now. */
  key(fact: KeyFact): KeyVerdict {
    const draft = emptyDraft()
    if (fact.type === 'up') this.#up(fact, draft)
    else {
      this.#endIfIdle(fact.atMs, draft)
      if (this.#repeats(fact)) this.#repeat(fact, draft)
      else this.#press(fact, draft)
      if (fact.code !== '') this.#down.set(fact.code, { act: draft.act, atMs: fact.atMs })
    }
    return this.#close(draft)
  }

  /** Call when `wakeAtMs` has come: ends a burst without suffix, gives held keys back to a person. */
  idle(atMs: number): KeyVerdict {
    const draft = emptyDraft()
    this.#endIfIdle(atMs, draft)
    return this.#close(draft)
  }

  /** Ends whatever is pending now: the focus moved or the input is over. */
  flush(): KeyVerdict {
    const draft = emptyDraft()
    this.#endRun('idle', draft)
    this.#down.clear()
    return this.#close(draft)
  }

  #close(draft: Draft): KeyVerdict {
    const run = this.#run
    draft.wakeAtMs = run === null || run.altDigits !== '' ? null : run.lastPressAtMs + this.#pauseMsMax(run) + 1
    return draft
  }

  /** The pause that ends the run: longer after its first key and after Shift, and in a burst whose last key is known. */
  #pauseMsMax(run: Run): number {
    const { gapMsMax, firstGapMsMax } = this.#settings
    const mayHesitate = run.recognised ? this.#endsByKey : run.presses.length === 1
    return mayHesitate || run.afterModifier ? Math.max(gapMsMax, firstGapMsMax) : gapMsMax
  }

  #endIfIdle(atMs: number, draft: Draft): void {
    const run = this.#run
    if (run === null || run.altDigits !== '') return // Alt is held: its number comes when it is let go
    if (atMs - run.lastPressAtMs > this.#pauseMsMax(run)) this.#endRun('idle', draft)
  }

  /** A key that is held down, not one whose coming up was lost (the window had no focus then). */
  #repeats(fact: KeyFact): boolean {
    const down = this.#down.get(fact.code)
    if (!this.#upsSeen || down === undefined) return false
    const sinceMs = fact.atMs - down.atMs
    return sinceMs >= REPEAT_MS_MIN && sinceMs <= REPEAT_DELAY_MS_MAX
  }

  #up(fact: KeyFact, draft: Draft): void {
    this.#upsSeen = true
    const down = this.#down.get(fact.code)
    draft.act = down?.act ?? 'pass'
    this.#down.delete(fact.code)
    const pressed = this.#run?.presses.findLast((press) => press.fact.code === fact.code)
    if (pressed !== undefined) pressed.dwellMs ??= fact.atMs - pressed.fact.atMs
    const lastPress = this.#run?.presses.at(-1)
    const rolled = lastPress !== undefined && lastPress.fact.code !== fact.code && fact.atMs - lastPress.fact.atMs > 1
    if (this.#run !== null && down !== undefined && rolled && !isModifier(fact) && altDigit(fact) === null) this.#run.overlaps += 1
    if (isAlt(fact)) this.#finishAltNumber(fact, draft)
  }

  #repeat(fact: KeyFact, draft: Draft): void {
    if (isModifier(fact)) return
    const character = readKey(fact)
    if (this.#run?.recognised === true || character === null) {
      draft.act = this.#down.get(fact.code)?.act ?? 'pass'
      return
    }
    this.#endRun('idle', draft)
    draft.typed += typedText([character])
  }

  #press(fact: KeyFact, draft: Draft): void {
    if (isModifier(fact)) {
      if (isAlt(fact)) this.#finishAltNumber(fact, draft) // its coming up was not seen
      if (this.#run !== null) noteRhythm(this.#run, fact.atMs, true)
      return
    }
    const digit = altDigit(fact)
    if (digit !== null) {
      const run = (this.#run ??= beginRun(fact.atMs, false))
      noteRhythm(run, fact.atMs)
      if (run.altDigits.length < 8) run.altDigits += digit
      return
    }
    this.#finishAltNumber(fact, draft)
    const suffix = suffixOf(fact)
    if (suffix !== null) this.#suffix(fact, suffix, draft)
    else if (fact.ctrl && !fact.alt) this.#control(fact, draft)
    else if (fact.alt && !fact.ctrl) this.#endRun('idle', draft)
    else {
      const character = readKey(fact)
      // Arrows, Escape, Backspace are never part of a code: a person pressed them.
      if (character === null) this.#endRun('idle', draft)
      else this.#character(fact, character, draft)
    }
  }

  #control(fact: KeyFact, draft: Draft): void {
    const code = controlCharacter(fact)
    const run = this.#run
    if (code === STX) {
      this.#endRun('idle', draft)
      this.#run = beginRun(fact.atMs, true)
      draft.act = 'swallow'
    } else if (run !== null && code !== null && (run.recognised || run.framed || code >= 0x1b)) {
      this.#character(fact, { kind: 'control', code }, draft)
    } else this.#endRun('idle', draft)
  }

  #suffix(fact: KeyFact, suffix: BurstSuffix, draft: Draft): void {
    const run = this.#run
    const isTail = run === null && fact.atMs <= this.#tailUntilMs
    if (isTail) this.#tailUntilMs = fact.atMs + this.#settings.gapMsMax
    let ended = false
    if (run !== null) {
      noteRhythm(run, fact.atMs)
      // Stripe readers press Enter after each track, and all tracks are one swipe: wait for the pause.
      if (isStripe(run) && (run.recognised || this.#recognise(run, 'suffix', draft))) {
        this.#character(fact, { kind: 'control', code: 0x0a }, draft)
        return
      }
      ended = this.#endRun(suffix, draft)
    }
    // Ctrl+J opens a browser's downloads or tools; scanners send it as line feed. It means nothing here, ever.
    draft.act = ended || isTail || suffix === 'lf' ? 'swallow' : 'pass'
  }

  #character(fact: KeyFact, character: BurstCharacter, draft: Draft): void {
    const isFollowUp = this.#run !== null || fact.atMs <= this.#tailUntilMs
    const run = (this.#run ??= beginRun(fact.atMs, false))
    const gapMs = noteRhythm(run, fact.atMs)
    draft.act = 'swallow'
    if (run.presses.length >= BURST_CHARACTERS_MAX) {
      run.overlong = true
      return
    }
    const press: Press = { fact, character, mark: ++this.#markCount, passed: false, dwellMs: null }
    const unstoppable = (press.passed = isUnstoppable(press))
    const nothingHeld = run.presses.at(-1)?.passed ?? true
    run.presses.push(press)
    run.leadMs.push(run.presses.length === 1 ? 0 : gapMs)
    if (run.recognised || this.#recognisesNow(run, draft)) {
      if (!unstoppable) return
      if (run.restoreAgain === null) run.restoreAgain = draft.mark = press.mark
      return
    }
    draft.mark = press.mark
    // An input method takes its keys in order, so what was held before must be in the field first.
    if (unstoppable) this.#replayHeld(run, draft)
    const unsuspicious = !isFollowUp || (run.presses.length > 1 && gapMs > this.#settings.fastGapMs)
    if (fact.editable === true && nothingHeld && unsuspicious && !run.framed) press.passed = true
    if (press.passed) draft.act = 'pass'
  }

  #recognisesNow(run: Run, draft: Draft): boolean {
    return run.presses.length <= UNDECIDED_CHARACTERS_MAX && this.#recognise(run, 'running', draft)
  }

  /** Alt came up: the digits typed meanwhile were one character. */
  #finishAltNumber(fact: KeyFact, draft: Draft): void {
    const run = this.#run
    if (run === null || run.altDigits === '') return
    const number = Number(run.altDigits)
    run.altDigits = ''
    const act = draft.act
    const lastPressAtMs = run.lastPressAtMs
    const suffix = controlSuffix(number)
    if (suffix !== null) {
      this.#suffix({ ...fact, type: 'down' }, suffix, draft)
      draft.act = act
      return
    }
    this.#character({ ...fact, type: 'down' }, { kind: 'alt', number }, draft)
    run.gapsMs.pop() // letting go is no press
    run.lastPressAtMs = Math.max(lastPressAtMs, fact.atMs)
    draft.act = act
  }

  /** Settles whose keys they were; true if a scanner's. */
  #recognise(run: Run, end: BurstEvidence['end'], draft: Draft): boolean {
    const burst = startOfBurst(run, this.#settings.fastGapMs)
    if (!isScannerBurst(evidenceOf(run, burst, end), this.#settings)) return false
    run.doubtful = doubtfulBefore(run, burst, this.#settings)
    const start = burst - run.doubtful
    const before = run.presses.slice(0, start)
    draft.replay = [...draft.replay, ...before.filter((press) => !press.passed).map((press) => press.fact)]
    draft.typed += typedText(before.map((press) => press.character))
    run.presses = run.presses.slice(start)
    run.gapsMs = start === 0 ? run.gapsMs : run.leadMs.slice(start + 1)
    run.leadMs = run.leadMs.slice(start)
    const first = run.presses.find((press) => press.passed)
    if (first !== undefined) draft.restore = first.mark
    run.restoreAgain = run.presses.some(isUnstoppable) ? (first?.mark ?? null) : null
    run.recognised = true
    return true
  }

  #replayHeld(run: Run, draft: Draft): void {
    for (const press of run.presses) {
      if (press.passed) continue
      draft.replay = [...draft.replay, press.fact]
      press.passed = true
    }
  }

  /** Ends the run: a scan (true), or a person's keys, which she gets back. */
  #endRun(suffix: BurstSuffix, draft: Draft): boolean {
    const run = this.#run
    if (run === null) return false
    this.#run = null
    const scanned = run.recognised || this.#recognise(run, suffix === 'idle' ? 'idle' : 'suffix', draft)
    if (!scanned) {
      this.#replayHeld(run, draft)
      draft.typed += typedText(run.presses.map((press) => press.character))
      return false
    }
    if (run.restoreAgain !== null) draft.restore = run.restoreAgain
    this.#settleDoubtful(run, draft)
    this.#endsByKey = suffix !== 'idle'
    this.#tailUntilMs = run.lastPressAtMs + this.#settings.gapMsMax * (suffix === 'idle' ? 2 : 1)
    const gapsMs = run.leadMs.slice(2)
    draft.scan = {
      text: this.#textOf(run.presses),
      startedAtMs: run.presses[0]?.fact.atMs ?? run.startedAtMs,
      atMs: run.lastPressAtMs,
      suffix,
      firstGapMs: Math.max(run.leadMs[1] ?? 0, run.shiftMsLongest),
      gapMsMedian: median(gapsMs),
      gapMsLongest: Math.max(0, ...gapsMs),
      overlong: run.overlong,
    }
    return true
  }

  #textOf(presses: readonly Press[]): string {
    const { prefixes } = this.#settings
    const isCode = (text: string): boolean => this.#isCode(withoutFrame(text, prefixes))
    return withoutFrame(burstText(presses.map((press) => press.character), isCode), prefixes)
  }

  /** A key or two stood off from the rest: the whole is a code, or the rest is, or the fingers tell. */
  #settleDoubtful(run: Run, draft: Draft): void {
    if (run.doubtful === 0) return
    const rest = run.presses.slice(run.doubtful)
    const isWhole = this.#isCode(this.#textOf(run.presses))
    if (isWhole || (!this.#isCode(this.#textOf(rest)) && !isHandAtStart(run))) return
    const hand = run.presses.slice(0, run.doubtful)
    draft.replay = [...draft.replay, ...hand.map(givenBack)]
    draft.typed += typedText(hand.map((press) => press.character))
    run.presses = rest
    run.leadMs = run.leadMs.slice(run.doubtful)
  }
}

function emptyDraft(): Draft {
  return { act: 'pass', restore: null, replay: [], scan: null, mark: null, typed: '', wakeAtMs: null }
}

/** A key to be typed again; what an input method had of it is gone, so it is the letter on the key. */
function givenBack({ fact }: Press): KeyFact {
  return takenByInputMethod(fact.key) ? { ...fact, key: usCharacter(fact.code, fact.shift) ?? fact.key } : fact
}

/** A code of one of the forms that every shop has, such as an EAN with a right check digit. */
function isKnownCode(text: string): boolean {
  const code = classify({ source: 'wedge', text, aim: null, symbology: null, tracks: null }, DEFAULT_SCAN_RULES)
  return code !== null && code.kind !== 'unknown'
}

/** A key that acts whatever the page does: an input method or Alt with the number pad has it. */
function isUnstoppable(press: Press): boolean {
  return takenByInputMethod(press.fact.key) || press.character.kind === 'alt'
}

function withoutFrame(text: string, prefixes: readonly string[]): string {
  const prefix = prefixes.find((each) => text.startsWith(each))
  const code = prefix === undefined ? text : text.slice(prefix.length)
  return code.replace(/[\r\n]+$/, '')
}

/** A detector with the given settings; those left out are the defaults. */
export function createBurstDetector(settings: Partial<BurstSettings> = {}): BurstDetector {
  return new BurstDetector({ ...DEFAULT_BURST_SETTINGS, ...settings })
}
