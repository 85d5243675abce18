import { useState } from 'react'
import type { ReturnableLine, ReturnQuote } from '../../contract/return-view.ts'
import { Button } from '../../ui/components/button.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { formatQuantity, readQuantity } from '../../ui/format/counts.ts'
import { plainDigits } from '../../ui/format/digits.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useText } from '../texts.ts'
import { nudge, quantityOf, setQuantity, toggle, type ChangeDraft, type ReturnDraft } from './return-draft.ts'
import css from './returns.module.css'

/** `*`: puts the caret into the quantity of a line. */
export function focusQuantity(line: number): void {
  const field = document.getElementById(fieldId(line))
  if (field instanceof HTMLInputElement) field.select()
}
function fieldId(line: number): string {
  return `return-quantity-${line}`
}

type LinesProps = { readonly draft: ReturnDraft; readonly quote: ReturnQuote | null; readonly onChange: ChangeDraft }

/** The sale's lines: how much was sold, came back before, comes back now, and what for. */
export function ReturnLines({ draft, quote, onChange }: LinesProps) {
  const text = useText()
  return (
    <div className={css['lines']} tabIndex={0} role="group" aria-label={text('basket.lines')}>
      <table>
        <thead>
          <tr>
            <th className={css['take']}>
              <span className={css['hidden']}>{text('return.column.take')}</span>
            </th>
            <th>{text('return.column.goods')}</th>
            <th className={css['number']}>{text('return.column.sold')}</th>
            <th className={css['number']}>{text('return.column.returned')}</th>
            <th className={css['now']}>{text('return.column.now')}</th>
            <th className={css['number']}>{text('return.column.refund')}</th>
          </tr>
        </thead>
        <tbody>
          {draft.sale.lines.map((line) => (
            <ReturnLine key={line.line} line={line} draft={draft} quote={quote} onChange={onChange} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ReturnLine({ line, draft, quote, onChange }: LinesProps & { readonly line: ReturnableLine }) {
  const text = useText()
  const locale = useLocale()
  const name = nameIn(line.name, locale)
  const quantityMilli = quantityOf(draft, line.line)
  const isGone = line.returnableMilli === 0
  const quoted = quantityMilli === 0 ? undefined : quote?.result.lines.find((each) => each.line === line.line)
  const worthMinor = quoted === undefined ? 0 : quoted.netMinor - quoted.pointsTenderMinor
  return (
    <tr className={classes(draft.chosenLine === line.line && css['chosen'])} aria-current={draft.chosenLine === line.line}>
      <td className={css['take']}>
        <Button isSquare isChosen={quantityMilli > 0} isDisabled={isGone} spoken={text('return.line.take', { name })} onPress={() => onChange((now) => toggle(now, line.line))}>
          {quantityMilli > 0 ? <Icon name="check" /> : ''}
        </Button>
      </td>
      <td className={css['goods']}>
        <b title={name}>{name}</b>
        <LineDetail line={line} byPointsMinor={quoted?.pointsTenderMinor ?? 0} />
      </td>
      <td className={css['number']}>{formatQuantity(line.quantityMilli, line.unit)}</td>
      <td className={css['number']}>{formatQuantity(line.quantityMilli - line.returnableMilli, line.unit)}</td>
      <td className={css['now']}>
        <div className={css['stepper']}>
          <Button isSquare isDisabled={quantityMilli === 0} spoken={text('return.line.less', { name })} onPress={() => onChange((now) => nudge(now, line.line, -1))}>
            <Icon name="minus" />
          </Button>
          <Quantity key={quantityMilli} line={line} quantityMilli={quantityMilli} onEnter={(entered) => onChange((now) => setQuantity(now, line.line, entered))} />
          <Button isSquare isDisabled={quantityMilli >= line.returnableMilli} spoken={text('return.line.more', { name })} onPress={() => onChange((now) => nudge(now, line.line, 1))}>
            <Icon name="plus" />
          </Button>
        </div>
      </td>
      <td className={css['number']}>
        <b>{formatMoney(worthMinor)}</b>
      </td>
    </tr>
  )
}

function LineDetail({ line, byPointsMinor }: { readonly line: ReturnableLine; readonly byPointsMinor: number }) {
  const text = useText()
  const isPlain = line.unit === 'piece' && line.netMinor * 1000 === line.unitPriceMinor * line.quantityMilli
  const parts = [
    ...(line.packing === '' ? [] : [line.packing]),
    text(line.unit === 'kg' ? 'basket.price-per-kg' : 'basket.price', { price: formatMoney(line.unitPriceMinor) }),
    ...(isPlain ? [] : [text('return.line.paid', { net: formatMoney(line.netMinor) })]),
    ...(line.gift ? [text('basket.gift')] : []),
    ...(byPointsMinor > 0 ? [text('return.line.by-points', { worth: formatMoney(byPointsMinor) })] : []),
    ...(line.returnableMilli === 0 ? [text('return.line.gone')] : []),
  ]
  return <span className={css['detail']}>{parts.join(' · ')}</span>
}

/** The quantity, which can be typed over: it counts with Enter, or when the caret leaves. What is no number changes nothing. */
function Quantity({ line, quantityMilli, onEnter }: { readonly line: ReturnableLine; readonly quantityMilli: number; readonly onEnter: (quantityMilli: number) => void }) {
  const text = useText()
  const locale = useLocale()
  const shown = formatQuantity(quantityMilli, line.unit)
  const [typed, setTyped] = useState(shown)
  const take = (): void => {
    const read = readQuantity(typed, line.unit)
    if (typed === shown) return
    if (read.kind === 'number') onEnter(read.quantityMilli)
    else if (/^0*(\.0*)?$/.test(typed) && typed !== '') onEnter(0)
    setTyped(shown)
  }
  return (
    <input
      id={fieldId(line.line)}
      className={css['quantity']}
      value={typed}
      disabled={line.returnableMilli === 0}
      inputMode={line.unit === 'kg' ? 'decimal' : 'numeric'}
      aria-label={text('return.line.quantity', { name: nameIn(line.name, locale) })}
      maxLength={9}
      autoComplete="off"
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        const plain = plainDigits(event.target.value)
        if (line.unit === 'kg' ? /^\d{0,5}(\.\d{0,3})?$/.test(plain) : /^\d{0,5}$/.test(plain)) setTyped(plain)
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        // Enter belongs to the field here: outside of it, it chooses the line.
        event.preventDefault()
        event.currentTarget.blur()
      }}
    />
  )
}
