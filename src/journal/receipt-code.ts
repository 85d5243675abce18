import { hexOf } from './codec.ts'

/** What a receipt shows and a scanner reads back: `R<tillNumber>-<seq>-<last 8 hex digits of the event's hash>`. */
export type ReceiptCode = { readonly tillNumber: number; readonly seq: number; readonly hashTail: string }

/** Writes the code of a sale's event, e.g. `R3-147-9f2c01ab`. */
export function receiptCode(tillNumber: number, seq: number, hash: Uint8Array): string {
  return `R${tillNumber}-${seq}-${hexOf(hash.subarray(hash.length - 4))}`
}

/** Reads a code as scanned or typed (case does not matter); null when it is not one. */
export function parseReceiptCode(text: string): ReceiptCode | null {
  const match = /^R([1-9]\d{0,8})-([1-9]\d{0,14})-([0-9a-f]{8})$/i.exec(text.trim())
  if (!match) return null
  const [, tillNumber = '', seq = '', hashTail = ''] = match
  return { tillNumber: Number(tillNumber), seq: Number(seq), hashTail: hashTail.toLowerCase() }
}
