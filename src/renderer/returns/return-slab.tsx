import { assertNever } from '../../domain/assert.ts'
import type { RefundKind, ReturnQuote } from '../../contract/return-view.ts'
import { Amount } from '../../ui/components/amount.tsx'
import { Button } from '../../ui/components/button.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon, type IconName } from '../../ui/components/icon.tsx'
import { BigKey } from '../../ui/components/key.tsx'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatCount } from '../../ui/format/counts.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { Row } from '../slab/row.tsx'
import { useActions } from '../state/context.ts'
import { useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import slab from '../slab/slab.module.css'
import { closeReturn, commitReturn } from './return-actions.ts'
import { piecesOf } from './return-draft.ts'
import { refundNote } from './refund-note.ts'
import { ReturnReceipt } from './return-receipt.tsx'
import { shownQuote, showReturn, useReturn, type ReturnView } from './return-state.ts'
import css from './returns.module.css'

const tenderIcons: Readonly<Record<RefundKind, IconName>> = { cash: 'cash', wallet: 'wallet', card: 'bankCard', 'gift-card': 'giftCard' }

/** The slab during a return: what is given back, by which way, and what becomes of the points. */
export function ReturnSlab() {
  const text = useText()
  const view = useReturn((state) => state.view)
  switch (view.kind) {
    case 'finding':
      return (
        <>
          <p className={slab['dueLabel']}>{text('return.give-back')}</p>
          <p className={classes(slab['due'], slab['quiet'])}>
            <Amount totalMinor={0} size="hero" />
          </p>
          <div className={slab['push']} />
          <div className={slab['pay']}>
            <BigKey label={text('return.go.find')} cap={capOf('forward')} isDisabled onPress={() => undefined} />
          </div>
        </>
      )
    case 'choosing':
      return <ChoosingSlab view={view} />
    case 'saved':
      return (
        <>
          <p className={slab['caption']}>{text('return.saved.receipt')}</p>
          <ReturnReceipt saved={view.saved} draft={view.draft} />
          <div className={slab['push']} />
          <div className={slab['pay']}>
            <BigKey label={text(view.saved.reason === 'exchange' ? 'return.saved.next.exchange' : 'return.saved.next')} cap={capOf('enter')} onPress={closeReturn} />
          </div>
        </>
      )
    default:
      return assertNever(view)
  }
}

function ChoosingSlab({ view }: { readonly view: Extract<ReturnView, { readonly kind: 'choosing' }> }) {
  const text = useText()
  const actions = useActions()
  const isBusy = useView((state) => state.isBusy)
  const { draft, quoted } = view
  const quote = shownQuote(quoted)
  const missing = whatIsMissing(view)
  return (
    <>
      <div className={classes(slab['head'], slab['caption'])}>
        <span>{text('return.of-sale', { sale: formatSaleNumber(draft.sale.saleNumber) })}</span>
        <span>{text('slab.pieces', { count: piecesOf(draft) })}</span>
      </div>
      <hr className={slab['rule']} />
      <p className={slab['dueLabel']}>{text('return.give-back')}</p>
      <p className={classes(slab['due'], quote === null && slab['quiet'])}>
        <Amount totalMinor={quote?.refundMinor ?? 0} size="hero" />
      </p>
      {quote !== null && <Refunds quote={quote} />}
      {quote !== null && draft.sale.member !== null && <Points quote={quote} onWhy={() => showReturn({ ...view, isWhyOpen: !view.isWhyOpen })} isWhyOpen={view.isWhyOpen} />}
      <div className={slab['push']} />
      <div className={slab['pay']}>
        <BigKey
          label={missing === null ? text(draft.reason === 'exchange' ? 'return.go.exchange' : 'return.go', { refund: formatMoney(quote?.refundMinor ?? 0) }) : text(missing)}
          cap={capOf('forward')}
          isDisabled={missing !== null || isBusy}
          onPress={() => void commitReturn(actions)}
        />
      </div>
    </>
  )
}

/** What is still to be done before the return can be booked; null: nothing. */
function whatIsMissing({ draft, quoted }: Extract<ReturnView, { readonly kind: 'choosing' }>) {
  switch (quoted.kind) {
    case 'nothing':
      return 'return.go.nothing' as const
    case 'refused':
      return 'return.go.refused' as const
    case 'asking':
      return draft.reason === null ? ('return.go.reason' as const) : ('return.go.asking' as const)
    case 'quoted':
      return draft.reason === null ? ('return.go.reason' as const) : null
  }
}

/** The money by the ways it came, and stored value. */
function Refunds({ quote: { refunds, storedValue } }: { readonly quote: ReturnQuote }) {
  const text = useText()
  const storedMinor = storedValue.principalMinor + storedValue.bonusMinor
  return (
    <ul className={slab['taken']}>
      {refunds.map((refund, place) => (
        <li key={place}>
          <Icon name={tenderIcons[refund.kind]} />
          <div>
            <b>{text(`tender.${refund.kind}`)}</b>
            <span>{refundNote(refund, text)}</span>
          </div>
          <b>{formatMoney(refund.refundMinor)}</b>
        </li>
      ))}
      {storedMinor > 0 && (
        <li>
          <Icon name="memberCard" />
          <div>
            <b>{text('return.to-stored')}</b>
            <span>{[text('stored.principal'), formatMoney(storedValue.principalMinor), '·', text('stored.bonus'), formatMoney(storedValue.bonusMinor)].join(' ')}</span>
          </div>
          <b>{formatMoney(storedMinor)}</b>
        </li>
      )}
    </ul>
  )
}

function Points({ quote, onWhy, isWhyOpen }: { readonly quote: ReturnQuote; readonly onWhy: () => void; readonly isWhyOpen: boolean }) {
  const text = useText()
  return (
    <div className={css['points']}>
      <dl>
        <Row label={text('return.points-back')} shown={formatCount(quote.pointsBack, 'always')} isGood={quote.pointsBack > 0} />
        <Row label={text('return.points-taken')} shown={formatCount(-quote.pointsClawedBack)} />
      </dl>
      {quote.pointsBack > 0 && <p className={slab['caption']}>{text('return.points-back.help', { count: quote.pointsBack, points: formatCount(quote.pointsBack) })}</p>}
      <div className={css['balance']}>
        <p>
          <span className={slab['caption']}>{text('return.balance')}</span>
          <b>{quote.balancePointsAfter === null ? '' : formatCount(quote.balancePointsAfter)}</b>
        </p>
        <Button cap={capOf('why')} isChosen={isWhyOpen} onPress={onWhy}>
          {text('gain.why')}
        </Button>
      </div>
    </div>
  )
}
