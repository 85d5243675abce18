import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'
import type { MemberSearchRow } from './members.ts'

/** Members whose phone number ends so (keyed hash of the last four digits), those who bought last first. */
export function readMembersByPhoneTail(mirror: MirrorRead, tailIndex: Uint8Array, limit: number): MemberSearchRow[] {
  return mirror.all<MemberSearchRow>(
    `SELECT m.member_id AS memberId, m.box, m.tier, m.status, m.last_purchase AS lastPurchase
    FROM phone_tails t JOIN members m ON m.member_id = t.member_id
    WHERE t.tail_index = ? AND m.status <> 'closed' ORDER BY m.last_purchase DESC, m.member_id LIMIT ?`,
    [tailIndex, limit],
  )
}

/** Replaces the last four digits of a member's phones (keyed hashes). */
export function replacePhoneTails(tx: MirrorWrite, memberId: string, tailIndexes: readonly Uint8Array[]): void {
  tx.run('DELETE FROM phone_tails WHERE member_id = ?', [memberId])
  for (const tailIndex of tailIndexes) {
    tx.run('INSERT INTO phone_tails (tail_index, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING', [tailIndex, memberId])
  }
}
