import type { MirrorWrite } from '../sqlite-file.ts'

/** Replaces a member's name keys: surname pinyin and initials, which identify nobody alone. Read by mirror/members.ts. */
export function replaceNameKeys(tx: MirrorWrite, memberId: string, keys: readonly string[]): void {
  tx.run('DELETE FROM name_keys WHERE member_id = ?', [memberId])
  for (const key of keys) {
    tx.run('INSERT INTO name_keys (key, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING', [key, memberId])
  }
}
