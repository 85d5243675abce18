import { expect, test } from 'vitest'
import { ackHolds, ackSigningBytes, signAck } from '../../src/journal/ack.ts'
import { batchSigningBytes } from '../../src/journal/batch.ts'
import { textOf } from '../../src/journal/codec.ts'
import { sessionAnswerSigningBytes, sessionSigningBytes } from '../../src/journal/session.ts'
import * as hqCrypto from '../../src/hq/crypto.ts'
import { makeSigningPair, signer, verify } from '../../src/till/crypto.ts'

const facts = { tillId: 't', epoch: 1, seq: 2, hash: 'ab', hqAtMs: 5 }

test('an ack holds for exactly its own facts and key', () => {
  const pair = makeSigningPair()
  const ack = signAck(signer(pair.privateKey), facts)
  expect(ackHolds(verify, pair.publicKey, ack)).toBe(true)
  expect(ackHolds(verify, makeSigningPair().publicKey, ack)).toBe(false)
  for (const changed of [{ tillId: 'u' }, { epoch: 2 }, { seq: 3 }, { hash: 'ac' }, { hqAtMs: 6 }, { signature: 'AAAA' }, { signature: 'no' }]) {
    expect(ackHolds(verify, pair.publicKey, { ...ack, ...changed })).toBe(false)
  }
})

test('no signature can be shown as one of another purpose', () => {
  const purposes = [
    ackSigningBytes(facts),
    batchSigningBytes({ tillId: 't', epoch: 1, firstSeq: 1, count: 1, previousHash: '', lastHash: '' }),
    sessionSigningBytes({ tillId: 't', nonce: 'n' }),
    sessionAnswerSigningBytes({ tillId: 't', nonce: 'n', hqAtMs: 1, incarnation: 1, durable: null }),
  ].map((bytes) => textOf(bytes)?.split('\n')[0])
  expect(new Set(purposes).size).toBe(purposes.length)
})

test("what the till signs HQ's crypto verifies, and the other way round", () => {
  const bytes = sessionSigningBytes({ tillId: 't', nonce: 'n' })
  const pair = makeSigningPair()
  expect(hqCrypto.verify(pair.publicKey, bytes, signer(pair.privateKey)(bytes))).toBe(true)
  expect(verify(pair.publicKey, bytes, hqCrypto.signer(pair.privateKey)(bytes))).toBe(true)
  expect(verify(new Uint8Array(3), bytes, new Uint8Array(64))).toBe(false)
  expect(verify(pair.publicKey, bytes, new Uint8Array(3))).toBe(false)
})
