import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readIdentity } from '../../../src/till/db/identity.ts'
import { openTillFiles, type TillFiles } from '../../../src/till/db/till-files.ts'
import { enrolTill, readRegionKey, type EnrolOutcome } from '../../../src/till/sync/enrol.ts'
import { systemTimers } from '../../../src/till/sync/timers.ts'
import { startHonestHq, type HonestHq } from '../../support/sync/honest-hq.ts'

let hq: HonestHq
let files: TillFiles
let dataDir: string

beforeEach(async () => {
  hq = await startHonestHq(() => 1)
  dataDir = mkdtempSync(join(tmpdir(), 'tillpoint-enrol-'))
  files = openTillFiles({ dataDir, pid: process.pid, nowMs: 1 })
})
afterEach(async () => {
  files.close()
  rmSync(dataDir, { recursive: true, force: true })
  await hq.stop()
})

/** A key store that can be told apart from no key store. */
const wrap = (secret: Uint8Array): Promise<Uint8Array> => Promise.resolve(secret.map((byte) => byte ^ 0x5a))
const enrol = (code: string, url = hq.url): Promise<EnrolOutcome> =>
  enrolTill({ ledger: files.ledger, fetch, timers: systemTimers, wrap, nowMs: () => 77 }, url, code, 'till under test')

test('a code enrols: HQ knows the public key, the till keeps the rest wrapped', async () => {
  expect(await enrol(' CODE-1 ')).toMatchObject({ kind: 'enrolled' })
  const identity = readIdentity(files.ledger)
  expect(identity).toMatchObject({ tillId: 'till-1', tillNumber: 1, storeId: 's1', region: 'r1', incarnation: 1, enrolledAtMs: 77, hqUrl: hq.url })
  expect(new Uint8Array(identity?.hqPublicKey ?? [])).toEqual(hq.publicKey)
  const regionKey = readRegionKey(new Uint8Array(identity?.regionKeyWrapped ?? []).map((byte) => byte ^ 0x5a))
  expect(regionKey).toEqual({ boxKey: new Uint8Array(32).fill(1), indexKey: new Uint8Array(32).fill(2) })
  expect(identity?.signingKeyWrapped).toHaveLength(32)
})

test('a second enrolment changes nothing', async () => {
  await enrol('CODE-1')
  const before = readIdentity(files.ledger)
  expect(await enrol('CODE-1')).toMatchObject({ kind: 'already_enrolled' })
  expect(readIdentity(files.ledger)).toEqual(before)
})

test.each<[string, () => void, EnrolOutcome['kind']]>([
  ['a wrong code', () => undefined, 'code_refused'],
  ['no HQ', () => hq.alwaysFail('enrol', { kind: 'lost-answer' }), 'hq_away'],
  ['garbage', () => hq.alwaysFail('enrol', { kind: 'status', status: 200, body: 'ok' }), 'hq_away'],
  ['a till that HQ knows no more', () => hq.alwaysFail('enrol', { kind: 'status', status: 404, body: '{"error":"unknown_till"}' }), 'bad_answer'],
])('%s enrols nobody and writes nothing', async (what, arrange, kind) => {
  arrange()
  expect(await enrol(what === 'a wrong code' ? 'CODE-2' : 'CODE-1')).toMatchObject({ kind })
  expect(readIdentity(files.ledger)).toBeNull()
})

test("a region's key that is not for this till is not kept", async () => {
  hq.alwaysFail('enrol', { kind: 'edit', edit: (answer) => ({ ...answer, wrappedRegionKey: Buffer.alloc(124).toString('base64') }) })
  expect(await enrol('CODE-1')).toMatchObject({ kind: 'bad_answer' })
  expect(readIdentity(files.ledger)).toBeNull()
})
