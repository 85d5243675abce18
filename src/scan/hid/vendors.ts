import type { HidDescriptor } from './descriptor.ts'

/** How a device presents itself. Its product id changes with it, so usages are asked first and ids only then. */
export type DeviceMode = 'hid-pos' | 'keyboard' | 'serial' | 'magstripe' | 'unknown'

/** Vendors a shop meets, by USB vendor id (Debian usb.ids 2025.07.26 and vendors' manuals). */
const VENDOR_NAMES: Readonly<Record<number, string>> = {
  0x0c2e: 'Honeywell',
  0x23d0: 'Honeywell',
  0x0536: 'HandHeld Products',
  0x067e: 'Intermec',
  0x05e0: 'Zebra',
  0x05f9: 'Datalogic',
  0x080c: 'Datalogic',
  0x1eab: 'Newland',
  0x27dd: 'Mindeo',
  0x065a: 'Opticon',
  0x072f: 'ACS',
  0x0801: 'MagTek',
  0x0acd: 'ID TECH',
  0x04b8: 'Epson',
  0x1504: 'Bixolon',
  0x1a86: 'WCH (CH340)',
  0x067b: 'Prolific',
  0x10c4: 'Silicon Labs',
  0x0403: 'FTDI',
}

/** The vendor's name; null where it is not listed (cheap boards often use others' ids). */
export function vendorName(vendorId: number): string | null {
  return VENDOR_NAMES[vendorId] ?? null
}

/** Vendors of scanners and nothing else that types: a keyboard of theirs is a scanner in keyboard mode. */
const SCANNER_VENDORS: ReadonlySet<number> = new Set([0x0c2e, 0x23d0, 0x0536, 0x067e, 0x05e0, 0x05f9, 0x080c, 0x1eab, 0x27dd, 0x065a])

/** True where a keyboard of this vendor can only be a scanner. */
export function makesScanners(vendorId: number): boolean {
  return SCANNER_VENDORS.has(vendorId)
}

const KNOWN_MODES: Readonly<Record<string, DeviceMode>> = {
  '0c2e:0204': 'keyboard',
  '0c2e:0700': 'serial',
  '0c2e:0720': 'serial',
  '067e:0801': 'keyboard',
  '067e:0803': 'serial',
  '067e:0809': 'hid-pos',
  '05e0:1200': 'keyboard',
  '05e0:1300': 'hid-pos',
  '05e0:1701': 'serial',
  '05f9:2206': 'keyboard',
  '05f9:4204': 'serial',
  '27dd:0002': 'serial',
  '065a:0001': 'keyboard',
  '065a:0009': 'serial',
  '0801:0001': 'keyboard',
  '0801:0002': 'magstripe',
}
const NEWLAND = 0x1eab
/** Newland adds the mode to a base product id: HR200 is 0103, 0106 or 0110. */
const NEWLAND_MODES: Readonly<Record<number, DeviceMode>> = { 0x03: 'keyboard', 0x06: 'serial', 0x10: 'hid-pos' }

/** The mode that ids tell; `unknown` where only the descriptor can. */
export function modeByIds(vendorId: number, productId: number): DeviceMode {
  if (vendorId === NEWLAND) return NEWLAND_MODES[productId & 0xff] ?? 'unknown'
  return KNOWN_MODES[`${hex4(vendorId)}:${hex4(productId)}`] ?? 'unknown'
}

function hex4(id: number): string {
  return id.toString(16).padStart(4, '0')
}

const HONEYWELL = [0x0c2e, 0x23d0]
const OUTPUT_REDIRECTION_REPORT = 0xfe

/**
 * The feature report that makes a scanner send its codes here and not as key presses; null where none is needed.
 * Honeywell's takes `FE 01`.
 */
export function activationReport(vendorId: number, descriptor: HidDescriptor): Uint8Array | null {
  const wants = HONEYWELL.includes(vendorId) && descriptor.featureReportIds.includes(OUTPUT_REDIRECTION_REPORT)
  return wants ? Uint8Array.of(OUTPUT_REDIRECTION_REPORT, 0x01) : null
}
