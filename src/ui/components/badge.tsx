import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import css from './badge.module.css'

export type BadgeTone = 'plain' | 'jade' | 'wait' | 'stop'

/** A state in an icon and words; never a coloured dot alone. */
export function Badge({ icon, tone = 'plain', children }: { readonly icon: IconName; readonly tone?: BadgeTone; readonly children: string }) {
  return (
    <span className={classes(css['badge'], css[tone])}>
      <Icon name={icon} />
      {children}
    </span>
  )
}

/**
 * A tier: an ink plate with diamonds filled from the left; no colour of its own.
 * @param props.rank 0 for the lowest level. With more than four levels the diamonds are left off: nobody counts them.
 */
export function TierPlate({ name, rank, rankCount }: { readonly name: string; readonly rank: number; readonly rankCount: number }) {
  const diamonds = rankCount > 1 && rankCount <= 4 ? rankCount - 1 : 0
  return (
    <span className={css['tier']}>
      {diamonds > 0 && (
        <span className={css['diamonds']} aria-hidden="true">
          {Array.from({ length: diamonds }, (_, place) => (
            <i key={place} className={place < rank ? css['filled'] : undefined} />
          ))}
        </span>
      )}
      {name}
    </span>
  )
}
