import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeSigningPair, signer } from '../../src/hq/crypto.ts'
import { inTransaction } from '../../src/hq/db/database.ts'
import { noticeRestore, raiseIncarnation, readIncarnation } from '../../src/hq/incarnation.ts'
import { openSession } from '../../src/hq/session.ts'
import { signAck, type AckFacts } from '../../src/journal/ack.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'
import { wireSale } from '../support/wire-sale.ts'

let hq: TestHq
let till: WireTill
beforeAll(async () => {
  hq = await startTestHq()
})
afterAll(() => hq.close())
beforeEach(async () => {
  till = await enrolWireTill(hq)
})

const now = (): Promise<number> => readIncarnation(hq.hq.db)
const raises = async (): Promise<number> => (await hq.hq.db.selectFrom('incarnations').select('incarnation').execute()).length
/** An ack of the till's event 7, which is not here. */
const beyond = (): AckFacts => ({ tillId: till.tillId, epoch: 1, seq: 7, hash: 'ab'.repeat(32), hqAtMs: hq.clock.nowMs() })
const show = (facts: AckFacts, by = hq.hq.identity.sign) => openSession(hq.hq, { tillId: till.tillId, nonce: 'n', signature: 's', ack: signAck(by, facts) })

test('an ack of HQ that HQ does not know raises the incarnation, once, however many tills and processes notice', async () => {
  const [before, raised] = [await now(), await raises()]
  const shown = { ...beyond(), hash: Buffer.from(beyond().hash, 'hex') }
  hq.clock.advance(1000)
  await Promise.all(Array.from({ length: 5 }, () => noticeRestore(hq.hq.db, shown, hq.clock.nowMs())))
  expect(await raises()).toBe(raised + 1)
  const second = await now()
  expect(second).toBeGreaterThan(before)
  // What it signed later and lost again is another restore.
  hq.clock.advance(1000)
  const later = { ...shown, hqAtMs: hq.clock.nowMs() }
  hq.clock.advance(1000)
  expect(await noticeRestore(hq.hq.db, later, hq.clock.nowMs())).toBeGreaterThan(second)
  expect(await raises()).toBe(raised + 2)
})

test('what is here, or was signed before the restore command, or by somebody else, raises nothing', async () => {
  const raised = await raises()
  till.commit('sale', wireSale())
  const { body } = await till.push()
  expect(await noticeRestore(hq.hq.db, { ...body.ack, hash: Buffer.from(body.ack.hash, 'hex') }, hq.clock.nowMs())).toBeNull()
  const old = beyond()
  hq.clock.advance(1000)
  await inTransaction(hq.hq.db, (tx) => raiseIncarnation(tx, { cause: 'restore', nowMs: hq.clock.nowMs() }))
  expect(await raises()).toBe(raised + 1)
  expect(await noticeRestore(hq.hq.db, { ...old, hash: Buffer.from(old.hash, 'hex') }, hq.clock.nowMs())).toBeNull()
  hq.clock.advance(1000)
  const stranger = signer(makeSigningPair().privateKey)
  await show(beyond(), stranger)
  expect(await raises()).toBe(raised + 1)
})
