import type { Mirror } from '../sqlite-file.ts'

/**
 * After rows with personal data were overwritten or deleted: their old bytes still stand in the write-ahead log, which is
 * emptied here. In the file itself `secure_delete` has put zeros over them.
 */
export function forgetErased(mirror: Mirror): void {
  mirror.get('PRAGMA wal_checkpoint(TRUNCATE)')
}
