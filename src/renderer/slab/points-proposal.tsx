import { Button } from '../../ui/components/button.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { formatMoney, formatTakenOff } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useActions, useDesk } from '../state/context.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { prepaidMinor } from './exchange-row.tsx'
import { Row } from './row.tsx'
import css from './slab.module.css'

/** What her points could pay of this basket, or what they do pay; a proposal, never a step that must be taken. */
export function PointsProposal() {
  const text = useText()
  const actions = useActions()
  const desk = useDesk()
  const { member, quote, redeemMax, redeemPoints } = desk
  if (member === null || quote.kind !== 'quoted') return null
  const { result } = quote
  if (redeemPoints !== 0 && result.pointsUsed > 0) {
    return (
      <section className={css['proposal']}>
        <h3>{text('proposal.used', { count: result.pointsUsed, points: formatCount(result.pointsUsed) })}</h3>
        <div className={css['buttons']}>
          <Button grows cap={capOf('points')} onPress={() => openPanel({ kind: 'points' })}>
            {text('proposal.change')}
          </Button>
          <Button onPress={() => void actions.redeem(0)}>{text('proposal.drop')}</Button>
        </div>
      </section>
    )
  }
  if (redeemMax === null || redeemMax.points === 0) return null
  const leftMinor = result.payMinor - prepaidMinor(desk) - redeemMax.worthMinor
  // Stored value, a gift card or what comes back pays it already: nothing is left that points could pay.
  if (leftMinor < 0) return null
  return (
    <section className={css['proposal']}>
      <h3>{text('proposal.title')}</h3>
      <dl>
        <Row label={text('proposal.points', { count: redeemMax.points, points: formatCount(redeemMax.points) })} shown={formatTakenOff(redeemMax.worthMinor)} />
        <Row label={text('slab.left-to-pay')} shown={formatMoney(leftMinor)} />
      </dl>
      <div className={css['buttons']}>
        <Button grows cap={capOf('use-max')} onPress={() => void actions.redeem('max')}>
          {text('proposal.use')}
        </Button>
        <Button onPress={() => openPanel({ kind: 'points' })}>{text('proposal.change')}</Button>
      </div>
    </section>
  )
}
