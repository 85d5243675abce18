import type { Handlers } from '../../contract/serve.ts'
import type { Counter } from '../counter.ts'
import type { Ids } from '../ids.ts'
import type { StatusSource } from '../till-status.ts'
import { forgetWantedGiftCard, giftCardCode, lookAtGiftCard, putBackGiftCard, sellGiftCard, useGiftCard } from './gift-cards.ts'
import type { SaleDesk } from './sale-desk.ts'

type Deps = { readonly desk: SaleDesk; readonly counter: Counter; readonly ids: Pick<Ids, 'next'>; readonly status: StatusSource }

export function giftCardHandlers({ desk, counter, ids, status }: Deps): Pick<Handlers, 'giftCard.look' | 'giftCard.use' | 'giftCard.putBack' | 'giftCard.sell' | 'giftCard.notNow'> {
  return {
    'giftCard.look': ({ code }) => lookAtGiftCard(counter, giftCardCode(code)),
    'giftCard.use': ({ code }) => useGiftCard({ desk, counter }, giftCardCode(code)),
    'giftCard.putBack': ({ code }) => putBackGiftCard(desk, giftCardCode(code)),
    'giftCard.sell': ({ code, sku }) => sellGiftCard({ desk, counter, ids, mirror: status.mirror(), rules: status.rules.current() }, giftCardCode(code), sku),
    'giftCard.notNow': () => forgetWantedGiftCard(desk),
  }
}
