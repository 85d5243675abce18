import { Key } from '../../ui/components/key.tsx'
import { capOf } from '../keys/commands.ts'
import { useActions, useDesk } from '../state/context.ts'
import { openReturn } from '../returns/return-actions.ts'
import { askQuantity, askToClear, removeSelected } from '../state/selling.ts'
import { openPanel, useView } from '../state/view.ts'
import { useText } from '../texts.ts'

/** The keys under the basket. */
export function BasketKeys() {
  const text = useText()
  const desk = useDesk()
  const actions = useActions()
  const isClearArmed = useView((view) => view.isClearArmed)
  const isLocked = desk.phase.kind !== 'selling'
  const isEmpty = desk.lines.length === 0
  return (
    <>
      <Key mayWrap label={text('key.quantity')} cap={capOf('quantity')} isDisabled={isLocked} onPress={() => askQuantity(desk)} />
      <Key mayWrap label={text('key.remove')} cap={capOf('remove-line')} isDisabled={isLocked || isEmpty} onPress={() => void removeSelected(desk, actions)} />
      <Key
        mayWrap
        tone={isClearArmed ? 'stop' : 'plain'}
        label={text(isClearArmed ? 'key.clear-again' : 'key.clear')}
        cap={capOf('clear-basket')}
        isDisabled={isLocked || isEmpty}
        onPress={() => askToClear(actions)}
      />
      <Key mayWrap label={text('key.find-product')} cap={capOf('find-product')} isDisabled={isLocked} onPress={() => openPanel({ kind: 'find-product' })} />
      <Key mayWrap label={text('key.return')} cap={capOf('return')} isDisabled={isLocked} onPress={() => openReturn(desk, actions)} />
    </>
  )
}
