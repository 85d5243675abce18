import type { PrintWhat } from '../../contract/print-calls.ts'
import { Button } from '../../ui/components/button.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import type { DeskActions } from '../state/desk-actions.ts'
import { useActions } from '../state/context.ts'
import { showToast } from '../state/view.ts'
import { useText, type TillText } from '../texts.ts'

/** Puts a paper into the printer's queue and says so; a reprint is named as one. */
export async function printPaper(what: PrintWhat, { ask }: Pick<DeskActions, 'ask'>, text: TillText): Promise<void> {
  const reply = await ask('print.add', { what })
  if (reply.ok) showToast({ tone: 'jade', title: text(reply.output.reprint ? 'print.queued.reprint' : 'print.queued'), staysMs: 4000 })
}

/** Prints a paper that is in sight. */
export function PrintButton({ what }: { readonly what: PrintWhat }) {
  const text = useText()
  const actions = useActions()
  const print = (): void => void printPaper(what, actions, text)
  useKeys('panel', { print })
  return (
    <Button cap={capOf('print')} onPress={print}>
      {text('print.receipt')}
    </Button>
  )
}
