/** One key event as the page sees it. `atMs` is the event's own time stamp, not the time at which it is handled. */
export type KeyFact = {
  readonly type: 'down' | 'up'
  /** `event.key`: the character for a plain key, a name ("Enter"), or "Process" while an input method has it. */
  readonly key: string
  /** `event.code`: the physical key, the same under every layout and input method; may be empty. */
  readonly code: string
  readonly shift: boolean
  readonly ctrl: boolean
  readonly alt: boolean
  readonly atMs: number
  /** Does a text field have the focus? Then first keys may act at once, because the field can be put back. */
  readonly editable?: boolean
}

const PUNCTUATION: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Digit1: ['1', '!'],
  Digit2: ['2', '@'],
  Digit3: ['3', '#'],
  Digit4: ['4', '$'],
  Digit5: ['5', '%'],
  Digit6: ['6', '^'],
  Digit7: ['7', '&'],
  Digit8: ['8', '*'],
  Digit9: ['9', '('],
  Digit0: ['0', ')'],
  Space: [' ', ' '],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  NumpadDecimal: ['.', '.'],
  NumpadDivide: ['/', '/'],
  NumpadMultiply: ['*', '*'],
  NumpadSubtract: ['-', '-'],
  NumpadAdd: ['+', '+'],
  NumpadEqual: ['=', '='],
}

/**
 * The character of a physical key on the US layout, which nearly every scanner is set to; null for other keys.
 * Caps lock plays no part: a scanner presses shift for a capital whatever the lamp says.
 */
export function usCharacter(code: string, shift: boolean): string | null {
  if (/^Key[A-Z]$/.test(code)) return shift ? code.charAt(3) : code.charAt(3).toLowerCase()
  if (/^Numpad[0-9]$/.test(code)) return code.charAt(6)
  return PUNCTUATION[code]?.[shift ? 1 : 0] ?? null
}

/** The character that the system's own layout makes of the key; null where it is not a plain character. */
export function layoutCharacter(key: string): string | null {
  return [...key].length === 1 ? key : null
}

/** Has an input method (or a dead key of the layout) taken this key? Then it cannot be held back, only undone. */
export function takenByInputMethod(key: string): boolean {
  return key === 'Process' || key === 'Unidentified' || key === 'Dead'
}

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'NumLock'])

/** Keys that only change what other keys mean. */
export function isModifier(fact: KeyFact): boolean {
  return MODIFIERS.has(fact.key) || /^(Shift|Control|Alt)(Left|Right)$|^(Caps|Num)Lock$/.test(fact.code)
}

export function isAlt(fact: KeyFact): boolean {
  return fact.key === 'Alt' || fact.code.startsWith('Alt')
}

const CONTROL_PUNCTUATION: Readonly<Record<string, number>> = {
  BracketLeft: 0x1b,
  Backslash: 0x1c,
  BracketRight: 0x1d,
  Digit6: 0x1e,
  Minus: 0x1f,
}

/** The ASCII control character that a scanner means by Ctrl with this key (Ctrl+B is STX); null where there is none. */
export function controlCharacter(fact: KeyFact): number | null {
  const letter = /^Key([A-Z])$/.exec(fact.code)?.[1] ?? (/^[A-Za-z]$/.test(fact.key) ? fact.key.toUpperCase() : null)
  if (letter !== null) return letter.charCodeAt(0) - 0x40
  return CONTROL_PUNCTUATION[fact.code] ?? null
}

/** The digit typed on the number pad while Alt is held (the code of a character follows); null for other keys. */
export function altDigit(fact: KeyFact): string | null {
  if (!fact.alt || fact.ctrl) return null
  return /^Numpad([0-9])$/.exec(fact.code)?.[1] ?? null
}
