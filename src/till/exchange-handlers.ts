import type { Handlers } from '../contract/serve.ts'
import type { ReturnDesk } from './return/return-desk.ts'
import { beginExchange, dropExchange } from './sale/begin-exchange.ts'
import type { SaleDesk } from './sale/sale-desk.ts'
import type { StatusSource } from './till-status.ts'

type Deps = { readonly desk: SaleDesk; readonly returns: ReturnDesk; readonly status: StatusSource }

/** Goods that come back for others, under one receipt. */
export function exchangeHandlers({ desk, returns, status }: Deps): Pick<Handlers, 'exchange.begin' | 'exchange.drop'> {
  return {
    'exchange.begin': ({ returnId, ...asked }) => beginExchange(desk, returns, asked, { returnId, atMs: status.time.nowMs() }),
    'exchange.drop': () => dropExchange(desk),
  }
}
