import type { SavedSale } from '../../contract/desk-state.ts'
import { BalanceStrip } from '../../ui/components/balance-strip.tsx'
import { TierPlate } from '../../ui/components/badge.tsx'
import { Button } from '../../ui/components/button.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { balanceParts } from '../member/balance.tsx'
import { TierProgressNote } from '../member/tier-progress.tsx'
import { addressOf } from '../state/address.ts'
import { StatementButton } from '../panels/print-button.tsx'
import { useDesk } from '../state/context.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './saved.module.css'

/** What she got, what she used, what she has now. */
export function SavedMember() {
  const text = useText()
  const locale = useLocale()
  const { phase, member, quote } = useDesk()
  if (phase.kind !== 'saved') return null
  const { sale } = phase
  if (member === null) {
    return (
      <div className={css['nobody']}>
        <h2>{text('saved.nobody')}</h2>
        <p>{text('saved.nobody.help')}</p>
      </div>
    )
  }
  return (
    <>
      <div className={css['section']}>
        <div className={css['head']}>
          <h2>
            {addressOf(member, text)}
            {member.tier !== null && <TierPlate name={nameIn(member.tier.name, locale)} rank={member.tier.rank} rankCount={member.tier.rankCount} />}
          </h2>
          <StatementButton memberId={member.memberId} />
          <Button cap={capOf('why')} isDisabled={quote.kind !== 'quoted'} onPress={() => openPanel({ kind: 'why' })}>
            {text('gain.why')}
          </Button>
        </div>
        <SavedSums sale={sale} />
      </div>
      <div className={css['section']}>
        <div className={css['stripHead']}>
          <span>{text('saved.of-it')}</span>
          <span>{text(sale.acked ? 'saved.confirmed' : 'saved.unconfirmed')}</span>
        </div>
        <BalanceStrip parts={balanceParts(member.balance, text, locale)} />
      </div>
      {member.tierProgress !== null && member.tierProgress.next !== null && (
        <div className={css['section']}>
          <TierProgressNote progress={member.tierProgress} />
        </div>
      )}
    </>
  )
}

function SavedSums({ sale }: { readonly sale: SavedSale }) {
  const text = useText()
  return (
    <dl className={css['sums']}>
      <div>
        <dt>{text('saved.earned')}</dt>
        <dd className={css['gained']}>{formatCount(sale.earnPoints, 'always')}</dd>
      </div>
      {sale.pointsUsed > 0 && (
        <div>
          <dt>{text('saved.used', { worth: formatMoney(sale.pointsTenderMinor) })}</dt>
          <dd>{formatCount(-sale.pointsUsed)}</dd>
        </div>
      )}
      {sale.balancePointsAfter !== null && (
        <div>
          <dt>{text('saved.balance')}</dt>
          <dd className={css['balance']}>{formatCount(sale.balancePointsAfter)}</dd>
        </div>
      )}
    </dl>
  )
}
