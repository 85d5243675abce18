import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** A member's card, found by the keyed hash of its number. */
export type MirrorCard = { readonly cardIndex: Uint8Array; readonly memberId: string; readonly status: 'active' | 'blocked' }

/** Null: no such card is known here. */
export function readCard(mirror: MirrorRead, cardIndex: Uint8Array): MirrorCard | null {
  return (
    mirror.get<MirrorCard>('SELECT card_index AS cardIndex, member_id AS memberId, status FROM cards WHERE card_index = ?', [
      cardIndex,
    ]) ?? null
  )
}

/** A member's cards are told whole: these replace what was here. A card that moved to her leaves its earlier holder. */
export function replaceCards(tx: MirrorWrite, memberId: string, cards: readonly Omit<MirrorCard, 'memberId'>[]): void {
  tx.run('DELETE FROM cards WHERE member_id = ?', [memberId])
  for (const { cardIndex, status } of cards) {
    tx.run(
      `INSERT INTO cards (card_index, member_id, status) VALUES (@cardIndex, @memberId, @status)
      ON CONFLICT (card_index) DO UPDATE SET member_id = excluded.member_id, status = excluded.status`,
      { cardIndex, memberId, status },
    )
  }
}
