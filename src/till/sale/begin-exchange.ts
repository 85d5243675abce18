import type { DeskState } from '../../contract/desk-state.ts'
import type { ReturnRefusal } from '../../contract/exchange-calls.ts'
import { err, type Result } from '../../contract/result.ts'
import type { ReturnAsked } from '../return/quote-return.ts'
import type { ReturnDesk } from '../return/return-desk.ts'
import { withoutApproval, type BasketMember } from './basket.ts'
import type { SaleDesk } from './sale-desk.ts'

type Answer<Code extends string> = Result<DeskState, { readonly code: Code; readonly detail?: string }>

/**
 * Puts goods that come back into the open sale. Whoever bought them is the member of the new sale too, unless somebody is
 * at the till already; a receipt proves nobody, so her points wait for her card.
 * @param returnId of the return that is to be: a page that asks twice replaces the first
 */
export function beginExchange(desk: SaleDesk, returns: ReturnDesk, asked: ReturnAsked, at: { readonly returnId: string; readonly atMs: number }): Answer<'locked_while_paying' | ReturnRefusal> {
  const { saleId, reason, lines } = asked
  const ready = returns.ready(asked, { ...at, lent: [] })
  if (!ready.ok) return err(ready.error)
  const memberId = returns.memberIdOf(saleId)
  return desk.change((basket) => {
    const buyer: BasketMember | null = memberId === null ? null : { memberId, foundBy: 'receipt', cardBlocked: false }
    return { kind: 'changed', basket: { ...withoutApproval(basket, 'return-without-right'), member: basket.member ?? buyer, exchange: { returnId: at.returnId, saleId, reason, lines: [...lines] } } }
  })
}

/** Takes the goods out again; a right to return them that HQ lent stays with this till. */
export function dropExchange(desk: SaleDesk): Answer<'locked_while_paying'> {
  return desk.change((basket) => ({ kind: 'changed', basket: { ...withoutApproval(basket, 'return-without-right'), exchange: null } }))
}
