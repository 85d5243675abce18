import type { DeskMember, MemberFoundBy } from '../../contract/desk-state.ts'
import { Badge, TierPlate } from '../../ui/components/badge.tsx'
import { Button } from '../../ui/components/button.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { daysSince } from '../../ui/format/dates.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useTillNow } from '../clock.ts'
import { addressOf } from '../state/address.ts'
import { useActions, useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import { TierProgressText } from './tier-progress.tsx'
import css from './member.module.css'

/** Found by something she holds, or by something anyone may say? */
const isProven: Record<MemberFoundBy, boolean> = { card: true, qr: true, phone: false, 'phone-tail': false, name: false, receipt: false }

/** Who she is: name, tier, masked phone, how she was found, when she was last here. */
export function MemberHead({ member }: { readonly member: DeskMember }) {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  // Offline the column needs the room for what waits and what goes on.
  const isOnline = useStatus().sync.kind !== 'offline'
  return (
    <div className={classes(css['section'], css['who'])}>
      <div className={css['whoWords']}>
        <h2>
          {addressOf(member, text)}
          {member.tier !== null && <TierPlate name={nameIn(member.tier.name, locale)} rank={member.tier.rank} rankCount={member.tier.rankCount} />}
          {member.phoneMasked !== null && <span className={css['phone']}>{member.phoneMasked}</span>}
        </h2>
        <div className={css['badges']}>
          {member.status === 'blocked' && (
            <Badge icon="refused" tone="stop">
              {text('member.blocked')}
            </Badge>
          )}
          <Badge icon={isProven[member.foundBy] ? 'shield' : 'search'} tone={isProven[member.foundBy] ? 'jade' : 'plain'}>
            {text(`member.found-by.${member.foundBy}`)}
          </Badge>
          {member.birthdayToday && (
            <Badge icon="calendar" tone="jade">
              {text('member.birthday')}
            </Badge>
          )}
        </div>
        {isOnline && (
          <p className={classes(css['caption'], css['visit'])}>
            <LastVisit lastPurchase={member.lastPurchase} />
            <TierProgressText progress={member.tierProgress} />
          </p>
        )}
      </div>
      <div className={css['remove']}>
        <Button tone="flat" isSquare spoken={text('member.remove')} onPress={() => void actions.detachMember()}>
          <Icon name="close" />
        </Button>
      </div>
    </div>
  )
}

function LastVisit({ lastPurchase }: { readonly lastPurchase: string | null }) {
  const text = useText()
  const nowMs = useTillNow()
  const { timeZone } = useStatus()
  if (lastPurchase === null) return text('visit.first')
  const count = daysSince(lastPurchase, nowMs, timeZone)
  return count === 0 ? text('visit.today') : text('visit.days', { count })
}
