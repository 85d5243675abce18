import { parseCaseOf } from '../../src/contract/case-file.ts'
import type { Refund, ReturnableSale, ReturnQuote, SavedReturn } from '../../src/contract/return-view.ts'
import { err, ok, type Result } from '../../src/contract/result.ts'
import type { Input } from '../../src/contract/serve.ts'
import type { Programme } from '../../src/domain/programme.ts'
import { quoteReturn } from '../../src/domain/return/quote-return.ts'
import { nothingReversed } from '../../src/domain/return/reversal.ts'
import { quoteSale } from '../../src/domain/sale/quote-sale.ts'
import type { ReversedSoFar } from '../../src/domain/sold-sale.ts'

/** The receipt of the design's picture: two cups, shampoo, tissues; 2,000 points and a wallet paid for them. */
export const RECEIPT_OF_CUPS = 'R2-93-5d10a3f8'
const SALE_ID = '00000000-0000-7000-8000-000000000093'
const soldAt = '2026-11-18T17:20:00+08:00'
const goods = [
  { sku: 'CUP', quantityMilli: 2000, unitPriceMinor: 7900, packing: '500 ml', name: { 'zh-Hans': '不锈钢保温杯', 'zh-Hant': '不鏽鋼保溫杯', en: 'Steel thermos cup' } },
  { sku: 'SHAMPOO', quantityMilli: 1000, unitPriceMinor: 4500, packing: '750 ml', name: { 'zh-Hans': '洗发水', 'zh-Hant': '洗髮水', en: 'Shampoo' } },
  { sku: 'TISSUE', quantityMilli: 3000, unitPriceMinor: 1290, packing: '6 × 3', name: { 'zh-Hans': '三层抽纸', 'zh-Hant': '三層抽紙', en: 'Three-layer tissues' } },
] as const

/** The calls of a return, for that one sale, by the real rules, in memory. */
export function fakeReturns(programme: Programme, nowMs: number) {
  const sold = soldCups(programme)
  let { memberAfter } = sold
  let reversed: ReversedSoFar = nothingReversed(sold.sold)
  const done: SavedReturn[] = []
  const byId = new Map<string, SavedReturn>()

  const leftOf = (line: number): number => goods[line]!.quantityMilli - reversed.lines[line]!.quantityMilli
  function sale(): ReturnableSale {
    const paidMinor = sold.result.payMinor
    return {
      saleId: SALE_ID, receiptCode: RECEIPT_OF_CUPS, saleNumber: 93, businessDate: '2026-11-18', committedAtMs: Date.parse(soldAt), dueMinor: sold.result.dueMinor,
      member: { memberId: 'm-chen', displayName: '陈*满' }, source: 'here', returns: [...done],
      tenders: [{ kind: 'wallet', paidMinor, refundableMinor: paidMinor - done.reduce((sum, each) => sum + each.refundMinor, 0), reference: '4471 2093' }],
      lines: goods.map((each, line) => ({
        line, sku: each.sku, name: each.name, packing: each.packing, unit: 'piece', quantityMilli: each.quantityMilli, returnableMilli: leftOf(line),
        unitPriceMinor: each.unitPriceMinor, netMinor: sold.result.lines[line]!.netMinor, earnPoints: sold.result.lines[line]!.earnPoints, gift: false,
      })),
    }
  }
  function quoted({ saleId, reason, lines }: Input<'return.quote'>) {
    if (saleId !== SALE_ID) return err({ code: 'unknown_sale' })
    const outcome = quoteReturn(programme, sold.sold, memberAfter, reversed, { reason, lines }, nowMs)
    return outcome.kind === 'rejected' ? err({ code: outcome.rejected }) : ok(outcome)
  }
  function quote(input: Input<'return.quote'>): Result<ReturnQuote, { code: string }> {
    const answer = quoted(input)
    if (!answer.ok) return answer
    const { result, refundOtherMinor, clawedBack, isWholeReturn } = answer.output
    const refunds: Refund[] = refundOtherMinor === 0 ? [] : [{ kind: 'wallet', refundMinor: refundOtherMinor, reference: '4471 2093' }]
    return ok({
      saleId: input.saleId, reason: input.reason, lines: input.lines, refundMinor: refundOtherMinor, refunds, storedValue: result.storedValue,
      pointsTenderMinor: result.lines.reduce((sum, line) => sum + line.pointsTenderMinor, 0), pointsBack: result.pointsBack, pointsClawedBack: result.pointsClawedBack,
      shortage: { debtPoints: clawedBack.debtAddedPoints, letGoPoints: clawedBack.letGoPoints, paidPoints: clawedBack.paidPoints, deductedMinor: clawedBack.deductedMinor },
      balancePointsAfter: result.balancePoints, wholeSale: isWholeReturn, result, names: programme.promotions.map(({ id, name }) => ({ id, name })),
    })
  }
  function commit(input: Input<'return.commit'>): Result<SavedReturn, { code: string }> {
    const before = byId.get(input.returnId)
    if (before !== undefined) return ok(before)
    const answer = quoted(input)
    const numbers = quote(input)
    if (!answer.ok || !numbers.ok) return answer.ok ? (numbers as Result<never, { code: string }>) : answer
    if (numbers.output.refundMinor !== input.refundMinor || numbers.output.pointsClawedBack !== input.pointsClawedBack) return err({ code: 'changed' })
    reversed = answer.output.reversed
    memberAfter = answer.output.memberAfter
    const { refundMinor, refunds, pointsBack, pointsClawedBack, balancePointsAfter } = numbers.output
    const saved: SavedReturn = { returnId: input.returnId, saleId: input.saleId, receiptCode: `R2-${148 + done.length}-0a7f22c1`, committedAtMs: nowMs, reason: input.reason, refundMinor, refunds, pointsBack, pointsClawedBack, balancePointsAfter, acked: false }
    byId.set(input.returnId, saved)
    done.push(saved)
    return ok(saved)
  }
  function find({ receiptCode }: Input<'return.find'>): Result<ReturnableSale, { code: string }> {
    if (receiptCode === RECEIPT_OF_CUPS) return ok(sale())
    if (!/^R\d+-\d+-[0-9a-f]{8}$/.test(receiptCode)) return err({ code: 'not_a_receipt' })
    return err({ code: receiptCode.startsWith('R2-') ? 'unknown_sale' : 'sale_not_here' })
  }
  return { 'return.find': find, 'return.quote': quote, 'return.commit': commit }
}

function soldCups(programme: Programme) {
  const parsed = parseCaseOf(
    {
      at: soldAt, store: 's1', redeemPoints: 2000,
      member: { tier: 'gold', purchases: 12, qualifying: 5800, spendablePoints: 5000, lots: [{ points: 5000, earnedAt: '2026-01-31T10:00:00+08:00' }] },
      lines: goods.map(({ sku, quantityMilli, unitPriceMinor }) => ({ sku, category: 'household', quantityMilli, unitPriceMinor })),
    },
    programme,
  )
  if (!parsed.ok) throw new Error(`${parsed.path}: ${parsed.problem}`)
  const outcome = quoteSale(parsed.saleCase)
  if (outcome.kind === 'rejected') throw new Error(outcome.rejected)
  return outcome
}
