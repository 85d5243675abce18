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

/** Writes a card. */
export function putCard(tx: MirrorWrite, card: MirrorCard): void {
  tx.run(
    `INSERT INTO cards (card_index, member_id, status) VALUES (@cardIndex, @memberId, @status)
    ON CONFLICT (card_index) DO UPDATE SET member_id = excluded.member_id, status = excluded.status`,
    card,
  )
}

/** Forgets a card. */
export function deleteCard(tx: MirrorWrite, cardIndex: Uint8Array): void {
  tx.run('DELETE FROM cards WHERE card_index = ?', [cardIndex])
}
