import { isCodeText, textScan, type DeviceScan } from './device-scan.ts'
import { isAim } from './aim.ts'
import { bytesToText } from './text-codec.ts'

export type SerialSettings = {
  /** Beside ETX and a pause: CR and LF (`any`), Tab as well (`tab`), nothing (`pause`: codes may hold line ends). */
  readonly ending: 'any' | 'tab' | 'pause'
  /** A pause of this length ends a code without suffix; milliseconds, calibrated per device. */
  readonly idleGapMs: number
}
export const DEFAULT_SERIAL_SETTINGS: SerialSettings = { ending: 'any', idleGapMs: 50 }

/** Bytes of a code kept; what is longer is cut here and refused later as too long. */
export const SERIAL_BYTES_MAX = 8192
/** Shorter codes without frame or identifier are line noise; a Chinese character has two bytes at least. */
const BYTES_MIN = 3

const STX = 0x02
const ETX = 0x03
const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const ENDINGS: Readonly<Record<SerialSettings['ending'], readonly number[]>> = { any: [CR, LF], tab: [CR, LF, TAB], pause: [] }

/**
 * Cuts a scanner's byte stream into codes: at CR, LF or ETX, at a new STX, and at a pause. Pure: time comes with the
 * bytes; `wakeAtMs` says when to call `idle`.
 */
export class SerialFramer {
  readonly #settings: SerialSettings
  #bytes: number[] = []
  #framed = false
  #lastAtMs = -Infinity

  constructor(settings: SerialSettings) {
    this.#settings = settings
  }

  /** Takes the bytes that came at one time. */
  bytes(chunk: Uint8Array, atMs: number): readonly DeviceScan[] {
    const scans = [...this.idle(atMs)]
    this.#lastAtMs = atMs
    for (const byte of chunk) {
      if (byte === STX) {
        scans.push(...this.#end(atMs))
        this.#framed = true
      } else if (byte === ETX || (!this.#framed && ENDINGS[this.#settings.ending].includes(byte))) scans.push(...this.#end(atMs))
      else if (this.#bytes.length < SERIAL_BYTES_MAX) this.#bytes.push(byte)
    }
    return scans
  }

  /** Ends a code after a pause. */
  idle(atMs: number): readonly DeviceScan[] {
    return atMs - this.#lastAtMs >= this.#settings.idleGapMs ? this.flush() : []
  }

  /** Ends whatever is pending: the port was closed. */
  flush(): readonly DeviceScan[] {
    return this.#end(this.#lastAtMs)
  }

  get wakeAtMs(): number | null {
    return this.#bytes.length === 0 ? null : this.#lastAtMs + this.#settings.idleGapMs
  }

  #end(atMs: number): readonly DeviceScan[] {
    const bytes = withoutIdling(this.#bytes)
    const text = bytesToText(bytes).replace(/[\r\n\t]+$/, '')
    const framed = this.#framed
    this.#bytes = []
    this.#framed = false
    const longEnough = framed ? text !== '' : bytes.length >= BYTES_MIN && text !== '' && !isAim(text)
    return longEnough && isCodeText(text) ? [textScan('serial', text, atMs)] : []
  }
}

const NUL = 0x00
const XON = 0x11
const XOFF = 0x13

/** Without what a line sends between codes: flow control, and zeros where it was broken or just opened. */
function withoutIdling(bytes: readonly number[]): Uint8Array {
  const isIdling = (byte: number | undefined): boolean => byte === NUL || byte === XON || byte === XOFF
  let [start, end] = [0, bytes.length]
  while (start < end && isIdling(bytes[start])) start += 1
  while (end > start && isIdling(bytes[end - 1])) end -= 1
  return Uint8Array.from(bytes.slice(start, end))
}
