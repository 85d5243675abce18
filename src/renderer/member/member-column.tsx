import { useDesk, useStatus } from '../state/context.ts'
import { Balance } from './balance.tsx'
import { BestWays } from './best-ways.tsx'
import { Coupons } from './coupons.tsx'
import { Gain } from './gain.tsx'
import { MemberHead } from './member-head.tsx'
import { NoMember } from './no-member.tsx'
import { OfflineList } from './offline-list.tsx'
import { StoredBalance } from './stored-balance.tsx'

/** Column 2 while selling: who she is, what she gets today, her balance, her coupons. */
export function MemberColumn() {
  const { member } = useDesk()
  const isOffline = useStatus().sync.kind === 'offline'
  if (member === null) return <NoMember />
  return (
    <>
      <MemberHead member={member} />
      <Gain />
      <Balance member={member} />
      {!isOffline && <BestWays />}
      <StoredBalance storedValue={member.storedValue} />
      {isOffline ? <OfflineList member={member} /> : <Coupons />}
    </>
  )
}
