import { Key } from '../../ui/components/key.tsx'
import { capOf } from '../keys/commands.ts'
import { useDesk } from '../state/context.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'

/** Under a saved sale: earlier receipts, the reasons, help. */
export function SavedKeys() {
  const text = useText()
  const { quote } = useDesk()
  return (
    <>
      <Key mayWrap label={text('key.receipts')} cap={capOf('recent-sales')} onPress={() => openPanel({ kind: 'recent-sales' })} />
      <Key mayWrap label={text('gain.why')} cap={capOf('why')} isDisabled={quote.kind !== 'quoted'} onPress={() => openPanel({ kind: 'why' })} />
      <Key mayWrap label={text('key.help')} cap={capOf('help')} onPress={() => openPanel({ kind: 'help' })} />
    </>
  )
}
