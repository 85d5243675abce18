import type pg from 'pg'
import type { BackupTable } from './backup-file.ts'

/** What means something for minutes only, or is made anew: challenges, sessions and passwords of the console. */
const LEFT_OUT = new Set(['schema_migrations', 'challenges', 'console_sessions', 'console_passwords'])

/** The tables of a schema with the columns that can be written, each after those that it refers to. */
export async function tablesOf(client: pg.ClientBase, schema: string): Promise<BackupTable[]> {
  const { rows } = await client.query<{ table: string; columns: string[]; refers: string[] }>(
    `SELECT c.relname AS table,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       (SELECT coalesce(array_agg(DISTINCT f.relname::text), '{}') FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS refers
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind = 'r' ORDER BY c.relname`,
    [schema],
  )
  const waiting = rows.filter((row) => !LEFT_OUT.has(row.table))
  const ordered: BackupTable[] = []
  const isWritten = (table: string): boolean => ordered.some((one) => one.table === table)
  while (ordered.length < waiting.length) {
    const next = waiting.filter((row) => !isWritten(row.table) && row.refers.every(isWritten))
    if (next.length === 0) throw new Error(`tables refer to each other in a circle: ${waiting.filter((row) => !isWritten(row.table)).map((row) => row.table).join(', ')}`)
    ordered.push(...next.map(({ table, columns }) => ({ table, columns })))
  }
  return ordered
}

/** Names of ours only, checked where they are read. */
export const columnsText = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ')
