import Database from 'better-sqlite3'
import { namedDbError } from './errors.ts'

/** A row that could be read from a damaged file, or a table of which some could not. */
export type SalvagedPart =
  | { readonly kind: 'row'; readonly table: string; readonly row: Readonly<Record<string, unknown>> }
  /** Reading stopped: rows between what was read from the front and from the back are lost. */
  | { readonly kind: 'lost'; readonly table: string; readonly problem: string }

/**
 * Reads every row that can be read of a damaged file, changing nothing: each table from the front until it fails, then
 * from the back until it fails. Rows come as they are stored; keys stay wrapped and boxes sealed.
 * @throws DbError when not even the list of tables can be read
 */
export function* salvageRows(path: string, nativeBinding?: string): Generator<SalvagedPart> {
  const db = open(path, nativeBinding)
  try {
    for (const table of tablesOf(db, path)) {
      const front = yield* rowsOf(db, table, 'ASC', new Set())
      if (front.problem === null) continue
      yield* rowsOf(db, table, 'DESC', front.keys)
      yield { kind: 'lost', table: table.name, problem: front.problem }
    }
  } finally {
    db.close()
  }
}

type Table = { readonly name: string; readonly key: readonly string[] }

function open(path: string, nativeBinding: string | undefined): Database.Database {
  try {
    return new Database(path, { readonly: true, fileMustExist: true, ...(nativeBinding === undefined ? {} : { nativeBinding }) })
  } catch (cause) {
    throw namedDbError(cause, path)
  }
}

function tablesOf(db: Database.Database, path: string): Table[] {
  try {
    const names = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`).pluck().all() as string[]
    return names.map((name) => {
      const columns = db.pragma(`table_info("${name}")`) as { readonly name: string; readonly pk: number }[]
      const key = columns.filter((column) => column.pk > 0).sort((a, b) => a.pk - b.pk)
      return { name, key: key.map((column) => column.name) }
    })
  } catch (cause) {
    throw namedDbError(cause, path)
  }
}

/** Rows whose key was not read before, in the order of the key. */
function* rowsOf(
  db: Database.Database,
  table: Table,
  direction: 'ASC' | 'DESC',
  before: ReadonlySet<string>,
): Generator<SalvagedPart, { readonly keys: Set<string>; readonly problem: string | null }> {
  const keys = new Set<string>()
  const order = table.key.map((column) => `"${column}" ${direction}`).join(', ')
  try {
    for (const row of db.prepare(`SELECT * FROM "${table.name}" NOT INDEXED ORDER BY ${order}`).iterate() as Iterable<Record<string, unknown>>) {
      const key = JSON.stringify(table.key.map((column) => row[column]))
      if (before.has(key)) break
      keys.add(key)
      yield { kind: 'row', table: table.name, row }
    }
    return { keys, problem: null }
  } catch (cause) {
    return { keys, problem: cause instanceof Error ? cause.message : String(cause) }
  }
}
