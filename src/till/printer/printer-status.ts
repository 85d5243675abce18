/** Why a printer does not print, by name; the interface has words for each. */
export type PrinterProblem =
  | { readonly kind: 'paper-out' }
  | { readonly kind: 'cover-open' }
  | { readonly kind: 'cutter' }
  /** An error that only switching off and on ends. */
  | { readonly kind: 'printer-error' }
  | { readonly kind: 'offline' }
  /** It is connected but does not answer: switched off, or busy beyond any receipt's time. */
  | { readonly kind: 'no-answer' }
  /** It cannot be reached; `detail` is the system's word for support. */
  | { readonly kind: 'unreachable'; readonly detail: string }

/** What a printer says of itself. */
export type PrinterStatus = {
  /** The first thing to be seen to; null: it prints. */
  readonly problem: PrinterProblem | null
  readonly paperNearEnd: boolean
  /** The level on pin 3 of the drawer's plug; what open and closed are depends on the drawer. */
  readonly drawerPinHigh: boolean
}

/** Is this byte an answer to DLE EOT? Bits 1 and 4 are set, 0 and 7 are not (Epson ESC/POS, DLE EOT). */
export function isStatusByte(byte: number): boolean {
  return (byte & 0x93) === 0x12
}

/** Is this byte an answer to GS r 1? Bits 4 and 7 are clear. */
export function isPaperByte(byte: number): boolean {
  return (byte & 0x90) === 0
}

/** GS r 1: bits 2 and 3 say that there is no paper. */
export function paperByteSaysOut(byte: number): boolean {
  return (byte & 0x0c) !== 0
}

/** The answers to DLE EOT 1 to 4, in order; a missing one is null. */
export type StatusBytes = readonly [
  printer: number | null,
  offline: number | null,
  error: number | null,
  paper: number | null,
]

/** Reads the answers to DLE EOT 1 (printer), 2 (cause of being offline), 3 (errors) and 4 (paper sensor). */
export function decodeStatus([printer, offline, error, paper]: StatusBytes): PrinterStatus {
  const bit = (byte: number | null, mask: number): boolean => byte !== null && (byte & mask) !== 0
  return {
    problem: firstProblem(),
    paperNearEnd: bit(paper, 0x0c),
    drawerPinHigh: bit(printer, 0x04),
  }

  /** The cause before the effect: an open cover also makes it offline. */
  function firstProblem(): PrinterProblem | null {
    if (printer === null && offline === null && error === null && paper === null) return { kind: 'no-answer' }
    if (bit(offline, 0x04)) return { kind: 'cover-open' }
    if (bit(offline, 0x20) || bit(paper, 0x60)) return { kind: 'paper-out' }
    if (bit(error, 0x08)) return { kind: 'cutter' }
    if (bit(offline, 0x40) || bit(error, 0x60)) return { kind: 'printer-error' }
    return bit(printer, 0x08) ? { kind: 'offline' } : null
  }
}
