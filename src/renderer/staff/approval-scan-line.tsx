import { ScanLine } from '../../ui/components/scan-line.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useShift } from '../shift/shift-state.ts'
import { useDesk } from '../state/context.ts'
import { useText } from '../texts.ts'
import type { ApprovalQuestion } from './approval-state.ts'
import { actText } from './approval-words.ts'

/** The scan line while somebody has to allow something: a badge does it. */
export function ApprovalScanLine({ question }: { readonly question: ApprovalQuestion }) {
  const text = useText()
  const locale = useLocale()
  const desk = useDesk()
  const shift = useShift((state) => state.shift)
  return <ScanLine voice="wait" icon="badge" title={text('approval.scan')} detail={actText(question, { desk, shift }, text, locale)} hint={text('approval.scan.hint')} />
}
