import { priceOfQuantity } from '../../domain/rounding.ts'
import type { Basket } from './basket.ts'
import type { CommitRequest } from './commit.ts'
import { payingForNewGoods } from '../return/quote-return.ts'
import type { Look } from './desk-look.ts'
import type { EventStamp } from './leases.ts'

/** Where and by whom it is sold. */
type Counter = { readonly storeId: string; readonly tillNumber: number; readonly cashierId: () => string; readonly cashStepMinor: () => number }
type Paid = Pick<CommitRequest, 'lease' | 'tenders' | 'lines' | 'leaseReturnId'> & { readonly stampAt: (atMs: number) => EventStamp }

/** Everything that is saved of a paid basket; null: it has no numbers. */
export function commitRequestOf(counter: Counter, basket: Basket, { quote, rules, member, cursor, exchange, prepaid }: Look, { stampAt, ...paid }: Paid): CommitRequest | null {
  if (quote?.kind !== 'quoted' || rules === null || prepaid === null || exchange?.kind === 'refused') return null
  const returned = exchange === null || basket.exchange === null ? null : payingForNewGoods(exchange.ready.work, quote.quoted.result.payMinor)
  return {
    ...{ basket, rules, cursor, ...paid },
    memberId: member?.memberId ?? null,
    inputs: quote.inputs,
    prepaid,
    exchange: returned === null || basket.exchange === null ? null : { returnId: basket.exchange.returnId, work: returned },
    quoted: quote.quoted,
    loadedBonusMinor: basket.lines.reduce((sum, line) => sum + (line.asset !== 'stored-value' ? 0 : priceOfQuantity(line.loadBonusMinor, line.quantityMilli)), 0),
    cashStepMinor: counter.cashStepMinor(),
    storeId: counter.storeId,
    tillNumber: counter.tillNumber,
    cashierId: counter.cashierId(),
    stamp: stampAt(quote.inputs.atMs),
  }
}
