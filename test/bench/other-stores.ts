import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { syncFiles } from './floor.ts'
import { timed } from './timed.ts'

/** The same sale in stores that others use, made durable in the way each of them can be. */
export type OtherStore = {
  readonly name: string
  /** Saves the sale under an id of its own. @returns milliseconds until it is durable */
  sample(saleId: string, sale: SaleRows): Promise<number>
  close(): Promise<void>
}

/** A sale as our tables hold it: rows by table. */
export type SaleRows = Readonly<Record<'sales' | 'sale_lines' | 'tenders' | 'entries' | 'lot_movements', readonly Readonly<Record<string, string | number | null>>[]>>

/** The five tables of a sale in one SQLite transaction, WAL, synchronous FULL: no journal, no hash, no guards. */
export function plainSqlite(folder: string, sale: SaleRows): OtherStore {
  const db = new Database(path.join(folder, 'plain.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  const statements = Object.entries(sale).map(([table, rows]) => {
    const columns = Object.keys(rows[0] ?? {})
    db.exec(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, ${columns.join(', ')})`)
    return { table: table as keyof SaleRows, insert: db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`) }
  })
  db.exec('CREATE INDEX sales_by_id ON sales (sale_id)')
  const save = db.transaction((saleId: string, rows: SaleRows) => {
    for (const { table, insert } of statements) for (const row of rows[table]) insert.run('sale_id' in row ? { ...row, sale_id: saleId } : row)
  })
  return {
    name: 'plain SQLite (WAL, FULL), the same rows without journal and guards',
    sample: async (saleId, rows) => timed(() => save.immediate(saleId, rows)),
    close: async () => void db.close(),
  }
}

const require = createRequire(import.meta.url)

type Pouch = { put(document: object): Promise<unknown>; close(): Promise<void> }

/** One document a sale in PouchDB over leveldb, its files synced after each write. */
export function pouchDb(folder: string): OtherStore {
  const place = path.join(folder, 'pouch')
  const PouchDB = require('pouchdb') as new (place: string) => Pouch
  const db = new PouchDB(place)
  return {
    name: 'PouchDB (leveldb), files synced after each write',
    async sample(saleId, sale) {
      const startMs = performance.now()
      await db.put({ _id: saleId, ...sale })
      syncFiles(place)
      return performance.now() - startMs
    },
    close: () => db.close(),
  }
}

type Nedb = { loadDatabaseAsync(): Promise<void>; insertAsync(document: object): Promise<unknown> }

/** One document a sale in NeDB, its file synced after each write. */
export async function neDb(folder: string): Promise<OtherStore> {
  const place = path.join(folder, 'nedb')
  mkdirSync(place)
  const Nedb = require('@seald-io/nedb') as new (options: { readonly filename: string }) => Nedb
  const db = new Nedb({ filename: path.join(place, 'sales') })
  await db.loadDatabaseAsync()
  return {
    name: '@seald-io/nedb, its file synced after each write',
    async sample(saleId, sale) {
      const startMs = performance.now()
      await db.insertAsync({ _id: saleId, ...sale })
      syncFiles(place)
      return performance.now() - startMs
    },
    close: async () => undefined,
  }
}
