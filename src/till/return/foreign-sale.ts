import type { FindSaleAnswer } from '../../contract/wire-counter.ts'
import { readEventBody } from '../../contract/wire-event.ts'
import { chainHash } from '../../journal/chain.ts'
import { bytesOfHex, sameBytes, utf8 } from '../../journal/codec.ts'
import { readEvent } from '../../journal/event.ts'
import { parseReceiptCode } from '../../journal/receipt-code.ts'
import { paidTenders } from '../../journal/return-booking.ts'
import { replaySale } from '../../journal/sold-of-sale.ts'
import { sha256 } from '../crypto.ts'
import { readProduct } from '../db/mirror/products.ts'
import type { MirrorRead } from '../db/sqlite-file.ts'
import { rulesOf } from '../rules.ts'
import type { ReturnSource } from './return-source.ts'

/** A sale of another till, from its own event as HQ keeps it. Null: it does not hold together, or its rules do not. */
export function foreignSource(mirror: MirrorRead, answer: FindSaleAnswer): ReturnSource | null {
  const bytes = utf8(answer.event)
  const hash = bytesOfHex(answer.hash)
  const previousHash = bytesOfHex(answer.previousHash)
  const reading = readEvent(bytes)
  if (hash === null || previousHash === null || !sameBytes(hash, chainHash(sha256, previousHash, bytes))) return null
  if (reading.kind === 'unreadable' || reading.event.id !== answer.saleId) return null
  if (parseReceiptCode(answer.receiptCode)?.hashTail !== answer.hash.slice(-8)) return null
  const read = readEventBody(reading.event.kind, reading.event.body)
  const rules = rulesOf(answer.programme.version, answer.programme.hash, answer.programme.programme)
  if (read.kind !== 'sale' || !rules.ok) return null
  const { body } = read
  if (body.programmeHash !== answer.programme.hash) return null
  const stored = { saleId: answer.saleId, inputs: body.inputs, lotMovements: body.lotMovements }
  const replayed = replaySale(rules.rules.programme, stored)
  if (replayed.kind === 'rejected') return null
  return {
    saleId: answer.saleId,
    receiptCode: answer.receiptCode,
    saleNumber: body.saleNumber,
    businessDate: reading.event.businessDate,
    committedAtMs: reading.event.committedAtMs,
    dueMinor: body.result.dueMinor,
    memberId: body.memberId,
    sold: replayed.sold,
    rules: rules.rules,
    tenders: paidTenders(body.tenders),
    lines: replayed.sold.lines.map(({ sku, quantityMilli, unitPriceMinor, netMinor, giftOf, parts }, line) => {
      const product = readProduct(mirror, sku)
      const words = { name: product?.name ?? {}, packing: product?.packing ?? '', unit: product?.unit ?? ('piece' as const) }
      return { line, sku, ...words, quantityMilli, unitPriceMinor, netMinor, earnPoints: parts.earnPoints, gift: giftOf !== null }
    }),
    foreign: { saleId: answer.saleId, receiptCode: answer.receiptCode, bytes, previousHash, hash },
  }
}
