import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { systemClock } from '../../../src/hq/clock.ts'
import { inTransaction } from '../../../src/hq/db/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/hq/embedded-postgres.ts'
import { makeEnrolCode } from '../../../src/hq/enrol.ts'
import { ensureRegion } from '../../../src/hq/identity.ts'
import { systemIds } from '../../../src/hq/ids.ts'
import { masterKey } from '../../../src/hq/master-key.ts'
import { insertMembers } from '../../../src/hq/registry/members.ts'
import { insertStores } from '../../../src/hq/registry/stores.ts'
import { startHq, type RunningHq } from '../../../src/hq/start-hq.ts'

/** HQ's real code on a real PostgreSQL, with one store and one member of 500 points. It can go away and come back. */
export type RealHq = {
  readonly url: string
  hq(): RunningHq['hq']
  enrolCode(): Promise<string>
  stop(): Promise<void>
  /** On the same port; over another database of the same server, if named. */
  start(database?: string): Promise<void>
  /** A copy of the database as it is now, as a backup would be. HQ must be stopped. */
  backup(name: string): Promise<void>
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>
  close(): Promise<void>
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function startRealHq(): Promise<RealHq> {
  const folder = mkdtempSync(join(tmpdir(), 'tillpoint-hq-'))
  // PostgreSQL runs as another user where this is root, and has to reach its folder.
  chmodSync(folder, 0o711)
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ folder: join(folder, 'hq') })
  const master = masterKey(new Uint8Array(32).fill(5))
  let running: RunningHq | null = null
  let port = 0
  let database = 'tillpoint'
  const urlOf = (name: string): string => Object.assign(new URL(postgres.databaseUrl), { pathname: `/${name}` }).href
  const query = async <Row extends pg.QueryResultRow>(sql: string, on = database): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: urlOf(on) })
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }
  const hq = (): RunningHq['hq'] => {
    if (running === null) throw new Error('HQ is stopped')
    return running.hq
  }
  const real: RealHq = {
    get url() {
      return `http://127.0.0.1:${port}`
    },
    hq,
    async enrolCode() {
      const made = await makeEnrolCode(hq(), 's1')
      if (made === null) throw new Error('no store')
      return made.code
    },
    async stop() {
      await running?.close()
      running = null
    },
    async start(name = database) {
      database = name
      running = await startHq({ databaseUrl: urlOf(database), masterKey: master, host: '127.0.0.1', port, log: silent, clock: systemClock, ids: systemIds, consoleDir: null })
      port = running.port
    },
    async backup(name) {
      await query(`CREATE DATABASE ${name} TEMPLATE ${database}`, 'postgres')
    },
    query,
    async close() {
      await real.stop()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await real.start()
  await inTransaction(hq().db, async (tx) => {
    await insertStores(tx, hq(), [{ storeId: 's1', region: 'r1', name: { en: 'Harbour' }, timeZone: 'Asia/Shanghai', address: '', phone: '' }])
    const key = await ensureRegion(tx, hq().master, 'r1')
    const card = { name: '陈晓梅', title: 'ms', phone: '13800138000', birthday: null, notes: '' } as const
    const lots = [{ lotId: 'l1', points: 500, earnedAtMs: 1_760_000_000_000, availableAtMs: null, expiresAtMs: null }]
    const member = { memberId: 'm1', region: 'r1', storeId: 's1', status: 'active', card, cardNumbers: ['8800000000000001'], tier: 'silver', joined: '2025-01-01', lastPurchase: null, purchases: 0, qualifying: 0, lots } as const
    await insertMembers(tx, hq(), key, [member], 'test')
  })
  return real
}
