import { Key } from '../../ui/components/key.tsx'
import { capOf } from '../keys/commands.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { useTender } from './use-tender.ts'

/** Under the locked basket: the way back, and help. */
export function BackKeys() {
  const text = useText()
  const { back } = useTender()
  return (
    <>
      <Key label={text('key.back-to-selling')} cap={capOf('back')} onPress={back} />
      <Key label={text('key.help')} cap={capOf('help')} onPress={() => openPanel({ kind: 'help' })} />
    </>
  )
}

/** Under the amount: the other ways to pay the rest. */
export function RestKeys() {
  const text = useText()
  const { draft, choose } = useTender()
  return (['cash', 'wallet', 'card'] as const)
    .filter((kind) => kind !== draft.kind)
    .map((kind) => <Key key={kind} mayWrap label={text(`tender.rest-by.${kind}`)} cap={capOf(`tender-${kind}`)} onPress={() => choose(kind)} />)
}
