import { sql } from 'kysely'
import { inTransaction, type Database } from '../db/database.ts'

/**
 * Gives positions to all committed changes that have none, off the sales' path. Only one such transaction runs at a
 * time over all processes (it holds the row of `feed_head`), and it commits before the next one looks: so positions
 * become visible in their order, without holes, and a reader who saw position n has seen all before it.
 * @returns the newest position.
 */
export async function numberChanges(db: Database): Promise<number> {
  if (!(await hasUnnumbered(db))) return headPosition(db)
  return inTransaction(db, async (tx) => {
    const head = await tx.selectFrom('feed_head').select('position').forUpdate().executeTakeFirstOrThrow()
    // The lock is held: what this statement does not see commits later and is the next transaction's.
    const numbered = await sql<{ position: number }>`
      WITH pending AS (
        SELECT group_id, group_line, row_number() OVER (ORDER BY stamp, group_id, group_line) AS place
        FROM feed_changes WHERE position IS NULL
      ), numbered AS (
        UPDATE feed_changes AS c SET position = ${head.position}::bigint + p.place
        FROM pending AS p WHERE c.group_id = p.group_id AND c.group_line = p.group_line
        RETURNING c.position
      )
      UPDATE feed_head SET position = position + (SELECT count(*) FROM numbered) RETURNING position`.execute(tx)
    return numbered.rows[0]?.position ?? head.position
  })
}

async function hasUnnumbered(db: Database): Promise<boolean> {
  const found = await db.selectFrom('feed_changes').select('stamp').where('position', 'is', null).limit(1).executeTakeFirst()
  return found !== undefined
}

/** The newest position. */
export async function headPosition(db: Database): Promise<number> {
  return (await db.selectFrom('feed_head').select('position').executeTakeFirstOrThrow()).position
}
