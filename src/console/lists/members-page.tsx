import { TierPlate } from '../../ui/components/badge.tsx'
import { Badge } from '../../ui/components/badge.tsx'
import { Field } from '../../ui/components/field.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleMember, ConsoleMembers, ConsoleOverview } from '../../contract/console-wire.ts'
import { askMembers } from '../api.ts'
import { PageHead } from '../frame/page-head.tsx'
import { useAsked } from '../state/asked.ts'
import { tierName } from '../state/words.ts'
import { useText } from '../texts.ts'
import { Empty } from './empty.tsx'
import { ListCard } from './list-card.tsx'
import css from './list.module.css'
import page from './members-page.module.css'

/** Members with their accounts, by id and masked name. */
export function MembersPage({ overview, typed, onType }: { readonly overview: ConsoleOverview; readonly typed: string; readonly onType: (typed: string) => void }) {
  const text = useText()
  const found = useAsked(typed.trim(), askMembers)
  return (
    <>
      <PageHead title={text('members.title')} under={text('members.masked')} />
      <div className={page['search']}>
        <Field label={text('members.find')} typed={typed} onType={onType} before={<Icon name="search" />} autoFocus />
      </div>
      <ListCard title={text('members.title')} foot={found?.more === true ? text('members.more') : undefined}>
        <Found found={found} isSearch={typed.trim() !== ''} overview={overview} />
      </ListCard>
    </>
  )
}

function Found({ found, isSearch, overview }: { readonly found: ConsoleMembers | null; readonly isSearch: boolean; readonly overview: ConsoleOverview }) {
  const text = useText()
  if (found === null) return <Empty icon="hourglass" title={text('loading')} help="" />
  if (found.members.length > 0) return <MembersTable members={found.members} overview={overview} />
  return isSearch ? <Empty icon="search" title={text('members.none')} help={text('members.none.help')} /> : <Empty icon="people" title={text('members.empty')} help={text('members.empty.help')} />
}

function MembersTable({ members, overview }: { readonly members: readonly ConsoleMember[]; readonly overview: ConsoleOverview }) {
  const text = useText()
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th>{text('members.id')}</th>
          <th>{text('members.name')}</th>
          <th>{text('members.tier')}</th>
          <th className={css['right']}>{text('members.balance')}</th>
          <th className={css['right']}>{text('members.free')}</th>
          <th className={css['right']}>{text('members.lent')}</th>
          <th className={css['right']}>{text('members.unconfirmed')}</th>
          <th className={css['right']}>{text('members.debt')}</th>
          <th>{text('members.last')}</th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberLine key={member.memberId} member={member} overview={overview} />
        ))}
      </tbody>
    </table>
  )
}

function MemberLine({ member, overview }: { readonly member: ConsoleMember; readonly overview: ConsoleOverview }) {
  const text = useText()
  const locale = useLocale()
  const rank = overview.tiers.findIndex((level) => level.tier === member.tier)
  const name = member.maskedName ?? text('members.erased')
  return (
    <tr>
      <td>{member.memberId}</td>
      <td className={css['mid']}>
        <span className={page['name']}>
          <span>
            {member.title === null ? name : text('member.addressed', { name, title: text(`title.${member.title}`) })}
            <small>{member.maskedPhone ?? ''}</small>
          </span>
          {member.status !== 'active' && (
            <Badge icon="lock" tone="wait">
              {text(`members.${member.status}`)}
            </Badge>
          )}
        </span>
      </td>
      <td>{member.tier !== null && <TierPlate name={tierName(overview, member.tier, locale)} rank={Math.max(0, rank)} rankCount={overview.tiers.length} />}</td>
      <td className={css['rightStrong']}>{formatCount(member.balancePoints)}</td>
      <td className={css['right']}>{formatCount(member.freePoints)}</td>
      <td className={css['right']}>{formatCount(member.lentPoints)}</td>
      <td className={css['right']}>{formatCount(member.unconfirmedPoints)}</td>
      <td className={css['right']}>{formatCount(member.debtPoints)}</td>
      <td>{member.lastPurchase ?? text('members.never')}</td>
    </tr>
  )
}
