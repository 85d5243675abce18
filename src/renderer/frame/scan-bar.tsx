import { ScanLine } from '../../ui/components/scan-line.tsx'
import { formatCode, formatSaleNumber } from '../../ui/format/codes.ts'
import { formatQuantity } from '../../ui/format/counts.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useTillNow } from '../clock.ts'
import { ShiftScanLine } from '../shift/shift-scan-line.tsx'
import { ReturnScanLine } from '../returns/return-scan-line.tsx'
import { ApprovalScanLine } from '../staff/approval-scan-line.tsx'
import { useApproval } from '../staff/approval-state.ts'
import { describeScan } from '../scan/describe-scan.ts'
import { ageText } from '../state/age-text.ts'
import { useDesk, useStatus } from '../state/context.ts'
import { useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import { Candidates } from './candidates.tsx'
import { couponWhyText } from '../why/why-text.ts'
import css from './scan-bar.module.css'

/** The scan line: what is being typed, else what the last code was, else that anything may be scanned. */
export function ScanBar() {
  const text = useText()
  const typedCode = useView((view) => view.typedCode)
  const panel = useView((view) => view.panel.kind)
  const desk = useDesk()
  const question = useApproval((approval) => approval.question)
  if (question !== null && question.scanAtMs === (desk.scan?.atMs ?? null)) return <ApprovalScanLine question={question} />
  if (typedCode !== '') return <Typing typedCode={typedCode} />
  if (panel === 'find-member') {
    return <ScanLine voice="idle" icon="person" title={text('scan.find-member')} detail={text('scan.find-member.help')} hint={text('scan.always')} />
  }
  if (panel === 'return') return <ReturnScanLine />
  if (panel === 'shift') return <ShiftScanLine />
  if (desk.phase.kind === 'saved') {
    return <ScanLine voice="done" icon="barcode" title={text('scan.next')} detail={text('scan.next.help')} hint={text('scan.always')} />
  }
  if (desk.scan !== null) return <LastScan />
  const detail = desk.saleNumber > 1 ? text('scan.waiting.last', { sale: formatSaleNumber(desk.saleNumber - 1) }) : text('scan.waiting.first')
  return <ScanLine voice="ready" icon="barcode" title={text('scan.waiting')} detail={detail} hint={text('scan.everywhere')} />
}

function Typing({ typedCode }: { readonly typedCode: string }) {
  const text = useText()
  const title = (
    <span className={css['typed']}>
      {formatCode(typedCode)}
      <i className={css['caret']} />
    </span>
  )
  return <ScanLine voice="idle" icon="keyboard" title={title} detail={text('scan.typing.help')} hint={text('scan.always')} />
}

function LastScan() {
  const text = useText()
  const locale = useLocale()
  const { scan, phase, coupons, quote } = useDesk()
  const { warnings } = useStatus()
  const nowMs = useTillNow()
  const pendingQuantityMilli = useView((view) => view.pendingQuantityMilli)
  if (scan === null) return null
  const words = describeScan(scan, text, locale, warnings.includes('mirror-loading'))
  const pending = pendingQuantityMilli === null ? '' : text('scan.pending', { quantity: formatQuantity(pendingQuantityMilli, 'piece') })
  // A coupon is in the sale even while it does nothing: then the line says what it waits for.
  const refused = coupons.find(({ code, state }) => code === scan.text && state.kind === 'refused')?.state
  const waits = scan.outcome.kind === 'coupon-added' && refused?.kind === 'refused' ? text('scan.coupon-waits', { why: couponWhyText(refused, quote, text, locale) }) : ''
  const detail = [pending, words.code, words.help, waits, ageText(nowMs - scan.atMs, text)].filter((part) => part !== '').join(' · ')
  const hint = text(phase.kind === 'paying' ? 'scan.locked' : 'scan.always')
  const codes = scan.outcome.kind === 'candidates' ? scan.outcome.codes : []
  return (
    <ScanLine voice={waits === '' ? words.voice : 'wait'} icon={words.icon} title={words.title} detail={detail} hint={hint}>
      {codes.length > 0 && <Candidates key={scan.atMs} codes={codes} />}
    </ScanLine>
  )
}
