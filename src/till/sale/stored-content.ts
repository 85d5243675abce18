import { canonicalJson as canonicalOf } from '../../journal/canonical.ts'
import type { ExchangedReturn, JournalInputs, SaleTender } from '../../journal/sale-event.ts'
import { utf8 } from '../../journal/codec.ts'
import { sha256 } from '../crypto.ts'
import type { SaleLineRow } from '../db/sale-lines.ts'

/** What makes two requests to commit a sale the same: the goods and their words, the member, the moment, what was paid with. */
export type SaleContent = {
  readonly saleId: string
  readonly memberId: string | null
  readonly inputs: JournalInputs
  readonly tenders: readonly SaleTender[]
  readonly lines: readonly Pick<SaleLineRow, 'nameJson' | 'packing' | 'unit'>[]
  readonly exchange?: ExchangedReturn | undefined
}

/** SHA-256 over the canonical JSON of the content: it can be computed again from the stored rows. */
export function contentHashOf({ saleId, memberId, inputs, tenders, lines, exchange }: SaleContent): Uint8Array {
  const words = lines.map(({ nameJson, packing, unit }) => [nameJson, packing, unit])
  return sha256(utf8(canonicalJson({ saleId, memberId, inputs, tenders, words, ...(exchange === undefined ? {} : { exchange }) })))
}

/** Stored JSON is canonical (RFC 8785): one meaning has one text, so any change of it shows. */
export function canonicalJson(stored: unknown): string {
  return canonicalOf(stored ?? null)
}
