import { useEffect, useState } from 'react'
import type { SavedReturn } from '../../contract/return-view.ts'
import { Paper } from '../../ui/components/paper.tsx'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatCount, formatQuantity } from '../../ui/format/counts.ts'
import { formatStamp } from '../../ui/format/dates.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { PrintButton } from '../panels/print-button.tsx'
import { useActions, useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import slab from '../slab/slab.module.css'
import { quantityOf, type ReturnDraft } from './return-draft.ts'
import css from './returns.module.css'

/** The receipt of a return: as it is printed where the till has that picture, else its facts. */
export function ReturnReceipt({ saved, draft }: { readonly saved: SavedReturn; readonly draft: ReturnDraft }) {
  const text = useText()
  const svg = useReturnSvg(saved.returnId)
  const locale = useLocale()
  const { printer } = useStatus()
  return (
    <div className={slab['receipt']} tabIndex={0} role="group" aria-label={text('return.saved.receipt')}>
      {printer !== 'absent' && <PrintButton what={{ kind: 'return-receipt', returnId: saved.returnId, locale }} />}
      <Paper label={text('return.saved.receipt')}>
        {svg === null ? <Facts saved={saved} draft={draft} /> : <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={text('return.saved.receipt')} />}
      </Paper>
    </div>
  )
}

function Facts({ saved, draft }: { readonly saved: SavedReturn; readonly draft: ReturnDraft }) {
  const text = useText()
  const locale = useLocale()
  const { storeName, timeZone } = useStatus()
  const { sale } = draft
  const rows: readonly (readonly [string, string])[] = [
    ...sale.lines.filter(({ line }) => quantityOf(draft, line) > 0).map((line) => [nameIn(line.name, locale), `× ${formatQuantity(quantityOf(draft, line.line), line.unit)}`] as const),
    ...saved.refunds.map((refund) => [text(`tender.${refund.kind}`), formatMoney(refund.refundMinor)] as const),
    ...(saved.pointsBack > 0 ? [[text('return.points-back'), formatCount(saved.pointsBack, 'always')] as const] : []),
    ...(saved.pointsClawedBack > 0 ? [[text('return.points-taken'), formatCount(-saved.pointsClawedBack)] as const] : []),
    ...(saved.balancePointsAfter === null ? [] : [[text('return.balance'), formatCount(saved.balancePointsAfter)] as const]),
  ]
  return (
    <div className={css['slip']}>
      <h3>{nameIn(storeName, locale)}</h3>
      <p>{text('return.of-sale', { sale: formatSaleNumber(sale.saleNumber) })}</p>
      <p>{formatStamp(saved.committedAtMs, timeZone)}</p>
      <dl>
        {rows.map(([label, shown], place) => (
          <div key={place}>
            <dt>{label}</dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
      <p>{saved.receiptCode}</p>
    </div>
  )
}

/** The picture of a return's receipt; null while it is asked for, and where the till has none. */
function useReturnSvg(returnId: string): string | null {
  const { inquire } = useActions()
  const locale = useLocale()
  const [svg, setSvg] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    void inquire('receipt.preview', { saleId: returnId, locale }).then((reply) => {
      if (isCurrent && reply.ok) setSvg(reply.output.svg)
    })
    return () => {
      isCurrent = false
    }
  }, [inquire, returnId, locale])
  return svg
}
