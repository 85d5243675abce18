import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'
import type { MemberSearchRow } from './members.ts'

/** Members with this whole phone number (keyed hash), those who bought last first. */
export function readMembersByPhone(mirror: MirrorRead, phoneIndex: Uint8Array, limit: number): MemberSearchRow[] {
  return mirror.all<MemberSearchRow>(
    `SELECT m.member_id AS memberId, m.box, m.tier, m.status, m.last_purchase AS lastPurchase
    FROM phones p JOIN members m ON m.member_id = p.member_id
    WHERE p.phone_index = ? AND m.status <> 'closed' ORDER BY m.last_purchase DESC, m.member_id LIMIT ?`,
    [phoneIndex, limit],
  )
}

/** Replaces a member's phone numbers (keyed hashes). */
export function replacePhones(tx: MirrorWrite, memberId: string, phoneIndexes: readonly Uint8Array[]): void {
  tx.run('DELETE FROM phones WHERE member_id = ?', [memberId])
  for (const phoneIndex of phoneIndexes) {
    tx.run('INSERT INTO phones (phone_index, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING', [phoneIndex, memberId])
  }
}
