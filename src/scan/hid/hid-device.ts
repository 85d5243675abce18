import type { DeviceScan } from '../device-scan.ts'
import { filledUp, MAGTEK_REPORT_BYTES, parseMagtek } from '../magtek.ts'
import { parseHidDescriptor } from './descriptor.ts'
import { isKeyboard, KEYBOARD_REPORT_BYTES } from './keyboard-report.ts'
import { guessLayout, isScanner } from './scanner-layout.ts'
import { HidScannerReader } from './scanner-reader.ts'
import { modeByIds } from './vendors.ts'

export type HidIdentity = {
  readonly vendorId: number
  readonly productId: number
  /** The report descriptor; null where the system does not give it. */
  readonly descriptor: Uint8Array | null
}

/** What a HID device is to a till. A keyboard is never opened: its keys come through the window. */
export type HidKind = 'scanner' | 'magstripe' | 'keyboard'

/** Tells what a device is by its usages, then by its ids, then by the look of a report (null: none came yet). */
export function hidKind(identity: HidIdentity, report: Uint8Array | null): HidKind {
  const descriptor = identity.descriptor === null ? null : parseHidDescriptor(identity.descriptor)
  if (descriptor !== null && isScanner(descriptor)) return 'scanner'
  if (descriptor !== null && isKeyboard(descriptor)) return 'keyboard'
  const mode = modeByIds(identity.vendorId, identity.productId)
  if (mode === 'magstripe' || report?.length === MAGTEK_REPORT_BYTES) return 'magstripe'
  if (mode === 'hid-pos' || (report !== null && report.length > KEYBOARD_REPORT_BYTES && guessLayout(report) !== null)) return 'scanner'
  const looksTyped = report !== null && report.length <= KEYBOARD_REPORT_BYTES && report[1] === 0
  return mode === 'keyboard' || looksTyped ? 'keyboard' : 'scanner'
}

/** Reads one HID device's input reports. Pure: time comes with the reports. */
export type HidReader = {
  report(report: Uint8Array, atMs: number): readonly DeviceScan[]
  /** Call when `wakeAtMs` has come. */
  idle(atMs: number): readonly DeviceScan[]
  /** Ends what is pending: the device is gone. */
  flush(): readonly DeviceScan[]
  readonly wakeAtMs: number | null
}

/** The reader for a scanner or a stripe reader. */
export function createHidReader(kind: Exclude<HidKind, 'keyboard'>, identity: HidIdentity): HidReader {
  if (kind === 'magstripe') return magtekReader
  return new HidScannerReader(identity.descriptor === null ? null : parseHidDescriptor(identity.descriptor))
}

/** A swipe is one report, so nothing is ever pending. */
const magtekReader: HidReader = {
  report: (report, atMs) => {
    const tracks = parseMagtek(filledUp(report))
    return tracks === null ? [] : [{ source: 'magstripe', text: '', aim: null, symbology: 'magstripe', tracks, atMs }]
  },
  idle: () => [],
  flush: () => [],
  wakeAtMs: null,
}
