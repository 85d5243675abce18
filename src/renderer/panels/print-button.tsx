import type { PrintWhat } from '../../contract/print-calls.ts'
import { Button } from '../../ui/components/button.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import type { DeskActions } from '../state/desk-actions.ts'
import { useActions, useStatus } from '../state/context.ts'
import { showToast } from '../state/view.ts'
import { useText, type TillText } from '../texts.ts'

/** Puts a paper into the printer's queue and says so; a reprint is named as one. */
export async function printPaper(what: PrintWhat, { ask }: Pick<DeskActions, 'ask'>, text: TillText): Promise<void> {
  const reply = await ask('print.add', { what })
  if (reply.ok) showToast({ tone: 'jade', title: text(reply.output.reprint ? 'print.queued.reprint' : 'print.queued'), staysMs: 4000 })
}

/** Prints a paper that is in sight. */
export function PrintButton({ what, label }: { readonly what: PrintWhat; readonly label?: string }) {
  const text = useText()
  const actions = useActions()
  const print = (): void => void printPaper(what, actions, text)
  useKeys('panel', { print })
  return (
    <Button cap={capOf('print')} onPress={print}>
      {label ?? text('print.receipt')}
    </Button>
  )
}

/** Prints a member's points; where there is no printer there is no button. */
export function StatementButton({ memberId }: { readonly memberId: string }) {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  const { printer } = useStatus()
  if (printer === 'absent') return null
  return <Button onPress={() => void printPaper({ kind: 'points-statement', memberId, locale }, actions, text)}>{text('print.statement')}</Button>
}
