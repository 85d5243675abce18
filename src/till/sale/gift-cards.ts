import type { DeskState } from '../../contract/desk-state.ts'
import type { GiftCardView } from '../../contract/gift-card-calls.ts'
import { err, ok, type Result } from '../../contract/result.ts'
import type { Counter } from '../counter.ts'
import { readProduct } from '../db/mirror/products.ts'
import type { MirrorRead } from '../db/sqlite-file.ts'
import { basketItem } from '../devices/product-lookup.ts'
import type { Ids } from '../ids.ts'
import type { Rules } from '../rules.ts'
import { addItem, type Basket, type BasketGiftCard } from './basket.ts'
import { maskCode } from './exchange-view.ts'
import type { SaleDesk } from './sale-desk.ts'

/** As many as a customer brings. */
export const GIFT_CARDS_MAX = 10

type Locked = 'locked_while_paying'
type Refused = 'gift_card_unknown' | 'gift_card_not_here' | 'gift_card_empty' | 'gift_card_sold'
type Answer<Code extends string> = Result<DeskState, { readonly code: Code; readonly detail?: string }>
type Asking = { readonly desk: SaleDesk; readonly counter: Counter }

/** Codes are written with blanks and in any case. */
export function giftCardCode(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase()
}

/** What a card holds. No effect. */
export async function lookAtGiftCard(counter: Counter, code: string): Promise<Result<GiftCardView, { readonly code: 'gift_card_unknown' | 'gift_card_not_here' }>> {
  const asked = await counter.lendGiftCard({ saleId: 'look', code, use: 'look' })
  if (asked.kind === 'answer') return ok({ codeMasked: maskCode(code), balanceMinor: asked.answer.balanceMinor })
  return err({ code: asked.kind === 'rejected' && asked.rejected === 'gift_card_unknown' ? 'gift_card_unknown' : 'gift_card_not_here' })
}

/** Pays with a card, as far as it reaches: HQ lends it to this sale first. */
export async function useGiftCard(at: Asking, code: string): Promise<Answer<Locked | 'too_many_gift_cards' | 'gift_card_unknown' | 'gift_card_not_here' | 'gift_card_empty'>> {
  const { giftCards } = at.desk.basket
  if (giftCards.length >= GIFT_CARDS_MAX && !giftCards.some((card) => card.code === code)) return err({ code: 'too_many_gift_cards' })
  const asked = await lent(at, code, 'pay')
  if (!asked.ok) return asked.error.code === 'gift_card_sold' ? err({ code: 'gift_card_not_here' }) : err({ ...asked.error, code: asked.error.code })
  const answer = at.desk.change<never>((basket) => ({ kind: 'changed', basket: withCard(basket, { code, use: 'pay', lent: asked.output.balanceMinor === 0 ? null : asked.output }) }))
  return answer.ok && asked.output.balanceMinor === 0 ? err({ code: 'gift_card_empty' }) : answer
}

/** Takes a card out of the sale again; it goes back with the sale. */
export function putBackGiftCard(desk: SaleDesk, code: string): Answer<Locked | 'unknown_gift_card'> {
  return desk.change((basket) => {
    const card = basket.giftCards.find((each) => each.code === code && each.use === 'pay' && each.lent !== null)
    return card === undefined ? { kind: 'refused', refused: 'unknown_gift_card' } : { kind: 'changed', basket: withCard(basket, { ...card, lent: null }) }
  })
}

/** Nobody buys a gift card after all. */
export function forgetWantedGiftCard(desk: SaleDesk): Answer<Locked> {
  return desk.change<never>((basket) => ({ kind: 'changed', basket: { ...basket, giftCardWanted: null } }))
}

/** Sells a card that nobody has bought yet: a line whose price is loaded on it. */
export async function sellGiftCard(
  at: Asking & { readonly mirror: MirrorRead; readonly ids: Pick<Ids, 'next'>; readonly rules: Rules | null },
  code: string,
  sku: string,
): Promise<Answer<Locked | 'unknown_product' | 'not_a_gift_card' | 'gift_card_sold' | 'gift_card_not_here' | 'gift_card_over_cap' | 'too_many_lines'>> {
  const product = readProduct(at.mirror, sku)
  if (product === null) return err({ code: 'unknown_product' })
  if (product.asset !== 'gift-card') return err({ code: 'not_a_gift_card' })
  if (product.priceMinor > (at.rules?.programme.storedValue.capBearerMinor ?? 0)) return err({ code: 'gift_card_over_cap' })
  if (at.desk.basket.lines.some((line) => line.giftCard === code)) return err({ code: 'gift_card_sold' })
  const asked = await lent(at, code, 'load')
  if (!asked.ok) return err({ code: asked.error.code === 'gift_card_sold' ? 'gift_card_sold' : 'gift_card_not_here' })
  return at.desk.change((basket) => {
    const added = addItem({ ...withCard(basket, { code, use: 'load', lent: asked.output }), giftCardWanted: null }, { ...basketItem(product, 1000), giftCard: code }, at.ids.next())
    return added.kind === 'refused' ? { kind: 'refused', refused: 'too_many_lines' as const } : added
  })
}

/** Written down before asking: after a crash the till knows what it may hold. */
async function lent({ desk, counter }: Asking, code: string, use: 'pay' | 'load'): Promise<Result<{ balanceMinor: number }, { readonly code: Refused | Locked }>> {
  const noted = desk.change<never>((basket) => ({ kind: 'changed', basket: withCard(basket, { code, use, lent: null }) }))
  if (!noted.ok) return noted
  const { saleId } = desk.basket
  const asked = await counter.lendGiftCard({ saleId, code, use })
  // Meanwhile the sale may have ended; what it had asked for went back with it.
  if (asked.kind === 'answer' && desk.basket.saleId === saleId) return ok({ balanceMinor: asked.answer.balanceMinor })
  if (asked.kind !== 'rejected') return err({ code: 'gift_card_not_here' })
  desk.change<never>((basket) => ({ kind: 'changed', basket: { ...basket, giftCards: basket.giftCards.filter((card) => card.code !== code) } }))
  return err({ code: asked.rejected === 'gift_card_unknown' || asked.rejected === 'gift_card_sold' ? asked.rejected : 'gift_card_not_here' })
}

function withCard(basket: Basket, card: BasketGiftCard): Basket {
  return { ...basket, giftCards: [...basket.giftCards.filter((each) => each.code !== card.code), card] }
}
