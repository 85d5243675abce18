import type { ReturnableSale, SavedReturn } from '../../contract/return-view.ts'
import { ReceiptPaper } from '../panels/receipt-paper.tsx'
import slab from '../slab/slab.module.css'
import { useText } from '../texts.ts'

/** The receipt of a return, as it is printed. */
export function ReturnReceipt({ saved }: { readonly saved: SavedReturn; readonly sale: ReturnableSale }) {
  const text = useText()
  return (
    <div className={slab['receipt']} tabIndex={0} role="group" aria-label={text('return.saved.receipt')}>
      <ReceiptPaper saleId={saved.returnId} />
    </div>
  )
}
