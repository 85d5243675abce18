import { useState } from 'react'
import type { GiftCardView } from '../../contract/gift-card-calls.ts'
import { Field } from '../../ui/components/field.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from '../panels/number-panel.module.css'

/** As many characters as the engine takes of a code. */
const CODE_CHARS_MAX = 64
const CODE_CHARS_MIN = 4

/** A gift card by its number, for those that no scanner reads: to sell it, to pay with it, or to see what it holds. */
export function GiftCardPanel() {
  const text = useText()
  const actions = useActions()
  const { giftCardWanted, lines } = useDesk()
  const [typed, setTyped] = useState('')
  const [held, setHeld] = useState<GiftCardView | null>(null)
  const code = typed.trim()
  const pays = lines.length > 0
  const act = async (): Promise<void> => {
    if (code.length < CODE_CHARS_MIN) return
    if (giftCardWanted !== null) {
      if (await actions.sellGiftCard(code, giftCardWanted.sku)) closePanel()
    } else if (pays) {
      if (await actions.useGiftCard(code)) closePanel()
    } else {
      const reply = await actions.ask('giftCard.look', { code })
      setHeld(reply.ok ? reply.output : null)
    }
  }
  const back = (): void => {
    if (giftCardWanted !== null) void actions.sellNoGiftCard()
    closePanel()
  }
  const enter = (): void => void act()
  useKeys('panel', { back, enter, forward: enter, 'tender-gift-card': back })
  const label = giftCardWanted !== null ? 'gift-card.sell.go' : pays ? 'gift-card.pay' : 'gift-card.look'
  return (
    <Sheet
      title={text(giftCardWanted === null ? 'gift-card.title' : 'gift-card.sell.title')}
      caption={giftCardWanted === null ? text('gift-card.help') : formatMoney(giftCardWanted.priceMinor)}
      backLabel={text(giftCardWanted === null ? 'key.back' : 'gift-card.sell.not-now')}
      backCap={capOf('back')}
      onBack={back}
      keys={<Key tone="go" label={text(label)} cap={capOf('enter')} isDisabled={code.length < CODE_CHARS_MIN} onPress={enter} />}
    >
      <div className={css['body']}>
        <Field autoFocus label={text('gift-card.field')} typed={typed} placeholder={text('gift-card.field.help')} before={<Icon name="giftCard" />} onType={setTyped} charsMax={CODE_CHARS_MAX} />
        {giftCardWanted !== null ? <Wanted {...giftCardWanted} /> : held === null ? (
          <Note icon="giftCard" title={text('gift-card.help')}>
            {text('gift-card.none.help')}
          </Note>
        ) : (
          <Note icon="giftCard" title={text('gift-card.balance', { card: held.codeMasked, balance: formatMoney(held.balanceMinor) })}>
            {text('gift-card.balance.help')}
          </Note>
        )}
      </div>
    </Sheet>
  )
}

function Wanted({ name, priceMinor }: NonNullable<ReturnType<typeof useDesk>['giftCardWanted']>) {
  const text = useText()
  const locale = useLocale()
  return (
    <Note icon="barcode" title={text('gift-card.sell.scan')}>
      {text('gift-card.sell.help', { name: nameIn(name, locale), price: formatMoney(priceMinor) })}
    </Note>
  )
}
