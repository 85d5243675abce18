import { isAim } from '../aim.ts'
import { latin1 } from '../text-codec.ts'
import { findUsage, type HidDescriptor, type HidSlot } from './descriptor.ts'

/** Where the parts of a scanned-data report lie; offsets are bytes of the whole report, its id included. */
export type ScannerLayout = {
  readonly reportId: number | null
  readonly countAt: number | null
  /** Of each of the three characters of the AIM identifier. */
  readonly aimAt: readonly [number, number, number] | null
  readonly dataAt: number
  readonly dataBytes: number
  /** The byte and bit of "decode data continued"; null: codes never go over several reports. */
  readonly more: { readonly at: number; readonly bit: number } | null
  /** Honeywell's own one-letter code id (vendor page FF66, usage 04). */
  readonly codeIdAt: number | null
}

/** The bar code scanner page, and the vendor page on which Honeywell has it in its "REM" mode. */
const SCANNER_PAGES = [0x8c, 0xff8c]
const BAR_CODE_SCANNER = 0x02
const AIM_USAGES = [0xfb, 0xfc, 0xfd]
const DECODED_DATA = 0xfe
const CONTINUED = 0xff
const BYTE_COUNT = 0x01003b
const HONEYWELL_CODE_ID = 0xff660004

/** Is it a scanner in its own (POS) mode? */
export function isScanner(descriptor: HidDescriptor): boolean {
  return SCANNER_PAGES.some((page) => descriptor.applications.includes(page * 0x10000 + BAR_CODE_SCANNER))
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
  const idBytes = reportId === null ? 0 : 1
  const find = (usage: number): HidSlot | null => findUsage(descriptor.inputs, reportId, usage)
  const byteAt = (slot: HidSlot | null): number | null =>
    slot === null || slot.bitSize !== 8 || slot.bitOffset % 8 !== 0 ? null : idBytes + slot.bitOffset / 8
  const data = find(page + DECODED_DATA)
  const dataAt = byteAt(data)
  if (data === null || dataAt === null) return null
  const [aim1 = null, aim2 = null, aim3 = null] = AIM_USAGES.map((usage) => byteAt(find(page + usage)))
  const more = find(page + CONTINUED)
  return {
    reportId,
    countAt: byteAt(find(BYTE_COUNT)),
    aimAt: aim1 === null || aim2 === null || aim3 === null ? null : [aim1, aim2, aim3],
    dataAt,
    dataBytes: data.count,
    more: more === null ? null : { at: idBytes + (more.bitOffset >> 3), bit: more.bitOffset & 7 },
    codeIdAt: byteAt(find(HONEYWELL_CODE_ID)),
  }
}

const REPORT_ID = 0x02
const DATA_BYTES = 56
const COMMON = { reportId: REPORT_ID, dataBytes: DATA_BYTES }
/** Layouts of scanners whose descriptor cannot be had, in the order in which a report is tried against them. */
const LAYOUT_A: ScannerLayout = {
  ...COMMON,
  countAt: 1,
  aimAt: [2, 3, 4],
  dataAt: 5,
  more: { at: 63, bit: 0 },
  codeIdAt: 61,
}
const LAYOUT_B: ScannerLayout = {
  ...COMMON,
  countAt: 1,
  aimAt: null,
  dataAt: 2,
  more: { at: 63, bit: 0 },
  codeIdAt: null,
}
const LAYOUT_C: ScannerLayout = {
  ...COMMON,
  countAt: 1,
  aimAt: [3, 4, 5],
  dataAt: 6,
  more: { at: 63, bit: 0 },
  codeIdAt: null,
}
const LAYOUT_D: ScannerLayout = {
  ...COMMON,
  countAt: null,
  aimAt: [1, 2, 3],
  dataAt: 4,
  more: { at: 60, bit: 0 },
  codeIdAt: null,
}

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
  if (layout.aimAt === null) return null
  const aim = latin1(Uint8Array.from(layout.aimAt.map((at) => report[at] ?? 0)))
  return isAim(aim) ? aim : null
}

/** The layout with identifier and data one byte later: some devices have it so whatever their descriptor says. */
export function shiftedByOne(layout: ScannerLayout): ScannerLayout {
  const [first, second, third] = layout.aimAt ?? [0, 0, 0]
  return { ...layout, aimAt: [first + 1, second + 1, third + 1], dataAt: layout.dataAt + 1 }
}
