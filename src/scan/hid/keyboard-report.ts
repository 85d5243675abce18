import { usCharacter, type KeyFact } from '../keyboard.ts'
import { idBits, readBits, type HidDescriptor, type HidField } from './descriptor.ts'

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

const KEYBOARD_PAGE = 0x0007
const LEFT_CONTROL = 0xe0
/** Usages below are no keys: none, too many at once, self-test failed, undefined. */
const FIRST_KEY = 0x04
const TOO_MANY_KEYS = 0x01

/** Turns a keyboard's reports into key events: by its descriptor, without one as a boot keyboard's. Pure. */
export class KeyboardReportReader {
  readonly #fields: readonly HidField[]
  #modifiers = 0
  #down: readonly number[] = []
  /** Captures often leave the empty reports out; then a key that comes again was let go in between. */
  #releasesSeen = false

  /** @param descriptor null where it cannot be had */
  constructor(descriptor: HidDescriptor | null = null) {
    const isKeys = ({ usages }: HidField): boolean => usages.some((usage) => usage >>> 16 === KEYBOARD_PAGE)
    this.#fields = descriptor?.inputs.filter(isKeys) ?? []
  }

  /** @param report as the descriptor has it, else `[modifiers] [0] [key 1] … [key 6]`; missing keys count as none. */
  report(report: Uint8Array, atMs: number): readonly KeyFact[] {
    const pressed = this.#pressed(report)
    if (pressed === null || pressed.includes(TOO_MANY_KEYS)) return []
    const facts: KeyFact[] = []
    const isModifierUsage = (usage: number): boolean => usage >= LEFT_CONTROL && usage < LEFT_CONTROL + 8
    const modifiers = pressed.filter(isModifierUsage).reduce((mask, usage) => mask | (1 << (usage - LEFT_CONTROL)), 0)
    const keys = pressed.filter((usage) => usage >= FIRST_KEY && !isModifierUsage(usage))
    if (keys.length === 0) this.#releasesSeen = true
    // One key in two reports: held, where releases are sent or others are down with it; else pressed twice.
    const holds = this.#releasesSeen || keys.length > 1 || this.#down.length > 1
    const stays = (usage: number): boolean => holds && keys.includes(usage) && this.#down.includes(usage)
    for (const usage of this.#down) if (!stays(usage)) facts.push(...keyFact('up', usage, this.#modifiers, atMs))
    this.#changeModifiers(modifiers, atMs, facts)
    for (const usage of keys) if (!stays(usage)) facts.push(...keyFact('down', usage, modifiers, atMs))
    this.#down = keys
    return facts
  }

  /** The usages of all keys that are down; null: the report is of another of the device's faces. */
  #pressed(report: Uint8Array): readonly number[] | null {
    if (this.#fields.length === 0) {
      const modifiers = Array.from({ length: 8 }, (_, bit) => ((report[0] ?? 0) >> bit) & 1)
      return [...modifiers.flatMap((is, bit) => (is === 1 ? [LEFT_CONTROL + bit] : [])), ...report.subarray(2, KEYBOARD_REPORT_BYTES)]
    }
    const fields = this.#fields.filter(({ reportId }) => reportId === null || reportId === report[0])
    return fields.length === 0 ? null : fields.flatMap((field) => pressedIn(report, field))
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

/** A field is a list of the keys that are down (array) or has one bit for each key. */
function pressedIn(report: Uint8Array, field: HidField): readonly number[] {
  const { bitOffset, bitSize, count, usages, isArray, logicalMinimum } = field
  const pressed: number[] = []
  for (let index = 0; index < count; index += 1) {
    const value = readBits(report, idBits(field.reportId) + bitOffset + index * bitSize, bitSize)
    const usage = isArray ? usages[value - logicalMinimum] : value === 0 ? undefined : usages[index]
    if (usage !== undefined && usage >>> 16 === KEYBOARD_PAGE) pressed.push(usage & 0xffff)
  }
  return pressed
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
/** Usages 54 to 67 hex. */
const NUMPAD_FROM_54 = (
  'NumpadDivide NumpadMultiply NumpadSubtract NumpadAdd NumpadEnter Numpad1 Numpad2 Numpad3 Numpad4 Numpad5 Numpad6 ' +
  'Numpad7 Numpad8 Numpad9 Numpad0 NumpadDecimal IntlBackslash ContextMenu Power NumpadEqual'
).split(' ')

function codeOf(usage: number): string | null {
  if (usage >= 0x04 && usage <= 0x1d) return `Key${String.fromCharCode(0x41 + usage - 0x04)}`
  if (usage >= 0x1e && usage <= 0x27) return `Digit${String((usage - 0x1d) % 10)}`
  return NAMED_FROM_28[usage - 0x28] ?? NUMPAD_FROM_54[usage - 0x54] ?? null
}
