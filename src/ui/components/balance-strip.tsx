import { classes } from './classes.ts'
import { formatCount } from '../format/counts.ts'
import css from './balance-strip.module.css'

/** What part of a balance a stripe is; the pattern carries it, not the colour. */
export type BalancePartKind = 'usable' | 'expiring' | 'lent' | 'unavailable' | 'unconfirmed' | 'vesting'
export type BalancePart = { readonly kind: BalancePartKind; readonly points: number; readonly label: string }

/** In the bar what expires first comes first, because it is spent first; in the legend `usable` leads. */
const barOrder: readonly BalancePartKind[] = ['expiring', 'usable', 'lent', 'unavailable', 'unconfirmed', 'vesting']

/**
 * One bar and its legend. `usable` counts all that is usable here; `expiring` is a part of it, which the bar shows
 * apart. Parts of zero points are left out of the bar, and of the legend unless they are `usable`.
 */
export function BalanceStrip({ parts }: { readonly parts: readonly BalancePart[] }) {
  const expiringPoints = parts.find((part) => part.kind === 'expiring')?.points ?? 0
  const widthOf = (part: BalancePart): number => (part.kind === 'usable' ? Math.max(0, part.points - expiringPoints) : part.points)
  const ordered = barOrder.flatMap((kind) => parts.filter((part) => part.kind === kind && widthOf(part) > 0))
  const main = parts.filter((part) => part.kind === 'usable')
  const rest = parts.filter((part) => part.kind !== 'usable' && part.points !== 0)
  return (
    <>
      <div className={css['bar']} aria-hidden="true">
        {ordered.map((part) => (
          <i key={part.kind} className={css[part.kind]} style={{ flexGrow: widthOf(part) }} />
        ))}
      </div>
      <dl className={css['legend']}>
        {[...main, ...rest].map((part) => (
          <div key={part.kind} className={classes(part.kind === 'usable' && css['main'])}>
            <i className={css[part.kind]} aria-hidden="true" />
            <dt>{part.label}</dt>
            <dd>{formatCount(part.points)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
