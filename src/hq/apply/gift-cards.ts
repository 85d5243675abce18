import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { ReadableEvent } from './read.ts'
import type { Difference } from './replay.ts'

type GiftCardEntries = { readonly entries: readonly { readonly asset: string; readonly account: string; readonly delta: number }[]; readonly giftCards?: readonly { readonly code: string }[] | undefined }

const ACCOUNT = 'gift-card/'

/**
 * What a sale or return did to gift cards, by its entries: it sold them, paid with them, gave back to them. A payment that
 * is not there (R16 forbids it, so a till did not hold what it spent) stands for the goods that went, and is listed.
 */
export async function settleGiftCards(tx: Tx, { event, tillId }: ReadableEvent, { entries, giftCards = [] }: GiftCardEntries): Promise<Difference[]> {
  const differences: Difference[] = []
  const moved = entries.filter((entry) => entry.asset === 'principal' && entry.account.startsWith(ACCOUNT))
  for (const { account, delta } of moved) {
    const code = account.slice(ACCOUNT.length)
    if (giftCards.some((card) => card.code === code)) {
      const sold = await tx.insertInto('gift_cards').values({ code, balance_minor: delta, sold_by: event.id, sold_at_ms: event.committedAtMs }).onConflict((conflict) => conflict.column('code').doNothing()).returning('code').executeTakeFirst()
      if (sold) continue
    }
    const changed = await tx.updateTable('gift_cards').set({ balance_minor: sql<number>`balance_minor + ${delta}::bigint` }).where('code', '=', code).where(sql<boolean>`balance_minor + ${delta}::bigint >= 0`).returning('code').executeTakeFirst()
    if (!changed) differences.push({ kind: 'inputs', path: `giftCards.…${code.slice(-4)}`, stated: String(delta), computed: 'not there' })
  }
  const codes = moved.map(({ account }) => account.slice(ACCOUNT.length))
  await tx.updateTable('gift_card_leases').set({ state: sql`CASE WHEN code = ANY(${codes}) THEN 'spent' ELSE 'returned' END` }).where('sale_id', '=', event.id).where('till_id', '=', tillId).where('state', '=', 'lent').execute()
  return differences
}

/** Gift cards that a sale had asked for go back; one that HQ does not know of is remembered, and never lent to it. */
export async function returnGiftCards(tx: Tx, tillId: string, saleId: string, codes: readonly string[], nowMs: number): Promise<void> {
  for (const code of new Set(codes)) {
    await tx
      .insertInto('gift_card_leases')
      .values({ sale_id: saleId, code, till_id: tillId, use: 'pay', state: 'returned', asked_at_ms: nowMs })
      .onConflict((conflict) => conflict.columns(['sale_id', 'code']).doUpdateSet({ state: 'returned' }).where('gift_card_leases.till_id', '=', tillId).where('gift_card_leases.state', '=', 'lent'))
      .execute()
  }
}
