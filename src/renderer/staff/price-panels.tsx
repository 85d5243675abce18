import { useState } from 'react'
import { PRICE_MINOR_MAX, PRICE_REASONS, type PriceReason } from '../../contract/choices.ts'
import { formatMoney, readMoney } from '../../ui/format/money.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useActions, useDesk } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { HandForm } from './hand-form.tsx'

/** Another price for a line, by hand. */
export function PricePanel({ lineId }: { readonly lineId: string }) {
  const text = useText()
  const locale = useLocale()
  const { setPrice } = useActions()
  const line = useDesk().lines.find((each) => each.lineId === lineId)
  if (line === undefined) return null
  return (
    <ByHand
      title={text('price.title')}
      caption={text('price.of', { name: nameIn(line.name, locale), price: formatMoney(line.unitPriceMinor) })}
      label={text(line.unit === 'kg' ? 'price.new-per-kg' : 'price.new')}
      placeholder={formatMoney(line.unitPriceMinor)}
      goLabel={text('price.go')}
      onGo={(unitPriceMinor, reason) => setPrice({ lineId, unitPriceMinor, reason })}
    />
  )
}

/** So much off the goods, by hand; 0 takes it back. */
export function DiscountPanel() {
  const text = useText()
  const { setDiscount } = useActions()
  const { quote } = useDesk()
  return (
    <ByHand
      title={text('discount.title')}
      caption={text('discount.of', { goods: formatMoney(quote.kind === 'quoted' ? quote.result.dueMinor : 0) })}
      label={text('discount.off')}
      placeholder={formatMoney(0)}
      goLabel={text('discount.go')}
      onGo={(discountMinor, reason) => setDiscount({ discountMinor, reason })}
    />
  )
}

function ByHand({ title, caption, label, placeholder, goLabel, onGo }: {
  readonly title: string
  readonly caption: string
  readonly label: string
  readonly placeholder: string
  readonly goLabel: string
  readonly onGo: (typedMinor: number, reason: PriceReason) => Promise<boolean>
}) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState<PriceReason>('shelf-price')
  const read = readMoney(typed)
  const isTooMuch = read.kind === 'number' && read.totalMinor > PRICE_MINOR_MAX
  const go = async (): Promise<void> => {
    if (read.kind === 'number' && (await onGo(read.totalMinor, reason))) closePanel()
  }
  return (
    <HandForm
      title={title}
      caption={caption}
      amount={{ label, typed, placeholder, problem: isTooMuch ? text('typed.too-large') : null, onType: setTyped }}
      reasons={{ label: text('price.reason'), options: PRICE_REASONS.map((each) => ({ reason: each, words: text(`price.reason.${each}`) })), chosen: reason, onChoose: setReason }}
      goLabel={goLabel}
      isReady={read.kind === 'number' && !isTooMuch}
      onGo={() => void go()}
    />
  )
}
