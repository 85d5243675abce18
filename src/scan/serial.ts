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
/** Shorter codes without frame or identifier are line noise. */
const CHARACTERS_MIN = 3

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
    const text = bytesToText(Uint8Array.from(this.#bytes)).replace(/[\r\n]+$/, '')
    const framed = this.#framed
    this.#bytes = []
    this.#framed = false
    const longEnough = framed ? text !== '' : text.length >= CHARACTERS_MIN && !isAim(text)
    return longEnough && isCodeText(text) ? [textScan('serial', text, atMs)] : []
  }
}
