import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Many rows in one statement and one parameter: what a set of sales writes costs one round trip a table. The columns
 * and their types are given once per table; bytea travels as hex text.
 */
export type BulkColumns = Readonly<Record<string, BulkType>>
export type BulkType = 'text' | 'integer' | 'bigint' | 'boolean' | 'date' | 'uuid' | 'jsonb' | 'text[]' | 'bytea-hex'
export type BulkRow = Readonly<Record<string, unknown>>

const recordType = (type: BulkType): string => (type === 'bytea-hex' || type === 'text[]' ? (type === 'text[]' ? 'jsonb' : 'text') : type)

function readColumn(name: string, type: BulkType): string {
  if (type === 'bytea-hex') return `decode(r.${name}, 'hex')`
  if (type === 'text[]') return `ARRAY(SELECT jsonb_array_elements_text(r.${name}))`
  return `r.${name}`
}

/** `INSERT … SELECT` over a JSON array; `onConflict` is SQL of ours, never of anybody else's. */
export async function bulkInsert(db: Kysely<Schema>, table: keyof Schema, columns: BulkColumns, rows: readonly BulkRow[], onConflict = ''): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(columns)
  const record = names.map((name) => `${name} ${recordType(columns[name] ?? 'text')}`).join(', ')
  const select = names.map((name) => readColumn(name, columns[name] ?? 'text')).join(', ')
  await sql`INSERT INTO ${sql.raw(table)} (${sql.raw(names.join(', '))})
    SELECT ${sql.raw(select)} FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(${sql.raw(record)}) ${sql.raw(onConflict)}`.execute(db)
}

/** `UPDATE` of all columns but the keys, row by row by key, in one statement. */
export async function bulkUpdate(db: Kysely<Schema>, table: keyof Schema, keys: readonly string[], columns: BulkColumns, rows: readonly BulkRow[]): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(columns)
  const record = names.map((name) => `${name} ${recordType(columns[name] ?? 'text')}`).join(', ')
  const set = names
    .filter((name) => !keys.includes(name))
    .map((name) => `${name} = ${readColumn(name, columns[name] ?? 'text')}`)
    .join(', ')
  const on = keys.map((key) => `t.${key} = r.${key}`).join(' AND ')
  await sql`UPDATE ${sql.raw(table)} AS t SET ${sql.raw(set)}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(${sql.raw(record)}) WHERE ${sql.raw(on)}`.execute(db)
}
