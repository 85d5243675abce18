import type { BalanceView, DeskMember } from '../../contract/desk-state.ts'
import { BalanceStrip, type BalancePart } from '../../ui/components/balance-strip.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { formatMonthDay } from '../../ui/format/dates.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { Locale } from '../../ui/format/locale.ts'
import { useTillNow } from '../clock.ts'
import { calmAgeText } from '../state/age-text.ts'
import { useText, type TillText } from '../texts.ts'
import css from './member.module.css'

/** Older than this the balance's age is shown as a warning. */
const FRESH_MS = 15 * 60_000

/** The balance with its age, what of it is usable here now, and why not all of it is (being offline has a list of its own). */
export function Balance({ member }: { readonly member: DeskMember }) {
  const text = useText()
  const locale = useLocale()
  const { balance } = member
  return (
    <div className={css['section']}>
      <div className={css['balanceHead']}>
        <span className={css['caption']}>
          {text('balance.title')}
          <b>{formatCount(balance.balancePoints)}</b>
        </span>
        <BalanceAge balance={balance} />
      </div>
      <BalanceStrip parts={balanceParts(balance, text, locale)} />
      {balance.debtPoints > 0 && (
        <p className={css['debt']}>
          <Icon name="warning" size="s" />
          {text('balance.debt', { count: balance.debtPoints, points: formatCount(balance.debtPoints) })}
        </p>
      )}
      {balance.limitedBy !== null && balance.limitedBy !== 'offline' && (
        <p className={css['limited']}>
          <Icon name="warning" size="s" />
          {text(`balance.limited.${balance.limitedBy}`)}
        </p>
      )}
    </div>
  )
}

function BalanceAge({ balance }: { readonly balance: BalanceView }) {
  const text = useText()
  const nowMs = useTillNow()
  if (balance.confirmedAtMs === null) return <span className={classes(css['caption'], css['old'])}>{text('balance.never-confirmed')}</span>
  const agoMs = nowMs - balance.confirmedAtMs
  return <span className={classes(css['caption'], agoMs > FRESH_MS && css['old'])}>{text('balance.confirmed', { age: calmAgeText(agoMs, text) })}</span>
}

/** What is hers but neither usable here now nor anywhere else that the balance names: while offline, or while blocked. */
function unavailablePoints(balance: BalanceView): number {
  const named = balance.usableHerePoints + balance.lentElsewherePoints + balance.unconfirmedPoints + balance.vestingPoints
  return Math.max(0, balance.balancePoints - named)
}

/** The parts of a balance with their words, for the strip. */
export function balanceParts(balance: BalanceView, text: TillText, locale: Locale): readonly BalancePart[] {
  const vesting = balance.vestingFrom === null ? text('balance.vesting') : text('balance.vesting-from', { date: formatMonthDay(balance.vestingFrom, locale) })
  return [
    { kind: 'usable', points: balance.usableHerePoints, label: text(balance.limitedBy === 'offline' ? 'balance.usable-offline' : 'balance.usable') },
    { kind: 'expiring', points: Math.min(balance.expiringSoonPoints, balance.usableHerePoints), label: text('balance.expiring') },
    { kind: 'unavailable', points: unavailablePoints(balance), label: text('balance.unavailable') },
    { kind: 'lent', points: balance.lentElsewherePoints, label: text('balance.lent') },
    { kind: 'unconfirmed', points: balance.unconfirmedPoints, label: text('balance.unconfirmed') },
    { kind: 'vesting', points: balance.vestingPoints, label: vesting },
  ]
}
