import type { Counter } from '../counter.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { PointsLender } from '../points-lender.ts'
import type { TrustedTime } from '../trusted-time.ts'
import { givenBy } from '../return/quote-return.ts'
import type { UnderAllowance } from '../staff/manager-allowance.ts'
import { askForPoints } from './ask-for-points.ts'
import { withApproval, withoutApproval } from './basket.ts'
import type { BasketStore } from './basket-store.ts'
import type { Look } from './desk-look.ts'
import type { Exchanges } from './exchange.ts'
import type { PayRefused } from './pay-refusal.ts'
import { needsValue } from './sale-rights.ts'

/** What asking works on. `asking`: the sale takes no change while HQ is asked. */
export type PayAsking = {
  readonly ledger: Ledger
  readonly lender: PointsLender
  readonly counter: Counter
  readonly time: TrustedTime
  readonly exchanges: Exchanges
  readonly store: BasketStore
  readonly mayWithout: UnderAllowance
  readonly asking: <T>(ask: () => Promise<T>) => Promise<T>
}

/** Everything that HQ must lend before the totals are fixed: points (R4), stored value (R16), the right to return (R8). */
export async function askBeforePay(open: PayAsking, look: Look): Promise<PayRefused | null> {
  return (await askPoints(open, look)) ?? (await askValue(open, look)) ?? (await askRight(open, look))
}

async function askPoints(open: PayAsking, { quote, member }: Look): Promise<PayRefused | null> {
  const pointsUsed = quote?.kind === 'quoted' ? quote.quoted.result.pointsUsed : 0
  if (pointsUsed === 0 || member === null) return null
  return open.asking(() => askForPoints(open, open.store.basket.saleId, member.memberId, pointsUsed))
}

/** HQ lends all that she has loaded, or has none to lend now. A till that cannot ask neither pays with it nor loads it. */
async function askValue({ store, counter, asking }: PayAsking, { member }: Look): Promise<PayRefused | null> {
  const { basket } = store
  if (!needsValue(basket) || member === null || basket.value?.kind === 'lent') return null
  store.put({ ...basket, value: { kind: 'asked' } })
  const asked = await asking(() => counter.lendValue({ saleId: basket.saleId, memberId: member.memberId }))
  if (asked.kind !== 'answer') return { code: 'value_not_here', ...(asked.kind === 'rejected' ? { detail: asked.rejected } : {}) }
  const { principalMinor, bonusMinor } = asked.answer
  store.put({ ...store.basket, value: { kind: 'lent', principalMinor, bonusMinor } })
  return null
}

/** Where HQ cannot lend it, somebody may allow it: it stands in the sale, as long as the same goods come back in it. */
async function askRight({ store, exchanges, asking, mayWithout }: PayAsking, { exchange }: Look): Promise<PayRefused | null> {
  const asked = store.basket.exchange
  if (asked === null || exchange?.kind !== 'ready' || exchange.ready.rightIsHere) return null
  const right = await asking(() => exchanges.askForRight(asked, exchange.ready.soFar))
  if (right.kind === 'refused') return { code: 'return_not_here', detail: right.refused.detail ?? right.refused.code }
  const { basket } = store
  const isAllowed = basket.approvals.some((approval) => approval.right === 'return-without-right')
  if (right.kind === 'here') {
    if (isAllowed) store.put(withoutApproval(basket, 'return-without-right'))
    return null
  }
  if (isAllowed) return null
  const allowed = mayWithout({ right: 'return-without-right', subject: basket.saleId }, givenBy(exchange.ready.work))
  if (!allowed.ok) return allowed.error
  store.put({ ...basket, approvals: withApproval(basket, allowed.output) })
  return null
}
