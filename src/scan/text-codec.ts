/** The part of the platform's decoder that we use; it is there in Node, Electron and every browser. */
type Decoder = { decode(bytes: Uint8Array): string }
declare const TextDecoder: new (label: string, options: { fatal: boolean }) => Decoder

/**
 * Text out of a device's bytes: UTF-8 where the bytes are valid UTF-8, else GB18030 (what Chinese scanners send), else
 * Latin-1, which takes everything. Control characters are kept: GS (0x1D) separates the fields of a GS1 code.
 */
export function bytesToText(bytes: Uint8Array): string {
  for (const label of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes)
    } catch {
      // Not this encoding: the next one.
    }
  }
  return latin1(bytes)
}

/** One character a byte. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
