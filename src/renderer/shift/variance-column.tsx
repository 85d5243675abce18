import { VARIANCE_REASONS } from '../../contract/choices.ts'
import type { ShiftCount } from '../../contract/shift-view.ts'
import { Amount } from '../../ui/components/amount.tsx'
import { Button } from '../../ui/components/button.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatMoney } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { keysOfTheSale } from '../returns/return-keys.ts'
import { useActions } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { expectedRows } from './report-rows.ts'
import { chooseVarianceReason, closeShift, countAgain, showReportX } from './shift-actions.ts'
import { useShift } from './shift-state.ts'
import css from './shift.module.css'

/** What was counted against what should be there, and what a difference could be. */
export function VarianceColumn({ count }: { readonly count: ShiftCount }) {
  const text = useText()
  const actions = useActions()
  const reason = useShift((state) => state.varianceReason)
  const again = (): void => void countAgain(actions)
  const readX = (): void => void showReportX(actions)
  const step = (by: 1 | -1) => (): void => {
    const place = reason === null ? (by === 1 ? -1 : 0) : VARIANCE_REASONS.indexOf(reason)
    const next = VARIANCE_REASONS[(place + by + VARIANCE_REASONS.length) % VARIANCE_REASONS.length]
    if (next !== undefined) chooseVarianceReason(next)
  }
  const isReady = !count.beyondTolerance || reason !== null
  useKeys('panel', {
    ...keysOfTheSale,
    back: closePanel,
    shift: closePanel,
    'choice-before': step(-1),
    'choice-after': step(1),
    'report-x': readX,
    quantity: again,
    forward: isReady ? () => void closeShift(actions) : undefined,
  })
  return (
    <div className={css['right']}>
      <Sheet
        title={text('variance.title')}
        caption={text('count.by', { name: count.countedByName })}
        backLabel={text('key.back')}
        backCap={capOf('back')}
        onBack={closePanel}
        keys={
          <>
            <Key mayWrap label={text('count.again')} cap={capOf('quantity')} onPress={again} />
            <Key mayWrap label={text('shift.x')} cap={capOf('report-x')} onPress={readX} />
          </>
        }
      >
        <div className={css['facts']}>
          <dl className={css['sums']}>
            {expectedRows(count.report, text).map(({ label, shown, isSum = false }) => (
              <div key={label} className={classes(isSum && css['sum'])}>
                <dt>{label}</dt>
                <dd>{shown}</dd>
              </div>
            ))}
            <div>
              <dt>{text('report.counted')}</dt>
              <dd>{formatMoney(count.countedMinor)}</dd>
            </div>
          </dl>
          <Difference count={count} />
          <div>
            <p className={css['caption']}>
              {text(count.beyondTolerance ? 'variance.reason' : 'variance.reason.free')} <kbd>{`${capOf('choice-before')} ${capOf('choice-after')}`}</kbd>
            </p>
            <div className={css['reasons']} role="group" aria-label={text('variance.reason')}>
              {VARIANCE_REASONS.map((each) => (
                <Button key={each} isChosen={each === reason} onPress={() => chooseVarianceReason(each)}>
                  {each === reason && <Icon name="check" size="s" />}
                  {text(`shift.reason.${each}`)}
                </Button>
              ))}
            </div>
          </div>
        </div>
      </Sheet>
    </div>
  )
}

function Difference({ count }: { readonly count: ShiftCount }) {
  const text = useText()
  const { varianceMinor, beyondTolerance, toleranceMinor } = count
  const side = varianceMinor === 0 ? 'none' : varianceMinor < 0 ? 'short' : 'over'
  return (
    <div className={classes(css['difference'], beyondTolerance ? css['stop'] : css['good'])}>
      <div>
        <p>
          <Icon name={beyondTolerance ? 'warning' : 'done'} />
          {text(`variance.${side}`)}
        </p>
        <b>
          <Amount totalMinor={Math.abs(varianceMinor)} size="hero" />
        </b>
      </div>
      <p className={css['allowed']}>{text(beyondTolerance ? 'variance.beyond' : 'variance.within', { tolerance: formatMoney(toleranceMinor) })}</p>
    </div>
  )
}
