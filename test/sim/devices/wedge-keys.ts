import type { KeyFact } from '../../../src/scan/wedge.ts'

/** Key timelines as Chromium reports them, of scanners in keyboard mode and of people. */

/** US layout: the key and whether shift is needed. */
const SHIFTED: Readonly<Record<string, string>> = {
  '!': 'Digit1',
  '@': 'Digit2',
  '#': 'Digit3',
  $: 'Digit4',
  '%': 'Digit5',
  '^': 'Digit6',
  '&': 'Digit7',
  '*': 'Digit8',
  '(': 'Digit9',
  ')': 'Digit0',
  _: 'Minus',
  '+': 'Equal',
  '{': 'BracketLeft',
  '}': 'BracketRight',
  '|': 'Backslash',
  ':': 'Semicolon',
  '"': 'Quote',
  '~': 'Backquote',
  '<': 'Comma',
  '>': 'Period',
  '?': 'Slash',
}
const PLAIN: Readonly<Record<string, string>> = {
  '-': 'Minus',
  '=': 'Equal',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  ';': 'Semicolon',
  "'": 'Quote',
  '`': 'Backquote',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  ' ': 'Space',
}
const NONE = { shift: false, ctrl: false, alt: false }

/** The physical key of a character. */
export function keyOf(character: string): { readonly code: string; readonly shift: boolean } {
  if (/^[0-9]$/.test(character)) return { code: `Digit${character}`, shift: false }
  if (/^[a-z]$/i.test(character)) return { code: `Key${character.toUpperCase()}`, shift: character < 'a' }
  const shifted = SHIFTED[character]
  return shifted === undefined ? { code: PLAIN[character] ?? '', shift: false } : { code: shifted, shift: true }
}

export type WedgeSuffix = 'enter' | 'tab' | 'ctrl-j' | 'ctrl-shift-j' | 'enter-then-ctrl-shift-j' | 'none'
export type WedgeOptions = {
  readonly startMs?: number
  /** Milliseconds before each key press, in turn, over and over. */
  readonly gapsMs?: readonly number[]
  readonly suffix?: WedgeSuffix
  readonly stxEtx?: boolean
  readonly capsLock?: boolean
  /** What the page sees as `key`: the layout's character, or "Process" while an input method is on. */
  readonly inputMethod?: boolean
}

class Timeline {
  readonly facts: KeyFact[] = []
  atMs: number
  readonly #gapsMs: readonly number[]
  #presses = 0

  constructor(startMs: number, gapsMs: readonly number[]) {
    this.atMs = startMs
    this.#gapsMs = gapsMs
  }

  press(key: string, code: string, flags: Partial<typeof NONE> = {}): void {
    const gapMs = this.#gapsMs[this.#presses % this.#gapsMs.length] ?? 0
    if (this.#presses > 0) this.atMs += gapMs
    this.#presses += 1
    const held = { ...NONE, ...flags }
    this.facts.push({ type: 'down', key, code, ...held, atMs: this.atMs })
    this.facts.push({ type: 'up', key, code, ...held, atMs: this.atMs + Math.min(1, gapMs / 2) })
  }

  modifier(type: 'down' | 'up', key: 'Shift' | 'Control' | 'Alt'): void {
    const is = type === 'down'
    const flags = { shift: key === 'Shift' && is, ctrl: key === 'Control' && is, alt: key === 'Alt' && is }
    this.facts.push({ type, key, code: `${key}Left`, ...flags, atMs: this.atMs })
  }
}

/** A code as a scanner in keyboard mode types it on a US layout: each key is let go before the next. */
export function wedgeKeys(text: string, options: WedgeOptions = {}): readonly KeyFact[] {
  const line = new Timeline(options.startMs ?? 0, options.gapsMs ?? [4])
  if (options.stxEtx === true) line.press('b', 'KeyB', { ctrl: true })
  for (const character of text) {
    const { code, shift } = keyOf(character)
    if (shift) line.modifier('down', 'Shift')
    line.press(shownKey(character, options), code, { shift })
    if (shift) line.modifier('up', 'Shift')
  }
  if (options.stxEtx === true) line.press('c', 'KeyC', { ctrl: true })
  pressSuffix(line, options.suffix ?? 'enter', options.inputMethod === true)
  return line.facts
}

function shownKey(character: string, options: WedgeOptions): string {
  if (options.inputMethod === true) return 'Process'
  if (options.capsLock !== true) return character
  return character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase()
}

function pressSuffix(line: Timeline, suffix: WedgeSuffix, inputMethod: boolean): void {
  if (suffix.startsWith('enter')) line.press(inputMethod ? 'Process' : 'Enter', 'Enter')
  if (suffix === 'tab') line.press('Tab', 'Tab')
  if (suffix === 'ctrl-j') line.press('j', 'KeyJ', { ctrl: true })
  if (suffix.endsWith('ctrl-shift-j')) line.press('J', 'KeyJ', { ctrl: true, shift: true })
}

/** Characters as numbers typed on the number pad while Alt is held: Alt+0054 … */
export function altKeys(
  numbers: readonly number[],
  options: { readonly gapsMs?: readonly number[] } = {},
): readonly KeyFact[] {
  const line = new Timeline(0, options.gapsMs ?? [3])
  for (const number of numbers) {
    line.modifier('down', 'Alt')
    for (const digit of String(number).padStart(4, '0')) line.press(digit, `Numpad${digit}`, { alt: true })
    line.modifier('up', 'Alt')
  }
  line.press('Enter', 'Enter')
  return line.facts
}

/** A person: presses overlap where she is fast. `gapsMs` before each press, `dwellMs` until it is let go. */
export function typistKeys(
  text: string,
  options: {
    readonly startMs?: number
    readonly gapsMs: readonly number[]
    readonly dwellMs?: number
    readonly enter?: boolean
  },
): readonly KeyFact[] {
  const facts: KeyFact[] = []
  let atMs = options.startMs ?? 0
  const press = (key: string, code: string, shift: boolean, index: number): void => {
    if (index > 0) atMs += options.gapsMs[(index - 1) % options.gapsMs.length] ?? 100
    facts.push({ type: 'down', key, code, ...NONE, shift, atMs })
    facts.push({ type: 'up', key, code, ...NONE, shift, atMs: atMs + (options.dwellMs ?? 80) })
  }
  const characters = [...text]
  for (const [index, character] of characters.entries()) {
    const { code, shift } = keyOf(character)
    press(character, code, shift, index)
  }
  if (options.enter === true) press('Enter', 'Enter', false, characters.length)
  return facts.toSorted((a, b) => a.atMs - b.atMs)
}
