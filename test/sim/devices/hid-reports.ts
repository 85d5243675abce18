/** Reports of HID POS scanners, byte for byte as public manuals give them. */

/** Hex pairs, with or without spaces, as bytes. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replace(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')
}

/** The Honeywell/HHP family's descriptor: scanned data (2), trigger (4), redirection (254), commands (253). */
export const HONEYWELL_DESCRIPTOR = bytesOf(`
  05 8C 09 02 A1 01
    09 12 A1 02 85 02
      15 00 26 FF 00 75 08 95 01 05 01 09 3B 81 02
      95 03 05 8C 09 FB 09 FC 09 FD 81 02
      95 38 09 FE 82 02 01
      06 66 FF 95 02 09 04 09 00 81 02
      05 8C 25 01 75 01 95 08 09 FF 81 02
    C0
    09 14 A1 02 85 04 15 00 25 01 75 01 95 08 09 5E 09 5F 09 60 09 00 09 00 09 85 09 86 91 86 C0
    06 66 FF 75 08 26 FF 00 09 03 A1 02 85 FE 95 01 09 03 B2 82 01 C0
    09 01 A1 02 85 FD 95 01 09 21 91 02 95 3E 09 22 92 82 01 C0
  C0`)

const scannerDescriptor = (fields: string, page = '05 8C'): Uint8Array =>
  bytesOf(`${page} 09 02 A1 01 09 12 A1 02 85 02 15 00 26 FF 00 75 08 ${fields} C0 C0`)
const COUNT = '05 01 09 3B 95 01 81 02'
const AIM = '05 8C 09 FB 09 FC 09 FD 95 03 81 02'
const DECODED = '05 8C 09 FE 95 38 82 02 01'
const MORE = '05 8C 09 FF 25 01 75 01 95 08 81 02'
const pad = (bytes: number): string => `95 0${String(bytes)} 81 03`
const vendor = (bytes: number): string => `06 66 FF 09 04 95 0${String(bytes)} 81 02`

export type ScannerPiece = {
  readonly aim: string
  readonly text: Uint8Array
  /** The vendor's own code id, one character. */
  readonly codeId: string
  readonly more: boolean
}
export type HidLayout = { readonly descriptor: Uint8Array; report(piece: ScannerPiece): Uint8Array }

const ascii = (text: string, length: number): number[] =>
  Array.from({ length }, (_, index) => text.charCodeAt(index) || 0)
const padded = (bytes: Uint8Array): number[] => Array.from({ length: 56 }, (_, index) => bytes[index] ?? 0)
const bit = (more: boolean): number => (more ? 1 : 0)

/** A: Honeywell, Metrologic, Access-IS, JieLi · B: Newland, IDTech, Unitech, Quio · C: identifier one byte later · D: no byte count. */
export const HID_LAYOUTS: Readonly<Record<'A' | 'B' | 'C' | 'D', HidLayout>> = {
  A: {
    descriptor: HONEYWELL_DESCRIPTOR,
    report: ({ aim, text, codeId, more }) =>
      Uint8Array.from([2, text.length, ...ascii(aim, 3), ...padded(text), ...ascii(codeId, 1), 0, bit(more)]),
  },
  B: {
    descriptor: scannerDescriptor(COUNT + DECODED + pad(4) + vendor(1) + MORE),
    report: ({ text, more }) => Uint8Array.from([2, text.length, ...padded(text), 0, 0, 0, 0, 0, bit(more)]),
  },
  C: {
    descriptor: scannerDescriptor(COUNT + pad(1) + AIM + DECODED + vendor(1) + MORE),
    report: ({ aim, text, codeId, more }) =>
      Uint8Array.from([2, text.length, 0, ...ascii(aim, 3), ...padded(text), ...ascii(codeId, 1), bit(more)]),
  },
  D: {
    descriptor: scannerDescriptor(AIM + DECODED + MORE),
    report: ({ aim, text, more }) => Uint8Array.from([2, ...ascii(aim, 3), ...padded(text), bit(more)]),
  },
}

/** Honeywell's "REM" mode: the scanner page is the vendor page FF8C. */
export const REM_DESCRIPTOR = bytesOf(
  [...HID_LAYOUTS.A.descriptor]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ')
    .replaceAll('05 8c', '06 8c ff'),
)

/** The reports of one code: pieces of at most 56 bytes, `more` on all but the last. */
export function scannerReports(
  layout: HidLayout,
  code: { readonly aim: string; readonly text: string | Uint8Array; readonly codeId?: string },
): readonly Uint8Array[] {
  const bytes = typeof code.text === 'string' ? new TextEncoder().encode(code.text) : code.text
  const reports: Uint8Array[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += 56) {
    const piece = bytes.subarray(at, at + 56)
    reports.push(
      layout.report({ aim: code.aim, text: piece, codeId: code.codeId ?? '\0', more: at + 56 < bytes.length }),
    )
  }
  return reports
}

/** Datalogic Gryphon GD4400 in keyboard mode. */
export const GRYPHON_KEYBOARD_DESCRIPTOR = bytesOf(
  '05 01 09 06 A1 01 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 01 95 05 75 01 05 08 19 01 29 05 ' +
    '91 02 95 01 75 03 91 01 95 06 75 08 15 00 26 FF 00 05 07 19 00 2A FF 00 81 00 C0',
)
