import type { DeskState } from '../../contract/desk-state.ts'
import { Amount } from '../../ui/components/amount.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { BigKey, TenderKey } from '../../ui/components/key.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { formatMoney, formatTakenOff } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useActions, useDesk } from '../state/context.ts'
import { payWith } from '../state/selling.ts'
import { asksFirst, openPanel, useView, type Panel } from '../state/view.ts'
import { useApproval } from '../staff/approval-state.ts'
import { useText } from '../texts.ts'
import { rejectionText } from '../why/why-text.ts'
import { ExchangeRow, prepaidMinor } from './exchange-row.tsx'
import { GiftCardRows } from '../gift-cards/gift-card-rows.tsx'
import { PointsProposal } from './points-proposal.tsx'
import { discountRows } from './discount-rows.ts'
import { Row } from './row.tsx'
import { WayOut } from './way-out.tsx'
import css from './slab.module.css'

/** What the basket costs, what is due, how to pay it, and the one big key. */
export function SellingSlab() {
  const text = useText()
  const desk = useDesk()
  const pieces = desk.lines.reduce((sum, line) => sum + (line.unit === 'kg' ? 1 : Math.ceil(line.quantityMilli / 1000)), 0)
  return (
    <>
      <div className={classes(css['head'], css['caption'])}>
        <span>{text('slab.sale', { sale: formatSaleNumber(desk.saleNumber) })}</span>
        <span>{desk.lines.length === 0 ? text('slab.lines', { count: 0 }) : text('slab.lines-and-pieces', { lines: text('slab.lines', { count: desk.lines.length }), pieces: text('slab.pieces', { count: pieces }) })}</span>
      </div>
      {desk.lines.length > 0 && <Totals desk={desk} />}
      <ExchangeRow />
      <GiftCardRows />
      <hr className={css['rule']} />
      <Due desk={desk} />
      <div className={css['push']} />
      {desk.lines.length === 0 ? <EmptySlabKeys /> : <SellingSlabKeys />}
      <Pay desk={desk} />
    </>
  )
}

function Totals({ desk }: { readonly desk: DeskState }) {
  const text = useText()
  const locale = useLocale()
  const { quote } = desk
  if (quote.kind !== 'quoted') return null
  const { result } = quote
  const storedMinor = result.storedValue.principalMinor + result.storedValue.bonusMinor
  const offeredCount = desk.coupons.filter((coupon) => coupon.state.kind === 'offered').length
  return (
    <dl className={css['rows']}>
      <Row label={text('slab.goods')} shown={formatMoney(result.grossMinor)} />
      {discountRows(quote, text, locale).map(({ id, label, offMinor }) => (
        <Row key={id} label={label} shown={formatTakenOff(offMinor)} isGood />
      ))}
      {offeredCount > 0 && <Row label={text('slab.coupons-fitting', { count: offeredCount })} shown={formatTakenOff(0)} />}
      {result.pointsTenderMinor !== 0 && (
        <Row label={text('slab.points-used', { count: result.pointsUsed, points: formatCount(result.pointsUsed) })} shown={formatTakenOff(result.pointsTenderMinor)} isGood />
      )}
      {storedMinor !== 0 && <Row label={text('stored.used')} shown={formatTakenOff(storedMinor)} isGood />}
    </dl>
  )
}

function Due({ desk }: { readonly desk: DeskState }) {
  const text = useText()
  const { quote } = desk
  const payMinor = quote.kind === 'quoted' ? Math.max(0, quote.result.payMinor - prepaidMinor(desk)) : quote.kind === 'empty' ? 0 : null
  const isPartlyPaid = quote.kind === 'quoted' && payMinor !== null && payMinor < quote.result.dueMinor
  return (
    <>
      <p className={css['dueLabel']}>{text(isPartlyPaid ? 'slab.left-to-pay' : 'slab.due')}</p>
      {payMinor === null ? (
        <p className={classes(css['note'], css['refused'])} role="alert">
          <Icon name="refused" size="s" />
          {rejectionText(quote.kind === 'rejected' ? quote.rejected : '', text)}
        </p>
      ) : (
        <p className={classes(css['due'], desk.lines.length === 0 && css['quiet'])}>
          <Amount totalMinor={payMinor} size="hero" />
        </p>
      )}
    </>
  )
}

function SellingSlabKeys() {
  const text = useText()
  const actions = useActions()
  const desk = useDesk()
  const isLocked = desk.phase.kind !== 'selling'
  const panel = useView((view) => view.panel.kind)
  return (
    <>
      <PointsProposal />
      <div className={css['tenders']}>
        {(['cash', 'wallet', 'card'] as const).map((kind) => (
          <TenderKey
            key={kind}
            icon={<Icon name={kind === 'card' ? 'bankCard' : kind} />}
            label={text(`tender.${kind}`)}
            cap={capOf(`tender-${kind}`)}
            isDisabled={isLocked}
            onPress={() => void payWith(actions, kind)}
          />
        ))}
        <TenderKey
          icon={<Icon name="memberCard" />}
          label={text('tender.stored')}
          cap={capOf('tender-stored')}
          isChosen={panel === 'stored-value'}
          isDisabled={isLocked || desk.member === null || desk.member.storedValue === null}
          onPress={() => openPanel({ kind: 'stored-value' })}
        />
        <TenderKey
          icon={<Icon name="giftCard" />}
          label={text('tender.gift-card')}
          cap={capOf('tender-gift-card')}
          isChosen={panel === 'gift-card'}
          isDisabled={isLocked}
          onPress={() => openPanel({ kind: 'gift-card' })}
        />
        <TenderKey
          icon={<Icon name="points" />}
          label={text('key.points')}
          cap={capOf('points')}
          isChosen={panel === 'points'}
          isDisabled={isLocked || desk.member === null}
          onPress={() => openPanel({ kind: 'points' })}
        />
      </div>
    </>
  )
}

function EmptySlabKeys() {
  const text = useText()
  return (
    <div className={classes(css['tenders'], css['three'])}>
      <TenderKey icon={<Icon name="tag" />} label={text('key.find-product')} cap={capOf('find-product')} onPress={() => openPanel({ kind: 'find-product' })} />
      <TenderKey icon={<Icon name="receipt" />} label={text('key.receipts')} cap={capOf('recent-sales')} onPress={() => openPanel({ kind: 'recent-sales' })} />
      <TenderKey icon={<Icon name="help" />} label={text('key.help')} cap={capOf('help')} onPress={() => openPanel({ kind: 'help' })} />
    </div>
  )
}

function Pay({ desk }: { readonly desk: DeskState }) {
  const text = useText()
  const actions = useActions()
  const isBusy = useView((view) => view.isBusy)
  const panel = useView((view) => view.panel)
  const isAsking = useApproval((approval) => approval.question !== null)
  const missing = isAsking ? 'approval.pay-waits' : whatIsMissing(desk, panel)
  return (
    <div className={css['pay']}>
      {desk.quote.kind === 'rejected' && <WayOut rejected={desk.quote.rejected} />}
      <BigKey label={missing === null ? text('slab.pay') : text(missing)} cap={capOf('forward')} isDisabled={missing !== null || isBusy} onPress={() => void payWith(actions, 'cash')} />
    </div>
  )
}

/** What the cashier has to do before Pay means something; null: nothing. */
function whatIsMissing(desk: DeskState, panel: Panel) {
  if (desk.phase.kind === 'asking-points') return 'slab.pay.asking-points' as const
  if (desk.lines.length === 0) return 'slab.pay.scan-first' as const
  if (desk.quote.kind === 'rejected') return 'slab.pay.rejected' as const
  if (panel.kind === 'find-member') return 'slab.pay.finding' as const
  return asksFirst(panel) ? ('slab.pay.question' as const) : null
}
