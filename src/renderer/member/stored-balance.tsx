import type { StoredValueView } from '../../contract/desk-state.ts'
import { Button } from '../../ui/components/button.tsx'
import { formatMoney } from '../../ui/format/money.ts'
import { useDesk } from '../state/context.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './member.module.css'

/** What she has loaded, and the way to pay it out. */
export function StoredBalance({ storedValue }: { readonly storedValue: StoredValueView | null }) {
  const text = useText()
  const isLocked = useDesk().phase.kind !== 'selling'
  if (storedValue === null) return null
  const { principalMinor, bonusMinor } = storedValue
  return (
    <div className={css['section']}>
      <div className={css['stored']}>
        <span className={css['caption']}>
          {text('stored.held-now')} <b>{formatMoney(principalMinor + bonusMinor)}</b>
          <br />
          {`${text('stored.principal')} ${formatMoney(principalMinor)} · ${text('stored.bonus')} ${formatMoney(bonusMinor)}`}
        </span>
        <Button isDisabled={isLocked || principalMinor === 0} onPress={() => openPanel({ kind: 'pay-out' })}>
          {text('stored.pay-out')}
        </Button>
      </div>
    </div>
  )
}
