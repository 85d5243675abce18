import { useEffect, useRef } from 'react'
import type { MemberCandidate } from '../../contract/till-calls.ts'
import { Badge, TierPlate } from '../../ui/components/badge.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { daysSince } from '../../ui/format/dates.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useTillNow } from '../clock.ts'
import { useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import css from './find-member.module.css'

/** One who may be she: masked name and phone, tier, last visit. */
export function MemberRow({ candidate, isChosen, onHover, onChoose }: {
  readonly candidate: MemberCandidate
  readonly isChosen: boolean
  readonly onHover: () => void
  readonly onChoose: () => void
}) {
  const text = useText()
  const locale = useLocale()
  const row = useRef<HTMLLIElement>(null)
  const nowMs = useTillNow()
  const { timeZone } = useStatus()
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  const { tier, lastPurchase } = candidate
  return (
    <li ref={row} role="option" aria-selected={isChosen} className={classes(css['row'], isChosen && css['chosen'])} onPointerMove={onHover} onClick={onChoose}>
      <div className={css['who']}>
        <b>{candidate.displayName === '' ? text('member.unnamed') : candidate.displayName}</b>
        {candidate.address.title !== null && <span className={css['title']}>{text(`find.title.${candidate.address.title}`)}</span>}
        {tier !== null && <TierPlate name={nameIn(tier.name, locale)} rank={tier.rank} rankCount={tier.rankCount} />}
        {candidate.status === 'blocked' && (
          <Badge icon="refused" tone="stop">
            {text('member.blocked')}
          </Badge>
        )}
        <p>{candidate.phoneMasked ?? text('find.no-phone')}</p>
      </div>
      <div className={css['when']}>
        <p>{lastPurchase === null ? text('visit.first') : visitText(daysSince(lastPurchase, nowMs, timeZone))}</p>
        {isChosen && (
          <Badge icon="check" tone="jade">
            {text('find.enter')}
          </Badge>
        )}
      </div>
      <Icon name="right" />
    </li>
  )

  function visitText(days: number): string {
    return days === 0 ? text('visit.today') : text('visit.days', { count: days })
  }
}
