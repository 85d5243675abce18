import { isAim } from '../aim.ts'
import { latin1 } from '../text-codec.ts'
import { findUsage, readBits, type HidDescriptor, type HidSlot } from './descriptor.ts'

/** Where the parts of a scanned-data report lie. */
export type ScannerLayout = {
  readonly reportId: number | null
  readonly count: HidSlot | null
  /** The three characters of the AIM identifier. */
  readonly aim: readonly [HidSlot, HidSlot, HidSlot] | null
  /** One element a byte. */
  readonly data: HidSlot
  /** "Decode data continued"; null: codes never go over several reports. */
  readonly more: HidSlot | null
  /** Honeywell's own one-letter code id (vendor page FF66, usage 04). */
  readonly codeId: HidSlot | null
}

/** The bar code scanner page, and the vendor page on which Honeywell has it in its "REM" mode. */
const SCANNER_PAGES = [0x8c, 0xff8c]
const BAR_CODE_SCANNER = 0x02
const AIM_USAGES = [0xfb, 0xfc, 0xfd]
const DECODED_DATA = 0xfe
const CONTINUED = 0xff
const BYTE_COUNT = 0x01003b
const HONEYWELL_CODE_ID = 0xff660004

/** Is it a scanner in its own (POS) mode, or a device of another name that sends decoded data as one? */
export function isScanner(descriptor: HidDescriptor): boolean {
  const isNamed = SCANNER_PAGES.some((page) => descriptor.applications.includes(page * 0x10000 + BAR_CODE_SCANNER))
  return isNamed || scannerLayouts(descriptor).length > 0
}

/** The layout of every report that carries decoded data, by usages, whatever order and padding a device has. */
export function scannerLayouts(descriptor: HidDescriptor): readonly ScannerLayout[] {
  const reportIds = new Set(descriptor.inputs.map((field) => field.reportId))
  const layouts: ScannerLayout[] = []
  for (const reportId of reportIds) {
    for (const page of SCANNER_PAGES) {
      const layout = layoutOf(descriptor, reportId, page * 0x10000)
      if (layout !== null) layouts.push(layout)
    }
  }
  return layouts
}

function layoutOf(descriptor: HidDescriptor, reportId: number | null, page: number): ScannerLayout | null {
  const find = (usage: number): HidSlot | null => findUsage(descriptor.inputs, reportId, usage)
  const data = find(page + DECODED_DATA)
  if (data === null || data.bitSize !== 8) return null
  return {
    reportId,
    count: find(BYTE_COUNT),
    aim: aimOf(AIM_USAGES.map((usage) => find(page + usage))),
    data,
    more: find(page + CONTINUED),
    codeId: find(HONEYWELL_CODE_ID),
  }
}

/** Three usages, or the first of them three times. */
function aimOf([first = null, second = null, third = null]: readonly (HidSlot | null)[]): ScannerLayout['aim'] {
  if (first === null) return null
  if (second !== null && third !== null) return [first, second, third]
  return first.count >= 3 && first.bitSize === 8 ? [first, moved(first, 1), moved(first, 2)] : null
}

function moved(slot: HidSlot, bytes: number): HidSlot {
  return { ...slot, bitOffset: slot.bitOffset + 8 * bytes }
}

const REPORT_ID = 0x02
const DATA_BYTES = 56
const bytesAt = (at: number, count = 1): HidSlot => ({ bitOffset: 8 * at, bitSize: 8, count })
const bitAt = (at: number): HidSlot => ({ bitOffset: 8 * at, bitSize: 1, count: 1 })
const threeAt = (at: number): ScannerLayout['aim'] => [bytesAt(at), bytesAt(at + 1), bytesAt(at + 2)]
const COMMON = { reportId: REPORT_ID, count: bytesAt(1), more: bitAt(63), codeId: null }
/** Layouts of scanners whose descriptor cannot be had, in the order in which a report is tried against them. */
const LAYOUT_A: ScannerLayout = { ...COMMON, aim: threeAt(2), data: bytesAt(5, DATA_BYTES), codeId: bytesAt(61) }
const LAYOUT_B: ScannerLayout = { ...COMMON, aim: null, data: bytesAt(2, DATA_BYTES) }
const LAYOUT_C: ScannerLayout = { ...COMMON, aim: threeAt(3), data: bytesAt(6, DATA_BYTES) }
const LAYOUT_D: ScannerLayout = { ...COMMON, count: null, aim: threeAt(1), data: bytesAt(4, DATA_BYTES), more: bitAt(60) }

/** The layout that a report's own bytes speak for; null where none does. */
export function guessLayout(report: Uint8Array): ScannerLayout | null {
  if (report[0] !== REPORT_ID || report.length < 5) return null
  for (const layout of [LAYOUT_A, LAYOUT_C, LAYOUT_D]) if (readAim(report, layout) !== null) return layout
  const count = report[1] ?? 0
  if (count === 0 || count > DATA_BYTES) return null
  const isPrinting = (at: number): boolean => (report[at] ?? 0) >= 0x20 || report[at] === 0x1d
  if (isPrinting(2)) return LAYOUT_B
  // Layout A of a scanner that gives no identifier leaves its three bytes zero.
  return report[2] === 0 && report[3] === 0 && report[4] === 0 && isPrinting(5) ? LAYOUT_A : null
}

/** The AIM identifier of a report; null where there is none. */
export function readAim(report: Uint8Array, layout: ScannerLayout): string | null {
  if (layout.aim === null) return null
  const aim = latin1(Uint8Array.from(layout.aim, (slot) => readBits(report, slot.bitOffset, slot.bitSize)))
  return isAim(aim) ? aim : null
}

/** The bytes of a report where decoded data stand, as many as came. */
export function dataField(report: Uint8Array, { data }: ScannerLayout): Uint8Array {
  const bytes = Math.min(data.count, Math.max(0, Math.floor((8 * report.length - data.bitOffset) / 8)))
  return Uint8Array.from({ length: bytes }, (_, index) => readBits(report, data.bitOffset + 8 * index, 8))
}

/** The layout with identifier and data one byte later: some devices have it so whatever their descriptor says. */
export function shiftedByOne(layout: ScannerLayout): ScannerLayout {
  if (layout.aim === null) return layout
  const [first, second, third] = layout.aim
  return { ...layout, aim: [moved(first, 1), moved(second, 1), moved(third, 1)], data: moved(layout.data, 1) }
}

/** The layout of a device that leaves the identifier out and begins with the data in its place. */
export function withoutAim(layout: ScannerLayout): ScannerLayout {
  return layout.aim === null ? layout : { ...layout, aim: null, data: { ...layout.data, bitOffset: layout.aim[0].bitOffset } }
}
