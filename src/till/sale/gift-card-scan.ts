import type { DeskState, ScanOutcome, ScanRefusal } from '../../contract/desk-state.ts'
import type { Counter } from '../counter.ts'
import type { MirrorRead } from '../db/sqlite-file.ts'
import type { Ids } from '../ids.ts'
import type { Rules } from '../rules.ts'
import { giftCardCode, lookAtGiftCard, sellGiftCard, useGiftCard } from './gift-cards.ts'
import type { SaleDesk } from './sale-desk.ts'

/** What a scanned gift card meets. */
export type GiftCardScanDeps = {
  readonly desk: SaleDesk
  readonly counter: Counter
  readonly ids: Pick<Ids, 'next'>
  readonly mirror: () => MirrorRead
  readonly rules: () => Rules | null
}

/**
 * A gift card is scanned: the sale that waits for the code of one sells it, a sale with goods is paid with it, and where
 * nothing is scanned yet it tells what it holds.
 */
export async function scanGiftCard(deps: GiftCardScanDeps, scanned: string): Promise<ScanOutcome> {
  const code = giftCardCode(scanned)
  const { desk, counter, ids } = deps
  const wanted = desk.basket.giftCardWanted
  if (wanted !== null) {
    const sold = await sellGiftCard({ desk, counter, ids, mirror: deps.mirror(), rules: deps.rules() }, code, wanted.sku)
    return sold.ok ? { kind: 'gift-card-sold', priceMinor: wanted.priceMinor } : refused(sold.error.code)
  }
  if (desk.hasOpenSale()) {
    const used = await useGiftCard({ desk, counter }, code)
    return used.ok ? usedOutcome(used.output, code) : refused(used.error.code)
  }
  const held = await lookAtGiftCard(counter, code)
  return held.ok ? { kind: 'gift-card-balance', balanceMinor: held.output.balanceMinor } : refused(held.error.code)
}

function usedOutcome({ giftCards }: DeskState, code: string): ScanOutcome {
  const card = giftCards.find((each) => each.code === code)
  return { kind: 'gift-card-used', balanceMinor: card?.balanceMinor ?? 0, usedMinor: card?.usedMinor ?? 0 }
}

function refused(code: string): ScanOutcome {
  return { kind: 'refused', why: REFUSALS[code] ?? 'not-known-here' }
}

/** `unknown_product`, `not_a_gift_card`: the catalogue changed meanwhile. */
const REFUSALS: Readonly<Record<string, ScanRefusal>> = {
  locked_while_paying: 'locked-while-paying',
  gift_card_unknown: 'gift-card-unknown',
  gift_card_not_here: 'gift-card-not-here',
  gift_card_empty: 'gift-card-empty',
  gift_card_sold: 'gift-card-sold',
  gift_card_over_cap: 'gift-card-over-cap',
  too_many_gift_cards: 'too-many-gift-cards',
  too_many_lines: 'too-many-lines',
}
