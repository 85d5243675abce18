import { usCharacter, type KeyFact } from '../keyboard.ts'
import type { HidDescriptor } from './descriptor.ts'

const GENERIC_KEYBOARD = 0x010006

/** Is it a keyboard, or a scanner in keyboard mode? */
export function isKeyboard(descriptor: HidDescriptor): boolean {
  return descriptor.applications.includes(GENERIC_KEYBOARD)
}

/** Bytes of a boot keyboard's report: modifiers, reserved, six keys. */
export const KEYBOARD_REPORT_BYTES = 8

const CTRL = 0x11
const SHIFT = 0x22
const ALT = 0x44
const MODIFIER_KEYS = [
  { mask: CTRL, key: 'Control', code: 'ControlLeft' },
  { mask: SHIFT, key: 'Shift', code: 'ShiftLeft' },
  { mask: ALT, key: 'Alt', code: 'AltLeft' },
] as const

/** Turns a boot keyboard's reports into key events. Pure. */
export class KeyboardReportReader {
  #modifiers = 0
  #down: readonly number[] = []
  /** Captures often leave the empty reports out; then a key that comes again was let go in between. */
  #releasesSeen = false

  /** @param report `[modifiers] [0] [key 1] … [key 6]`; missing keys count as none. */
  report(report: Uint8Array, atMs: number): readonly KeyFact[] {
    const facts: KeyFact[] = []
    const modifiers = report[0] ?? 0
    const keys = [...report.subarray(2, KEYBOARD_REPORT_BYTES)].filter((usage) => usage > 0x03)
    if (keys.length === 0) this.#releasesSeen = true
    const stays = (usage: number): boolean => this.#releasesSeen && keys.includes(usage)
    for (const usage of this.#down) if (!stays(usage)) facts.push(...keyFact('up', usage, this.#modifiers, atMs))
    this.#changeModifiers(modifiers, atMs, facts)
    for (const usage of keys) {
      if (!this.#releasesSeen || !this.#down.includes(usage)) facts.push(...keyFact('down', usage, modifiers, atMs))
    }
    this.#down = keys
    return facts
  }

  #changeModifiers(modifiers: number, atMs: number, facts: KeyFact[]): void {
    for (const { mask, key, code } of MODIFIER_KEYS) {
      const was = (this.#modifiers & mask) !== 0
      const is = (modifiers & mask) !== 0
      if (was !== is) facts.push({ type: is ? 'down' : 'up', key, code, ...flags(modifiers), atMs })
    }
    this.#modifiers = modifiers
  }
}

function keyFact(type: KeyFact['type'], usage: number, modifiers: number, atMs: number): readonly KeyFact[] {
  const code = codeOf(usage)
  if (code === null) return []
  const { shift, ctrl, alt } = flags(modifiers)
  return [{ type, key: usCharacter(code, shift) ?? code.replace('NumpadEnter', 'Enter'), code, shift, ctrl, alt, atMs }]
}

function flags(modifiers: number): { readonly shift: boolean; readonly ctrl: boolean; readonly alt: boolean } {
  return { shift: (modifiers & SHIFT) !== 0, ctrl: (modifiers & CTRL) !== 0, alt: (modifiers & ALT) !== 0 }
}

/** Usages 28 to 38 hex of the keyboard page, in order (HID Usage Tables, 10). */
const NAMED_FROM_28 = (
  'Enter Escape Backspace Tab Space Minus Equal BracketLeft BracketRight Backslash Backslash Semicolon Quote Backquote ' +
  'Comma Period Slash CapsLock'
).split(' ')
/** Usages 54 to 63 hex. */
const NUMPAD_FROM_54 = (
  'NumpadDivide NumpadMultiply NumpadSubtract NumpadAdd NumpadEnter Numpad1 Numpad2 Numpad3 Numpad4 Numpad5 Numpad6 ' +
  'Numpad7 Numpad8 Numpad9 Numpad0 NumpadDecimal'
).split(' ')

function codeOf(usage: number): string | null {
  if (usage >= 0x04 && usage <= 0x1d) return `Key${String.fromCharCode(0x41 + usage - 0x04)}`
  if (usage >= 0x1e && usage <= 0x27) return `Digit${String((usage - 0x1d) % 10)}`
  return NAMED_FROM_28[usage - 0x28] ?? NUMPAD_FROM_54[usage - 0x54] ?? null
}
