import { quoteReturn } from './return/quote-return.ts'
import { nothingReversed } from './return/reversal.ts'
import { quoteSale } from './sale/quote-sale.ts'
import type { SaleCase } from './sale-case.ts'
import type { QuoteOutcome, ReturnResult } from './sale-result.ts'

/**
 * The `quote` of `programme-format.md`: a sale and then its returns, one after the other, as if nothing else happened
 * to the member in between. Pure: the same case gives the same outcome. Throws `RangeError` where a number of the
 * result would leave the safe integers.
 */
export function quote(saleCase: SaleCase): QuoteOutcome {
  const sale = quoteSale(saleCase)
  if (sale.kind === 'rejected') return sale
  const { programme } = saleCase
  const { sold, result } = sale
  let reversed = nothingReversed(sold)
  let member = sale.memberAfter
  const returns: ReturnResult[] = []
  for (const [index, request] of saleCase.returns.entries()) {
    const outcome = quoteReturn(programme, sold, member, reversed, request, request.atMs, `grace:${index}`)
    if (outcome.kind === 'rejected') return outcome
    returns.push(outcome.result)
    reversed = outcome.reversed
    member = outcome.memberAfter
  }
  return { kind: 'quoted', result: { ...result, returns } }
}
