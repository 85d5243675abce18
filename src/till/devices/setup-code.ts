import { splitAim } from '../../scan/aim.ts'
import { latin1 } from '../../scan/text-codec.ts'
import { SETUP_CODE } from './setup-sheet.ts'

/** How a serial line is set. */
export type LineSettings = { readonly baudRate: number; readonly parity: 'none' | 'even' | 'odd'; readonly dataBits: 7 | 8 }
export type HeardSetup = {
  readonly settings: LineSettings
  readonly ending: 'any' | 'tab' | 'pause'
  readonly idleGapMs: number
  readonly sendsAim: boolean
}

/** The pause that ends a code: well above the longest seen within one, in the bounds of the setting. Milliseconds. */
const IDLE_GAP_MS_MIN = 20
const IDLE_GAP_MS_MAX = 1000

/**
 * Is the sheet's code in what was heard, and what does that tell of the scanner? A scanner that sends 7 bits and a
 * parity bit is understood on a line of 8 bits without parity by leaving the top bit off, which tells its parity.
 * @param atMs when each byte came
 */
export function setupCodeIn(bytes: Uint8Array, atMs: readonly number[], tried: LineSettings): HeardSetup | null {
  const plain = latin1(bytes)
  const bare = latin1(bytes.map((byte) => byte & 0x7f))
  const isPlain = plain.includes(SETUP_CODE)
  if (!isPlain && (tried.dataBits !== 8 || tried.parity !== 'none' || !bare.includes(SETUP_CODE))) return null
  const at = (isPlain ? plain : bare).indexOf(SETUP_CODE)
  const parity = isPlain ? tried.parity : parityOf(bytes.subarray(at, at + SETUP_CODE.length))
  if (parity === null) return null
  const text = isPlain ? plain : bare
  const before = text.slice(0, at).replace(/^[\s\S]*[\r\n\x02]/, '')
  return {
    settings: isPlain ? tried : { ...tried, parity, dataBits: 7 },
    ending: endingOf(text.charAt(at + SETUP_CODE.length)),
    idleGapMs: idleGapMs(atMs.slice(at, at + SETUP_CODE.length)),
    sendsAim: splitAim(`${before}${SETUP_CODE}`).aim !== null,
  }
}

function parityOf(bytes: Uint8Array): 'even' | 'odd' | null {
  const isOdd = (byte: number): boolean => [...byte.toString(2)].filter((bit) => bit === '1').length % 2 === 1
  if (bytes.every((byte) => !isOdd(byte))) return 'even'
  return bytes.every(isOdd) ? 'odd' : null
}

function endingOf(next: string): HeardSetup['ending'] {
  return next === '\t' ? 'tab' : 'any'
}

function idleGapMs(atMs: readonly number[]): number {
  const gaps = atMs.slice(1).map((ms, index) => ms - (atMs[index] ?? ms))
  const longest = Math.max(0, ...gaps)
  return Math.min(IDLE_GAP_MS_MAX, Math.max(IDLE_GAP_MS_MIN, Math.ceil(longest * 2 + 30)))
}
