import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCheckpoint } from '../../../src/till/db/checkpoints.ts'
import { RETENTION_MS } from '../../../src/till/db/migrations/0120-retention.ts'
import { startHonestHq, type HonestHq } from '../../support/sync/honest-hq.ts'
import { startSyncTill, type SyncTill } from '../../support/sync/sync-till.ts'

let hqAtMs: number
let hq: HonestHq
let till: SyncTill

beforeEach(async () => {
  hqAtMs = 1_000_000
  hq = await startHonestHq(() => hqAtMs++)
  till = await startSyncTill({ hqUrl: () => hq.url })
})
afterEach(async () => {
  await till.close()
  await hq.stop()
})

const drained = (): Promise<void> => till.until('queue empty', () => till.sync.status().queuedEvents === 0 && till.sync.status().kind === 'online')
const kept = (): number[] => till.files.ledger.all<{ seq: number }>('SELECT seq FROM journal WHERE length(bytes) > 0 ORDER BY seq').map(({ seq }) => seq)
const take = (where: string): number => till.files.ledger.write((tx) => tx.run(`UPDATE journal SET bytes = x'' WHERE ${where}`))
async function sold(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) till.commit()
  await drained()
}
/** HQ says anew how far it holds this journal, and time is found to prune. */
async function newSession(afterMs: number): Promise<void> {
  hqAtMs += afterMs
  await till.restartSync()
  await drained()
  await till.sync.now()
}

test('what HQ acked 35 days before its newest word gives up its bytes; place, id and hash stay', async () => {
  await sold(3)
  hqAtMs += RETENTION_MS / 2
  await sold(2)
  await newSession(RETENTION_MS / 2 + 1000)
  expect(kept()).toEqual([4, 5])
  expect(till.files.ledger.all('SELECT seq FROM journal WHERE length(hash) = 32')).toHaveLength(5)
  await newSession(RETENTION_MS)
  expect(kept()).toEqual([])
  // The journal goes on behind them.
  await sold(1)
  expect(hq.stored.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
})

test('a day short of it nothing goes', async () => {
  await sold(3)
  await newSession(RETENTION_MS - 86_400_000)
  expect(kept()).toEqual([1, 2, 3])
  expect(() => take('seq = 1')).toThrow('journal: rows are never changed')
})

test('neither a row that HQ has not acked, nor any other change of an old one, nor its deletion passes the guard', async () => {
  await sold(3)
  hqAtMs += RETENTION_MS * 2
  await till.restartSync()
  await drained()
  await hq.stop()
  till.commit()
  expect(() => take('seq = 4')).toThrow('journal: rows are never changed')
  expect(() => till.files.ledger.write((tx) => tx.run(`UPDATE journal SET bytes = x'', kind = 'x' WHERE seq = 1`))).toThrow('never changed')
  expect(() => till.files.ledger.write((tx) => tx.run(`UPDATE journal SET bytes = x'00' WHERE seq = 1`))).toThrow('never changed')
  expect(() => till.files.ledger.write((tx) => tx.run('DELETE FROM journal WHERE seq = 1'))).toThrow('never deleted')
  expect(() => till.files.ledger.write((tx) => tx.run('DELETE FROM checkpoints'))).toThrow('the newest one stays')
  await hq.start()
})

test('an HQ that has forgotten since is no proof: rows that it does not hold now keep their bytes', async () => {
  await sold(5)
  await till.sync.close()
  hq.stored.splice(2)
  hqAtMs += RETENTION_MS * 2
  hq.alwaysFail('push', { kind: 'status', status: 503, body: '{"error":"unavailable"}' })
  await till.restartSync()
  await till.until('a session', () => (readCheckpoint(till.files.ledger)?.hqAtMs ?? 0) > RETENTION_MS)
  expect(readCheckpoint(till.files.ledger)?.seq).toBe(2)
  expect(() => take('seq = 3')).toThrow('journal: rows are never changed')
  expect(take('seq = 2')).toBe(1)
})

test('a checkpoint that HQ did not sign prunes nothing', async () => {
  await sold(2)
  const file = new Database(till.files.ledger.path)
  file.exec(`INSERT INTO checkpoints SELECT hq_at_ms + ${RETENTION_MS * 3}, incarnation, epoch, seq, hash, nonce, signature FROM checkpoints;
    INSERT OR IGNORE INTO checkpoints SELECT ${RETENTION_MS * 4}, 1, epoch, seq, hash, 'n', x'00' FROM journal WHERE seq = 2`)
  file.close()
  await till.sync.now()
  expect(kept()).toEqual([1, 2])
})
