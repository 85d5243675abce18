import type { BurstCharacter } from './burst-text.ts'
import { controlCharacter, layoutCharacter, takenByInputMethod, usCharacter, type KeyFact } from './keyboard.ts'

export type BurstSuffix = 'enter' | 'tab' | 'lf' | 'cr' | 'etx' | 'idle'

/** Ctrl+B: a frame begins. */
export const STX = 0x02
const CONTROL_SUFFIXES: Readonly<Record<number, BurstSuffix>> = { 0x03: 'etx', 0x09: 'tab', 0x0a: 'lf', 0x0d: 'cr' }

/** The control characters that end a burst, by Ctrl or by Alt and their number; null for others. */
export function controlSuffix(code: number): BurstSuffix | null {
  return CONTROL_SUFFIXES[code] ?? null
}

/** The keys that end a burst: Enter, Tab, and Ctrl with J, Shift+J, M, I or C. */
export function suffixOf(fact: KeyFact): BurstSuffix | null {
  if (fact.alt) return null
  if (fact.ctrl) return controlSuffix(controlCharacter(fact) ?? 0)
  const name = /^(Enter|NumpadEnter|Tab)$/.test(fact.code) ? fact.code : fact.key
  if (name === 'Enter' || name === 'NumpadEnter') return 'enter'
  return name === 'Tab' ? 'tab' : null
}

/** The character of a plain key in every reading; null for a named key such as an arrow. */
export function readKey(fact: KeyFact): BurstCharacter | null {
  const byLayout = layoutCharacter(fact.key)
  // A Chinese character was never on a key: whatever `code` says, it is what was meant.
  const isHan = byLayout !== null && /\p{Script=Han}/u.test(byLayout)
  const hasPhysical = (byLayout !== null && !isHan) || takenByInputMethod(fact.key)
  const byCode = hasPhysical ? usCharacter(fact.code, fact.shift) : null
  return byLayout === null && byCode === null ? null : { kind: 'key', byCode, byLayout }
}
