import type { DeskLine, DeskQuote } from '../../contract/desk-state.ts'
import { classes } from '../../ui/components/classes.ts'
import { formatCount, formatQuantity } from '../../ui/format/counts.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney, formatTakenOff } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { ruleName } from '../state/names.ts'
import { useText } from '../texts.ts'
import { lineCuts } from './line-cuts.ts'
import css from './basket.module.css'

/** One line: how many, what, for how much, and what it earns. */
export function BasketLine({ line, place, quote, showsPoints, isSelected = false, isCompact = false, onSelect }: {
  readonly line: DeskLine
  /** Its place in the basket: the quote's lines are in the same order. */
  readonly place: number
  readonly quote: DeskQuote
  readonly showsPoints: boolean
  readonly isSelected?: boolean
  readonly isCompact?: boolean
  readonly onSelect?: () => void
}) {
  const text = useText()
  const locale = useLocale()
  const shownQuantity = formatQuantity(line.quantityMilli, line.unit)
  return (
    <li className={classes(css['line'], isSelected && css['selected'], isCompact && css['compact'])} aria-current={isSelected} onClick={onSelect}>
      <div className={classes(css['quantity'], shownQuantity.length > 5 && css['long'])}>
        {line.unit === 'kg' ? <em>{shownQuantity}</em> : shownQuantity}
        {line.unit === 'kg' && <small>{text('unit.kg')}</small>}
      </div>
      <div className={css['goods']}>
        <b title={nameIn(line.name, locale)}>{nameIn(line.name, locale)}</b>
        <LineDetail line={line} place={place} quote={quote} />
      </div>
      <div className={css['money']}>
        <b>{formatMoney(line.netMinor)}</b>
        {showsPoints && <span>{text('points.count', { count: line.earnPoints, points: formatCount(line.earnPoints) })}</span>}
      </div>
    </li>
  )
}

function LineDetail({ line, place, quote }: { readonly line: DeskLine; readonly place: number; readonly quote: DeskQuote }) {
  const text = useText()
  const locale = useLocale()
  const perUnit = line.unit === 'kg' ? 'basket.price-per-kg' : 'basket.price'
  const memberPriceMinor = line.offers.includes('member-price') ? line.memberPriceMinor : null
  const cuts = lineCuts(quote, place).filter((cut) => cut.ruleId !== 'member-price')
  const unitPrice = formatMoney(line.unitPriceMinor)
  return (
    <span className={css['detail']}>
      {line.packing !== '' && `${line.packing} · `}
      {line.unit === 'kg' && line.packing === '' && `${text('basket.by-weight')} · `}
      {memberPriceMinor !== null ? (
        <>
          <s>{unitPrice}</s> {text('basket.member-price', { price: formatMoney(memberPriceMinor) })}
        </>
      ) : (
        text(perUnit, { price: unitPrice })
      )}
      {line.gift && ` · ${text('basket.gift')}`}
      {cuts.map(({ ruleId, offMinor }) => ` · ${ruleId === null ? text('rule.manual') : ruleName(ruleId, quote, text, locale)} ${formatTakenOff(offMinor)}`)}
    </span>
  )
}
