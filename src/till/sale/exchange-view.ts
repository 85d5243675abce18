import type { DeskExchange, DeskGiftCard } from '../../contract/desk-state.ts'
import { exchangedMinor } from '../../journal/return-booking.ts'
import { payingForNewGoods } from '../return/quote-return.ts'
import { returnQuote } from '../return/return-view.ts'
import type { Basket } from './basket.ts'
import type { Look } from './desk-look.ts'

/** Goods that come back in the open sale, as the page sees them. */
export function deskExchange({ exchange: asked }: Basket, { exchange, quote }: Look): DeskExchange | null {
  if (asked === null || exchange === null) return null
  if (exchange.kind === 'refused') return exchange
  const work = payingForNewGoods(exchange.ready.work, quote?.kind === 'quoted' ? quote.quoted.result.payMinor : 0)
  return {
    kind: 'ready',
    returnId: asked.returnId,
    receiptCode: work.source.receiptCode,
    creditMinor: exchangedMinor(work.refunds),
    returned: returnQuote(work, asked),
  }
}

/** All but the last four characters hidden. */
export function maskCode(code: string): string {
  return `••••${code.slice(-4)}`
}

/** Gift cards that pay in this sale, with what each pays of it; one that it loads is a line. */
export function deskGiftCards({ giftCards }: Basket, { prepaid }: Look): DeskGiftCard[] {
  return giftCards.flatMap(({ code, use, lent }) => {
    if (lent === null || use !== 'pay') return []
    const tender = prepaid?.tenders.find((each) => each.kind === 'gift-card' && each.reference === code)
    return { code, codeMasked: maskCode(code), balanceMinor: lent.balanceMinor, usedMinor: tender?.paidMinor ?? 0 }
  })
}
