import { Key } from '../../ui/components/key.tsx'
import { capOf } from '../keys/commands.ts'
import { useDesk } from '../state/context.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'

/** The keys under the member. */
export function MemberKeys() {
  const text = useText()
  const desk = useDesk()
  const isLocked = desk.phase.kind !== 'selling'
  return (
    <>
      <Key label={text('key.member')} cap={capOf('member')} isDisabled={isLocked} onPress={() => openPanel({ kind: 'find-member', typed: '' })} />
      <Key
        label={text('key.coupons')}
        cap={capOf('coupons')}
        count={desk.coupons.length}
        isDisabled={isLocked}
        onPress={() => openPanel({ kind: 'coupons' })}
      />
      <Key label={text('key.points')} cap={capOf('points')} isDisabled={isLocked || desk.member === null} onPress={() => openPanel({ kind: 'points' })} />
    </>
  )
}
