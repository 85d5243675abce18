import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messages, routes } from '../../src/contract/hq-wire.ts'
import { hqErrorStatus } from '../../src/contract/wire-errors.ts'
import { readEventBody, type WireSaleBody } from '../../src/contract/wire-event.ts'
import { feedChange, feedQuery } from '../../src/contract/wire-feed.ts'
import { BATCH_BYTES_MAX, BATCH_EVENTS_MAX, pushRequest } from '../../src/contract/wire-push.ts'
import { BATCH_LIMITS } from '../../src/journal/batch.ts'
import { EVENT_BYTES_MAX } from '../../src/journal/event.ts'
import * as wirePush from '../../src/contract/wire-push.ts'
import type { SaleBody } from '../../src/journal/sale-event.ts'
import { sampleSale } from '../support/sample-sale.ts'

const hash = 'ab'.repeat(32)
const signature = Buffer.alloc(64, 1).toString('base64')
const push = { v: 1, tillId: 't1', epoch: 1, firstSeq: 1, events: ['{}'], previousHash: hash, lastHash: hash, signature }

test('limits of contract and journal are the same', () => {
  expect({ eventsMax: BATCH_EVENTS_MAX, bytesMax: BATCH_BYTES_MAX }).toEqual(BATCH_LIMITS)
  expect(wirePush.EVENT_BYTES_MAX).toBe(EVENT_BYTES_MAX)
})

test('every error a route may answer with has a status', () => {
  for (const route of Object.values(routes)) for (const error of route.errors) expect(hqErrorStatus[error]).toBeGreaterThanOrEqual(400)
})

test('an honest push passes', () => {
  expect(pushRequest.safeParse(push).success).toBe(true)
  expect(pushRequest.safeParse({ ...push, ofANewerTill: 1 }).success).toBe(true)
})

test.each([
  ['v', 2],
  ['tillId', ''],
  ['tillId', 'x'.repeat(65)],
  ['epoch', 0],
  ['epoch', 1.5],
  ['firstSeq', -1],
  ['firstSeq', '1'],
  ['events', []],
  ['events', Array.from({ length: BATCH_EVENTS_MAX + 1 }, () => '{}')],
  ['events', [1]],
  ['events', ['x'.repeat(EVENT_BYTES_MAX + 1)]],
  ['previousHash', hash.toUpperCase()],
  ['lastHash', hash.slice(1)],
  ['signature', signature.slice(4)],
  ['signature', signature.replace('AQ', '_-')],
])('a push with %s %j is refused by path', (field, wrong) => {
  const parsed = pushRequest.safeParse({ ...push, [field]: wrong })
  expect(parsed.error?.issues[0]?.path[0]).toBe(field)
})

test('nothing that comes over the wire makes a schema throw', () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom(...Object.values(messages)), (raw, { request, answer }) => {
      request.safeParse(raw)
      answer.safeParse(raw)
      feedChange.safeParse(raw)
    }),
  )
})

test('a feed query is read from text, with a default and a limit', () => {
  expect(feedQuery.parse({ incarnation: '1', position: '0' })).toEqual({ incarnation: 1, position: 0, limit: 1000 })
  expect(feedQuery.safeParse({ incarnation: '1', position: '0', limit: '1001' }).success).toBe(false)
  expect(feedQuery.safeParse({ incarnation: '1', position: 'x' }).success).toBe(false)
})

test('a tombstone and a row', () => {
  expect(feedChange.safeParse({ position: 1, kind: 'member', id: 'm1', row: null }).success).toBe(true)
  expect(feedChange.safeParse({ position: 1, kind: 'store', id: 's1', row: { storeId: 's1' } }).success).toBe(false)
})

test('the body of a sale passes, unknown fields are kept', () => {
  const body = { ...sampleSale(), newerField: { deep: [1] } }
  expect(readEventBody('sale', body)).toEqual({ kind: 'sale', body })
})

test('type of the journal and schema of the contract describe one sale', () => {
  // Compiles only while they do.
  const asWritten: SaleBody = sampleSale()
  const asRead: WireSaleBody = structuredClone(asWritten) as WireSaleBody
  const back: SaleBody = asRead
  expect(back).toEqual(asWritten)
})

const sale = sampleSale()
test.each<[string, unknown, string]>([
  ['entries', [{ asset: 'points', account: 'member/m1', delta: 1 }], 'entries'],
  ['memberId', 7, 'memberId'],
  ['programmeHash', 'x', 'programmeHash'],
  ['result', { ...sale.result, earnPoints: 1.5 }, 'result.earnPoints'],
  ['result', { ...sale.result, earnPoints: Number.MAX_SAFE_INTEGER + 1 }, 'result.earnPoints'],
  ['inputs', { ...sale.inputs, member: { ...sale.inputs.member, birthday: '1990-05-12' } }, 'inputs.member.birthday'],
  ['lotMovements', [{ lotId: 'l', deltaPoints: 0, earnedAtMs: null, availableAtMs: null, expiresAtMs: null, grace: false }], 'lotMovements.0.deltaPoints'],
  ['tenders', [{ kind: 'gold', paidMinor: 1, tenderedMinor: 1, changeMinor: 0, reference: null }], 'tenders.0.kind'],
])('a sale with a wrong %s is named by its path', (field, wrong, path) => {
  expect(readEventBody('sale', { ...sale, [field]: wrong })).toMatchObject({ kind: 'invalid', path })
})

test('points may not move without a member; unknown kinds are told apart from wrong ones', () => {
  expect(readEventBody('sale', { ...sale, memberId: null })).toMatchObject({ kind: 'invalid' })
  expect(readEventBody('sale-of-2030', {})).toEqual({ kind: 'unknown_kind' })
  expect(readEventBody('toString', {})).toEqual({ kind: 'unknown_kind' })
  expect(readEventBody('sale', null)).toMatchObject({ kind: 'invalid', path: '' })
  expect(readEventBody('lease-returned', { leaseId: 'l', memberId: 'm', points: 3 })).toMatchObject({ kind: 'lease-returned' })
})
