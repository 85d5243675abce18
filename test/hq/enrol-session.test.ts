import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aead, hkdf, makeSigningPair, signer, verify, x25519 } from '../../src/hq/crypto.ts'
import { ENROL_CODE_MS, makeEnrolCode } from '../../src/hq/enrol.ts'
import { durableEnd } from '../../src/hq/journal-store.ts'
import { regionKey } from '../../src/hq/identity.ts'
import { NONCE_MS, revokeTill, TOKEN_MS } from '../../src/hq/session.ts'
import { unwrapRegionKey } from '../../src/journal/key-wrap.ts'
import { sessionAnswerSigningBytes, sessionSigningBytes } from '../../src/journal/session.ts'
import type { AnswerOf } from '../../src/contract/hq-wire.ts'
import { startTestHq, TEST_MASTER_KEY, type TestHq } from '../support/hq.ts'
import { base64, enrolWireTill, post } from '../support/wire-till.ts'
import { wireSale } from '../support/wire-sale.ts'

let hq: TestHq
beforeAll(async () => {
  hq = await startTestHq()
})
afterAll(() => hq.close())

const newCode = async (storeId = 's1'): Promise<string> => (await makeEnrolCode(hq.hq, storeId))?.code ?? ''
const machine = () => {
  const signing = makeSigningPair()
  const box = x25519.makePair()
  return { signing, box, request: { publicKey: base64(signing.publicKey), boxPublicKey: base64(box.publicKey), machineName: 'front desk' } }
}
const enrol = (request: unknown) => post<AnswerOf<'enrol'>>(hq.url, '/v1/enrol', request)
const REFUSED = { status: 401, body: { error: 'code_refused' } }

describe('enrolment', () => {
  test('makes a till with the next number of its store and the region’s keys for it alone', async () => {
    const first = machine()
    const { body } = await enrol({ code: await newCode('s3'), ...first.request })
    const second = machine()
    const next = await enrol({ code: await newCode('s3'), ...second.request })
    expect(body).toMatchObject({ storeId: 's3', region: 'east', tillNumber: 1, incarnation: 1 })
    expect(next.body.tillNumber).toBe(2)
    const unwrap = (one: ReturnType<typeof machine>) => unwrapRegionKey({ aead, hkdf, x25519 }, { tillId: body.tillId, boxPrivateKey: one.box.privateKey, boxPublicKey: one.box.publicKey }, Buffer.from(body.wrappedRegionKey, 'base64'))
    const key = await regionKey(hq.hq.db, TEST_MASTER_KEY, 'east')
    expect(Buffer.from(unwrap(first)?.boxKey ?? []).equals(key?.boxKey ?? Buffer.alloc(0))).toBe(true)
    expect(unwrap(second)).toBeNull()
  })

  test('takes a code as people type it, once, and for one machine', async () => {
    const code = await newCode()
    const one = machine()
    const first = await enrol({ code: ` ${code.toLowerCase().replace('-', ' ')}`, ...one.request })
    expect(first.status).toBe(200)
    const again = await enrol({ code, ...one.request })
    expect([again.status, again.body.tillId]).toEqual([200, first.body.tillId])
    expect(await enrol({ code, ...machine().request })).toMatchObject(REFUSED)
    expect(await enrol({ code: await newCode(), ...one.request })).toMatchObject(REFUSED)
  })

  test('refuses a code that is wrong or older than 15 minutes', async () => {
    expect(await enrol({ code: 'ABCDE-FGHJK', ...machine().request })).toMatchObject(REFUSED)
    const code = await newCode()
    hq.clock.advance(ENROL_CODE_MS - 1)
    const inTime = await newCode()
    expect((await enrol({ code, ...machine().request })).status).toBe(200)
    hq.clock.advance(ENROL_CODE_MS)
    expect(await enrol({ code: inTime, ...machine().request })).toMatchObject(REFUSED)
  })

  test('asked by two machines at once with one code makes one till', async () => {
    const code = await newCode()
    const replies = await Promise.all([enrol({ code, ...machine().request }), enrol({ code, ...machine().request })])
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 401])
  })

  test('refuses keys that are none, and gives no code for a store that is none', async () => {
    expect(await enrol({ code: await newCode(), ...machine().request, publicKey: 'short' })).toMatchObject({ status: 400, body: { error: 'bad_request' } })
    expect(await enrol({ code: await newCode(), ...machine().request, boxPublicKey: base64(new Uint8Array(32)) })).toMatchObject({ status: 400, body: { error: 'bad_request' } })
    expect(await makeEnrolCode(hq.hq, 'nowhere')).toBeNull()
  })

  test('is limited to a few tries a minute', async () => {
    const strict = await startTestHq({ databaseUrl: hq.databaseUrl, sample: false, limits: { enrolPerMinute: 3 } })
    const tries = []
    for (let at = 0; at < 4; at++) tries.push(await post(strict.url, '/v1/enrol', { code: 'WRONG-CODE', ...machine().request }))
    await strict.close()
    expect(tries.map((reply) => reply.status)).toEqual([401, 401, 401, 429])
    expect(tries.at(-1)?.body.error).toBe('too_many_requests')
  })
})

describe('a session', () => {
  const prepared = async () => {
    const one = machine()
    const { body } = await enrol({ code: await newCode(), ...one.request })
    const challenge = async (): Promise<string> => (await post<AnswerOf<'challenge'>>(hq.url, '/v1/session/challenge', { tillId: body.tillId })).body.nonce
    const open = (nonce: string, key = one.signing.privateKey, tillId = body.tillId) => post<AnswerOf<'session'>>(hq.url, '/v1/session', { tillId, nonce, signature: base64(signer(key)(sessionSigningBytes({ tillId, nonce }))) })
    return { tillId: body.tillId, hqPublicKey: Buffer.from(body.hqPublicKey, 'base64'), challenge, open }
  }
  const BAD = { status: 401, body: { error: 'bad_signature' } }

  test('opens for the key’s holder and vouches for HQ’s time and position by signature', async () => {
    const { tillId, hqPublicKey, challenge, open } = await prepared()
    const nonce = await challenge()
    const { status, body } = await open(nonce)
    expect(status).toBe(200)
    expect(body).toMatchObject({ hqAtMs: hq.clock.nowMs(), expiresAtMs: hq.clock.nowMs() + TOKEN_MS, durable: null, incarnation: 1, standing: 'active' })
    const facts = { tillId, nonce, hqAtMs: body.hqAtMs, incarnation: 1, durable: null }
    expect(verify(hqPublicKey, sessionAnswerSigningBytes(facts), Buffer.from(body.signature, 'base64'))).toBe(true)
  })

  test('takes a nonce once, in its minute, from its till, under its key', async () => {
    const { challenge, open } = await prepared()
    const other = await prepared()
    const nonce = await challenge()
    expect((await open(nonce)).status).toBe(200)
    expect(await open(nonce)).toMatchObject(BAD)
    expect(await open(await challenge(), makeSigningPair().privateKey)).toMatchObject(BAD)
    expect(await open(await other.challenge())).toMatchObject(BAD)
    expect(await open(base64(Buffer.alloc(32, 1)))).toMatchObject(BAD)
    const late = await challenge()
    hq.clock.advance(NONCE_MS)
    expect(await open(late)).toMatchObject(BAD)
  })

  test('is not for a till that is none', async () => {
    expect(await post(hq.url, '/v1/session/challenge', { tillId: 'nobody' })).toMatchObject({ status: 404, body: { error: 'unknown_till' } })
    const { open, challenge } = await prepared()
    expect(await open(await challenge(), undefined, 'nobody')).toMatchObject({ status: 404 })
  })

  test('says how far HQ’s copy of the journal reaches', async () => {
    const till = await enrolWireTill(hq)
    till.commit('sale', wireSale())
    const { body } = await till.push()
    const row = await hq.hq.db.selectFrom('journal_ends').selectAll().where('till_id', '=', till.tillId).executeTakeFirstOrThrow()
    expect(body.ack).toMatchObject({ seq: row.durable_seq, hash: row.durable_hash.toString('hex') })
    expect(await durableEnd(hq.hq.db, till.tillId)).toEqual({ epoch: 1, seq: 1, hash: body.ack.hash })
  })

  test('of a revoked till says so, and its old token loses its rights at once', async () => {
    const till = await enrolWireTill(hq)
    expect((await till.call('GET', '/v1/feed?incarnation=1&position=0&limit=1')).status).toBe(200)
    expect(await revokeTill(hq.hq, till.tillId)).toBe(true)
    expect(await revokeTill(hq.hq, till.tillId)).toBe(false)
    expect(await till.call('GET', '/v1/feed?incarnation=1&position=0')).toMatchObject({ status: 403, body: { error: 'revoked' } })
  })

  test('ends: a token that is old, of another HQ, or made up is nobody’s', async () => {
    const till = await enrolWireTill(hq)
    const ask = () => till.call('GET', '/v1/feed?incarnation=1&position=0&limit=1')
    const [facts = '', mac = ''] = till.token.split('.')
    const forged = Buffer.from(JSON.stringify({ tillId: till.tillId, expiresAtMs: 9e15 })).toString('base64url')
    for (const token of ['', 'x', `${facts}.`, `${forged}.${mac}`, `${facts}.${mac.slice(0, -2)}AA`]) {
      till.token = token
      expect(await ask()).toMatchObject({ status: 401, body: { error: 'unauthorized' } })
    }
    till.token = `${facts}.${mac}`
    expect((await ask()).status).toBe(200)
    hq.clock.advance(TOKEN_MS)
    expect((await ask()).status).toBe(401)
  })
})
