import type { Database } from 'better-sqlite3'

/** One step of a file's schema. Numbers rise by ten; a step that has shipped is never edited. */
export type Migration = { readonly number: number; readonly name: string; readonly sql: string }

/** Runs the steps that this file has not seen, each in its own transaction with the number it brings the file to. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  for (const migration of migrations) {
    if (migration.number <= Number(db.pragma('user_version', { simple: true }))) continue
    db.transaction(() => {
      db.exec(migration.sql)
      db.pragma(`user_version = ${migration.number}`)
    }).immediate()
  }
}
