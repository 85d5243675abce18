import { inTransaction, sqlState, type Tx } from './db/database.ts'
import type { RightsLender } from './rights.ts'
import { err, ok, type Result } from '../contract/result.ts'
import type { LendGiftCardAnswer } from '../contract/wire-rights.ts'

export type GiftCardRefusal = 'gift_card_unknown' | 'gift_card_sold' | 'gift_card_lent' | 'lease_returned'
type Asked = { readonly saleId: string; readonly code: string; readonly use: 'pay' | 'load' | 'look' }

const UNIQUE_VIOLATION = '23505'

/**
 * Lends a gift card to one sale: to pay with what it holds, or, where nobody has bought it yet, to load it. Another sale
 * waits until that one has ended. The same question gets the same answer.
 */
export async function lendGiftCard(hq: RightsLender, tillId: string, asked: Asked): Promise<Result<LendGiftCardAnswer, GiftCardRefusal>> {
  try {
    return await inTransaction(hq.db, (tx) => lendNow(hq, tx, tillId, asked))
  } catch (cause) {
    // Two sales asked at once: the index lends it to one of them.
    if (sqlState(cause) === UNIQUE_VIOLATION) return err('gift_card_lent')
    throw cause
  }
}

async function lendNow(hq: RightsLender, tx: Tx, tillId: string, { saleId, code, use }: Asked): Promise<Result<LendGiftCardAnswer, GiftCardRefusal>> {
  const card = await tx.selectFrom('gift_cards').select('balance_minor').where('code', '=', code).forUpdate().executeTakeFirst()
  if (!card && use !== 'load') return err('gift_card_unknown')
  if (card && use === 'load') return err('gift_card_sold')
  const answer = ok({ code, balanceMinor: card?.balance_minor ?? 0 })
  if (use === 'look') return answer
  const own = await tx.selectFrom('gift_card_leases').select(['till_id', 'use', 'state']).where('sale_id', '=', saleId).where('code', '=', code).executeTakeFirst()
  if (own) return own.state === 'lent' && own.till_id === tillId && own.use === use ? answer : err('lease_returned')
  await tx.insertInto('gift_card_leases').values({ sale_id: saleId, code, till_id: tillId, use, state: 'lent', asked_at_ms: hq.clock.nowMs() }).execute()
  return answer
}
