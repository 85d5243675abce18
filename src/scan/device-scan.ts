import type { RawScan } from './dispatch.ts'

/** One code from one device, with the time of its last byte on the device's clock. */
export type DeviceScan = RawScan & { readonly atMs: number }

/** Control characters that codes may hold: tab, line ends, STX, ETX, EOT and the separators FS, GS, RS, US. */
const NOISE = /[\x00\x01\x05-\x08\x0b\x0c\x0e-\x1b\x7f-\x9f\ufffd]/

/** False for what no code holds: then the bytes were noise, a reply to a command, or a file of another sort. */
export function isCodeText(text: string): boolean {
  return text !== '' && !NOISE.test(text)
}

/** A scan of a code that is plain text so far. */
export function textScan(source: RawScan['source'], text: string, atMs: number): DeviceScan {
  return { source, text, aim: null, symbology: null, tracks: null, atMs }
}
