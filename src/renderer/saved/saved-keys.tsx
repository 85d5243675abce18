import { Key } from '../../ui/components/key.tsx'
import { capOf } from '../keys/commands.ts'
import { openReturn } from '../returns/return-actions.ts'
import { useActions, useDesk } from '../state/context.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'

/** Under a saved sale: earlier receipts, the reasons, help. */
export function SavedKeys() {
  const text = useText()
  const desk = useDesk()
  const actions = useActions()
  return (
    <>
      <Key mayWrap label={text('key.receipts')} cap={capOf('recent-sales')} onPress={() => openPanel({ kind: 'recent-sales' })} />
      <Key mayWrap label={text('key.return')} cap={capOf('return')} onPress={() => openReturn(desk, actions)} />
      <Key mayWrap label={text('gain.why')} cap={capOf('why')} isDisabled={desk.quote.kind !== 'quoted'} onPress={() => openPanel({ kind: 'why' })} />
      <Key mayWrap label={text('key.help')} cap={capOf('help')} onPress={() => openPanel({ kind: 'help' })} />
    </>
  )
}
