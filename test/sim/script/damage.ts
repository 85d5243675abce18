import path from 'node:path'
import Database from 'better-sqlite3'

/**
 * What a dying disk does to one event: its stored bytes are others, and so are the rows that they could be rebuilt from.
 * The till's guards refuse that, so they are set aside for it. The till must be down.
 * @returns false: these files do not have it, or gave up its bytes already
 */
export function damageEvent(dataFolder: string, eventId: string): boolean {
  const db = new Database(path.join(dataFolder, 'ledger.db'))
  try {
    const guards = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%BEFORE UPDATE ON%'`).all() as { name: string; sql: string }[]
    return db.transaction(() => {
      const stored = db.prepare('SELECT bytes FROM journal WHERE event_id = ?').pluck().get(eventId) as Buffer | undefined
      if (stored === undefined || stored.length === 0) return false
      for (const { name } of guards) db.exec(`DROP TRIGGER "${name}"`)
      const damaged = Buffer.from(stored)
      damaged.fill(0, Math.floor(damaged.length / 3), Math.floor(damaged.length / 2))
      db.prepare('UPDATE journal SET bytes = ? WHERE event_id = ?').run(damaged, eventId)
      db.prepare(`UPDATE sales SET case_json = '{}', result_json = '{}' WHERE sale_id = ?`).run(eventId)
      for (const { sql } of guards) db.exec(sql)
      return true
    })()
  } finally {
    db.close()
  }
}
