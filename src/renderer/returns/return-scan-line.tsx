import { ScanLine } from '../../ui/components/scan-line.tsx'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import { useReturn } from './return-state.ts'

/** The scan line during a return: which receipt, and whether anything of it can still come back. */
export function ReturnScanLine() {
  const text = useText()
  const { timeZone } = useStatus()
  const view = useReturn((state) => state.view)
  const hint = text('scan.always')
  if (view.kind === 'finding') return <ScanLine voice="idle" icon="receipt" title={text('return.scan.finding')} detail={text('return.find.help')} hint={hint} />
  if (view.kind === 'saved') return <ScanLine voice="done" icon="barcode" title={text('scan.next')} detail={text('scan.next.help')} hint={hint} />
  const { sale } = view.draft
  const isGone = sale.lines.every((line) => line.returnableMilli === 0)
  return (
    <ScanLine
      voice={isGone ? 'wait' : 'done'}
      icon="receipt"
      title={text(isGone ? 'return.scan.gone' : 'return.scan.choosing', { code: sale.receiptCode, due: formatMoney(sale.dueMinor) })}
      detail={[formatStamp(sale.committedAtMs, timeZone), text(`return.source.${sale.source}`)].join(' · ')}
      hint={hint}
    />
  )
}
