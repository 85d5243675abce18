import { describe, expect, it } from 'vitest'
import { inTransaction, openDatabase } from '../../src/hq/db/database.ts'
import { raiseIncarnation } from '../../src/hq/incarnation.ts'
import { loadIdentity } from '../../src/hq/identity.ts'
import { START_MS, testClock, TEST_MASTER_KEY } from '../support/hq.ts'
import { makeDatabase } from '../support/postgres.ts'

class PutBackAgain extends Error {}

describe('an incarnation', () => {
  it('gets another number each time the same backup is put back, and rises in one that is run on', async () => {
    const db = openDatabase({ databaseUrl: await makeDatabase() })
    try {
      await loadIdentity(db, TEST_MASTER_KEY, testClock())
      const raised: number[] = []
      const putBack = async (nowMs: number): Promise<void> => {
        // What is taken back leaves the tables as the backup has them.
        const restored = inTransaction(db, async (tx) => {
          raised.push(await raiseIncarnation(tx, { cause: 'restore', nowMs }))
          throw new PutBackAgain()
        })
        await expect(restored).rejects.toBeInstanceOf(PutBackAgain)
      }
      await putBack(START_MS)
      await putBack(START_MS + 3_600_000)
      expect(new Set([1, ...raised]).size).toBe(3)
      const first = await inTransaction(db, (tx) => raiseIncarnation(tx, { cause: 'restore', nowMs: START_MS }))
      // A clock that went back does not bring a number back.
      expect(await inTransaction(db, (tx) => raiseIncarnation(tx, { cause: 'restore', nowMs: START_MS - 86_400_000 }))).toBe(first + 1)
    } finally {
      await db.destroy()
    }
  })
})
