import type { TenderRow } from '../db/tenders.ts'
import type { ReturnWork } from '../return/quote-return.ts'
import { payingForNewGoods } from '../return/quote-return.ts'

/** What is paid before the cashier takes anything: by goods that came back, then by gift cards. */
export type Prepaid = {
  readonly tenders: readonly TenderRow[]
  /** Left to pay in cash, card and wallets. */
  readonly leftMinor: number
}

/** A gift card that HQ lent to the sale. */
export type LentGiftCard = { readonly code: string; readonly balanceMinor: number }

/**
 * @param payMinor what the quote leaves to pay
 * @param loadsMinor of it, for lines that load value: gift cards do not buy value
 */
export function prepaidOf(payMinor: number, loadsMinor: number, exchanged: ReturnWork | null, cards: readonly LentGiftCard[]): Prepaid {
  const tenders = exchanged === null ? [] : exchangeTenders(payingForNewGoods(exchanged, payMinor))
  let leftMinor = payMinor - paidBy(tenders)
  for (const { code, balanceMinor } of cards) {
    const paidMinor = Math.min(balanceMinor, Math.max(0, leftMinor - loadsMinor))
    if (paidMinor === 0) continue
    tenders.push({ kind: 'gift-card', paidMinor, tenderedMinor: paidMinor, changeMinor: 0, reference: code })
    leftMinor -= paidMinor
  }
  return { tenders, leftMinor }
}

function exchangeTenders({ source, refunds }: ReturnWork): TenderRow[] {
  return refunds.flatMap(({ kind, tender, refundMinor, reference }): TenderRow[] => {
    const of = source.tenders[tender]?.kind
    return kind !== 'exchange' || of === undefined ? [] : [{ kind, paidMinor: refundMinor, tenderedMinor: refundMinor, changeMinor: 0, reference, of }]
  })
}

/** Does this tender come before what the cashier takes? */
export function isPrepaid({ kind }: Pick<TenderRow, 'kind'>): boolean {
  return kind === 'exchange' || kind === 'gift-card'
}

export function paidBy(tenders: readonly Pick<TenderRow, 'paidMinor'>[]): number {
  return tenders.reduce((sum, tender) => sum + tender.paidMinor, 0)
}
