import type { Refund } from '../../contract/return-view.ts'
import type { TillText } from '../texts.ts'

/** Where a refund is made: out of the drawer, or on the terminal under the payment's reference. */
export function refundNote({ kind, reference }: Refund, text: TillText): string {
  if (kind === 'cash') return text('return.by.cash')
  return reference === null || reference === '' ? text('return.by.terminal') : text('return.by.reference', { reference })
}
