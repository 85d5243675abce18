import type { Handlers } from '../../contract/serve.ts'
import type { ValueRefundDesk } from './value-refund-desk.ts'

/** Stored value that is paid out again. */
export function valueHandlers({ valueRefunds }: { readonly valueRefunds: ValueRefundDesk }): Pick<Handlers, 'value.quoteRefund' | 'value.refund'> {
  return {
    'value.quoteRefund': ({ principalMinor }) => valueRefunds.quote(principalMinor),
    'value.refund': (asked) => valueRefunds.commit(asked),
  }
}
