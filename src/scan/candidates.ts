import { classify, type Classified } from './dispatch.ts'
import type { ScanRules } from './rules.ts'

/** A code that may have been meant: the scanned one with one character more. */
export type Candidate = { readonly text: string; readonly lost: 'first' | 'last'; readonly classified: Classified }

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const CODE_LENGTH_MIN = 4
const CODE_LENGTH_MAX = 40

/**
 * Codes of which the text is all but the first or the last character. They are only offered, and only those that the
 * till's own index knows: the caller looks each of them up (at most 72).
 */
export function candidateCodes(text: string, rules: ScanRules): readonly Candidate[] {
  if (text.length < CODE_LENGTH_MIN || text.length > CODE_LENGTH_MAX || !/^[0-9A-Za-z-]+$/.test(text)) return []
  const candidates: Candidate[] = []
  for (const lost of ['first', 'last'] as const) {
    for (const character of CHARACTERS) {
      const whole = lost === 'first' ? `${character}${text}` : `${text}${character}`
      const classified = classify({ source: 'typed', text: whole, aim: null, symbology: null, tracks: null }, rules)
      if (classified !== null && classified.kind !== 'unknown' && classified.text !== null) {
        candidates.push({ text: whole, lost, classified })
      }
    }
  }
  return candidates
}
