/** What a serial scanner sends for a code, byte by byte with the pause before each. */
export type SerialFrame = { readonly bytes: Uint8Array; readonly gapsMs: readonly number[] }
export type SerialEnding = 'cr' | 'crlf' | 'lf' | 'stx-etx' | 'none'

const ENDINGS: Readonly<Record<SerialEnding, readonly [before: string, after: string]>> = {
  cr: ['', '\r'],
  crlf: ['', '\r\n'],
  lf: ['', '\n'],
  'stx-etx': ['\x02', '\x03'],
  none: ['', ''],
}

/** @param pauseMs before the first byte; the rest follow at 9600 baud, a byte a millisecond. */
export function serialFrame(text: string, ending: SerialEnding, pauseMs: number): SerialFrame {
  const [before, after] = ENDINGS[ending]
  const bytes = new TextEncoder().encode(`${before}${text}${after}`)
  return { bytes, gapsMs: [...bytes].map((_, index) => (index === 0 ? pauseMs : 1)) }
}
