import { useDesk, useStatus } from '../state/context.ts'
import { useView } from '../state/view.ts'
import { BasketLines } from './basket-lines.tsx'
import { HowToStart } from './how-to-start.tsx'
import { NetworkNote } from './network-note.tsx'
import { QuickKeys } from './quick-keys.tsx'

/** Column 1 while selling: the lines, or how to begin; at the foot quick keys, or what being offline means. */
export function BasketColumn() {
  const desk = useDesk()
  const isOnline = useStatus().sync.kind === 'online'
  const isNoteOpen = useView((view) => view.isNetworkNoteOpen)
  return (
    <>
      {desk.lines.length === 0 ? <HowToStart /> : <BasketLines />}
      {isNoteOpen ? <NetworkNote isOnline={isOnline} /> : <QuickKeys />}
    </>
  )
}
