import { BasketLine } from '../basket/basket-line.tsx'
import { Badge } from '../../ui/components/badge.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatTakenOff } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useDesk } from '../state/context.ts'
import { ruleName } from '../state/names.ts'
import { useText } from '../texts.ts'
import { childOf } from '../why/explained.ts'
import css from './tender.module.css'

/** The basket while it is paid: nothing in it moves any more. */
export function LockedBasket() {
  const text = useText()
  const locale = useLocale()
  const { lines, quote } = useDesk()
  const discount = quote.kind === 'quoted' ? childOf(quote.explain, 'discount') : null
  return (
    <>
      <header className={css['head']}>
        <h2>{text('locked.title')}</h2>
        <Badge icon="lock">{text('locked.badge')}</Badge>
      </header>
      <ol className={css['lines']} tabIndex={0} aria-label={text('basket.lines')}>
        {lines.map((line, place) => (
          <BasketLine key={line.lineId} line={line} place={place} quote={quote} showsPoints={false} isCompact />
        ))}
      </ol>
      <div className={css['lockedFoot']}>
        {discount !== null && discount.children.length > 0 && (
          <dl>
            {discount.children.map((offer) => (
              <div key={offer.id}>
                <dt>
                  <Icon name={offer.ruleId === 'member-price' ? 'tag' : 'coupon'} size="s" />
                  {offer.ruleId === null ? text('rule.manual') : ruleName(offer.ruleId, quote, text, locale)}
                </dt>
                <dd>{offer.result.kind === 'minor' ? formatTakenOff(offer.result.resultMinor) : ''}</dd>
              </div>
            ))}
          </dl>
        )}
        <p>{text('locked.help')}</p>
      </div>
    </>
  )
}
