import type { Symbology } from '../aim.ts'
import { isCodeText, type DeviceScan } from '../device-scan.ts'
import { bytesToText } from '../text-codec.ts'
import { readBits, type HidDescriptor, type HidSlot } from './descriptor.ts'
import { dataField, guessLayout, readAim, scannerLayouts, shiftedByOne, withoutAim, type ScannerLayout } from './scanner-layout.ts'

/** Longest wait for the rest of a code: some firmware says "more" after exactly a full report though nothing follows. */
export const CONTINUED_MS_MAX = 100
/** Bytes of a code kept; what is longer is cut here and refused later as too long. */
const CODE_BYTES_MAX = 8192

/** A scanner's answers to commands, not codes: other vendors' data, and ACK, NAK or ENQ. */
const REPLY_AIMS = new Set([']X0', ']Z6'])

type Piece = {
  readonly bytes: Uint8Array
  readonly aim: string | null
  readonly codeId: number | null
  readonly more: boolean
}
type Pending = { readonly bytes: number[]; readonly aim: string | null; readonly codeId: number | null; atMs: number }

/** Puts a POS scanner's input reports together to codes. Pure: time comes with the reports. */
export class HidScannerReader {
  readonly #layouts: readonly ScannerLayout[]
  #pending: Pending | null = null

  /** @param descriptor null where it cannot be had: then each report is read by the layout it fits. */
  constructor(descriptor: HidDescriptor | null) {
    this.#layouts = descriptor === null ? [] : scannerLayouts(descriptor)
  }

  /** Takes one input report, its id included if the device has ids. */
  report(report: Uint8Array, atMs: number): readonly DeviceScan[] {
    const scans = [...this.idle(atMs)]
    const piece = this.#read(report)
    if (piece === null) return scans
    // Some firmware sends the identifier with the first piece only.
    if (this.#pending !== null && piece.aim !== null && this.#pending.aim !== piece.aim) scans.push(...this.flush())
    this.#pending ??= { bytes: [], aim: piece.aim, codeId: piece.codeId, atMs }
    this.#pending.atMs = atMs
    for (const byte of piece.bytes) if (this.#pending.bytes.length < CODE_BYTES_MAX) this.#pending.bytes.push(byte)
    if (!piece.more) scans.push(...this.flush())
    return scans
  }

  /** Ends a code whose promised rest did not come. */
  idle(atMs: number): readonly DeviceScan[] {
    return this.wakeAtMs !== null && atMs >= this.wakeAtMs ? this.flush() : []
  }

  get wakeAtMs(): number | null {
    return this.#pending === null ? null : this.#pending.atMs + CONTINUED_MS_MAX
  }

  /** Ends whatever is pending: the device was unplugged. */
  flush(): readonly DeviceScan[] {
    const pending = this.#pending
    this.#pending = null
    if (pending === null) return []
    const text = bytesToText(Uint8Array.from(pending.bytes)).replace(/\r?\n$|\r$/, '')
    if (!isCodeText(text)) return []
    const symbology = pending.codeId === null ? null : (HONEYWELL_CODE_IDS[String.fromCharCode(pending.codeId)] ?? null)
    return [{ source: 'hid', text, aim: pending.aim, symbology, tracks: null, atMs: pending.atMs }]
  }

  #read(report: Uint8Array): Piece | null {
    const layout = this.#layoutFor(report)
    if (layout === null || 8 * report.length < layout.data.bitOffset) return null
    const aim = readAim(report, layout)
    if (aim !== null && REPLY_AIMS.has(aim)) return null
    const field = dataField(report, layout)
    const count = numberAt(report, layout.count) ?? trimmedLength(field)
    if (count > field.length) return null
    const more = (numberAt(report, layout.more) ?? 0) !== 0
    return { bytes: field.subarray(0, count), aim, codeId: numberAt(report, layout.codeId), more }
  }

  /** Are there characters in the identifier's place, and as many zeros behind the counted data? */
  #hasDataForAim(report: Uint8Array, layout: ScannerLayout): boolean {
    const length = numberAt(report, layout.count) ?? 0
    const missing = dataField(report, layout).subarray(Math.max(0, length - 3), length)
    return layout.aim?.every((slot) => (numberAt(report, slot) ?? 0) >= 0x20) === true && missing.length > 0 && missing.every((byte) => byte === 0)
  }

  #layoutFor(report: Uint8Array): ScannerLayout | null {
    if (this.#layouts.length === 0) return guessLayout(report)
    const layout = this.#layouts.find(({ reportId }) => reportId === null || reportId === report[0])
    if (layout === undefined) return null
    if (layout.aim === null || readAim(report, layout) !== null) return layout
    const shifted = shiftedByOne(layout)
    if (readAim(report, shifted) !== null) return shifted
    return this.#hasDataForAim(report, layout) ? withoutAim(layout) : layout
  }
}

function numberAt(report: Uint8Array, slot: HidSlot | null): number | null {
  return slot === null ? null : readBits(report, slot.bitOffset, slot.bitSize)
}

/** Without a byte count the data ends where the padding of zeros begins. */
function trimmedLength(field: Uint8Array): number {
  let length = field.length
  while (length > 0 && field[length - 1] === 0) length -= 1
  return length
}

/** Honeywell's code ids, for reports without an AIM identifier. */
const HONEYWELL_CODE_IDS: Readonly<Record<string, Symbology>> = {
  d: 'ean-13',
  D: 'ean-8',
  c: 'upc-a',
  E: 'upc-e',
  b: 'code-39',
  i: 'code-93',
  j: 'code-128',
  I: 'gs1-128',
  e: 'itf',
  a: 'codabar',
  s: 'qr',
  w: 'data-matrix',
  r: 'pdf-417',
  z: 'aztec',
  H: 'han-xin',
}
