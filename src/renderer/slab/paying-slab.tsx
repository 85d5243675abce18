import type { TenderInput } from '../../contract/till-calls.ts'
import type { SaleResult } from '../../domain/sale-result.ts'
import { Amount } from '../../ui/components/amount.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon, type IconName } from '../../ui/components/icon.tsx'
import { BigKey } from '../../ui/components/key.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatMoney, formatTakenOff } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useDesk } from '../state/context.ts'
import { useView } from '../state/view.ts'
import { restMinor } from '../tender/tender-draft.ts'
import { useTender } from '../tender/use-tender.ts'
import { useText } from '../texts.ts'
import { ExchangeRow } from './exchange-row.tsx'
import { GiftCardRows } from '../gift-cards/gift-card-rows.tsx'
import { Row } from './row.tsx'
import css from './slab.module.css'

const tenderIcons: Record<TenderInput['kind'], IconName> = { cash: 'cash', wallet: 'wallet', card: 'bankCard' }

/** What is paid by what, and what to hand back. */
export function PayingSlab() {
  const text = useText()
  const desk = useDesk()
  const { draft, step, payMinor, forward } = useTender()
  const isBusy = useView((view) => view.isBusy)
  const result = desk.quote.kind === 'quoted' ? desk.quote.result : null
  const taken = step.kind === 'finish' ? step.tenders : draft.taken
  const leftMinor = step.kind === 'go-on' ? step.restMinor : step.kind === 'wrong' ? restMinor(payMinor, draft.taken) : 0
  return (
    <>
      <div className={classes(css['head'], css['caption'])}>
        <span className={css['headIcon']}>
          <Icon name="lock" size="s" />
          {text('slab.sale', { sale: formatSaleNumber(desk.saleNumber) })}
        </span>
        <span>{text('slab.due')}</span>
      </div>
      <p className={css['total']}>
        <Amount totalMinor={result?.dueMinor ?? payMinor} />
      </p>
      <ExchangeRow isFixed />
      <GiftCardRows isFixed />
      <ul className={css['taken']}>
        {result !== null && result.pointsTenderMinor > 0 && (
          <li>
            <Icon name="points" />
            <div>
              <b>{text('slab.points-used', { count: result.pointsUsed, points: formatCount(result.pointsUsed) })}</b>
              <span>{text('paying.points-held')}</span>
            </div>
            <b>{formatTakenOff(result.pointsTenderMinor)}</b>
          </li>
        )}
        {result !== null && <StoredValueRow storedValue={result.storedValue} />}
        {taken.map((tender, place) => (
          <TakenRow key={place} tender={tender} payMinor={payMinor} others={taken.filter((other) => other !== tender)} isNow={place >= draft.taken.length} />
        ))}
      </ul>
      <div className={css['push']} />
      <p className={css['dueLabel']}>{text(leftMinor > 0 ? 'paying.missing' : 'paying.change')}</p>
      <p className={classes(css['due'], css['change'], leftMinor > 0 && css['missing'])}>
        <Amount totalMinor={leftMinor > 0 ? leftMinor : step.kind === 'finish' ? step.changeMinor : 0} size="hero" />
      </p>
      {desk.member !== null && result !== null && (
        <dl>
          <Row label={text('paying.will-earn')} shown={text('points.gain', { count: result.earnPoints, points: formatCount(result.earnPoints, 'always') })} isGood />
        </dl>
      )}
      <div className={css['pay']}>
        <BigKey label={text(`paying.${step.kind}`)} cap={capOf('forward')} isDisabled={isBusy || step.kind === 'wrong'} onPress={forward} />
      </div>
    </>
  )
}

function StoredValueRow({ storedValue: { principalMinor, bonusMinor } }: { readonly storedValue: SaleResult['storedValue'] }) {
  const text = useText()
  if (principalMinor + bonusMinor === 0) return null
  return (
    <li>
      <Icon name="memberCard" />
      <div>
        <b>{text('stored.used')}</b>
        <span>{bonusMinor === 0 ? text('stored.held-principal') : text('stored.held', { bonus: formatMoney(bonusMinor) })}</span>
      </div>
      <b>{formatTakenOff(principalMinor + bonusMinor)}</b>
    </li>
  )
}

function TakenRow({ tender, payMinor, others, isNow }: {
  readonly tender: TenderInput
  readonly payMinor: number
  readonly others: readonly TenderInput[]
  readonly isNow: boolean
}) {
  const text = useText()
  const paidMinor = tender.kind === 'cash' ? Math.min(tender.tenderedMinor, Math.max(0, restMinor(payMinor, others))) : tender.paidMinor
  const note = tender.kind === 'cash' ? text('paying.tendered', { tendered: formatMoney(tender.tenderedMinor) }) : tender.reference === '' ? text('paying.no-reference') : text('paying.reference', { reference: tender.reference })
  return (
    <li className={classes(isNow && css['now'])}>
      <Icon name={tenderIcons[tender.kind]} />
      <div>
        <b>{text(`tender.${tender.kind}`)}</b>
        <span>{note}</span>
      </div>
      <b>{formatTakenOff(paidMinor)}</b>
    </li>
  )
}
