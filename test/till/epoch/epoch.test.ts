import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GENESIS_HASH, verifyChain } from '../../../src/journal/chain.ts'
import { readEvent } from '../../../src/journal/event.ts'
import { appendEvent, readHead } from '../../../src/till/append-event.ts'
import { sha256 } from '../../../src/till/crypto.ts'
import { putBasket, readBasket } from '../../../src/till/db/basket.ts'
import { insertEpoch } from '../../../src/till/db/epochs.ts'
import { readEventAt } from '../../../src/till/db/journal.ts'
import { grantLease, putAskedLease, readLease, setLeaseState } from '../../../src/till/db/leases.ts'
import { openTillFiles, type TillFiles } from '../../../src/till/db/till-files.ts'
import { createEpochMarker, type EpochMarker } from '../../../src/till/epoch/marker.ts'
import { findEpochCause, openEpoch } from '../../../src/till/epoch/open-epoch.ts'

let folder: string
let files: TillFiles
let marker: EpochMarker
const stamp = { tillId: 't1', committedAtMs: 5, monotonicMs: 1, bootId: 'b', businessDate: '2026-01-01' }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillpoint-epoch-'))
  files = openTillFiles({ dataDir: join(folder, 'till'), pid: process.pid, nowMs: 1 })
  marker = createEpochMarker(join(folder, 'state', 't1'))
  files.ledger.write((tx) => insertEpoch(tx, { epoch: 1, startedAtMs: 1, machineId: 'here', previousHash: GENESIS_HASH }))
})
afterEach(() => {
  files.close()
  rmSync(folder, { recursive: true })
})

const append = (id: string): void => files.ledger.write((tx) => appendEvent(tx, { ...stamp, id, kind: 'test', body: {} }, () => undefined))
const cause = (machineId = 'here') => findEpochCause(files.ledger, machineId, marker.read())
const open = (basket: 'drop' | 'keep' = 'drop', epochMin = 1): void =>
  files.ledger.write((tx) => openEpoch(tx, { stamp, eventId: 'opened', machineId: 'there', cause: 'other-machine', epochMin, basket }))

test('files that are what they were go on', () => {
  expect(cause()).toBeNull()
  append('e1')
  marker.write(readHead(files.ledger))
  expect(cause()).toBeNull()
  append('e2')
  // The marker is written after the commit: a crash between the two leaves it behind.
  expect(cause()).toBeNull()
})

test('another machine', () => {
  expect(cause('there')).toBe('other-machine')
})

test('a marker that is ahead: by events, by content, or by an epoch', () => {
  append('e1')
  const hash = readHead(files.ledger).hash
  marker.write({ epoch: 1, seq: 2, hash })
  expect(cause()).toBe('marker-ahead')
  marker.write({ epoch: 1, seq: 1, hash: hash.map((byte) => byte ^ 1) })
  expect(cause()).toBe('marker-ahead')
  marker.write({ epoch: 2, seq: 1, hash })
  expect(cause()).toBe('marker-ahead')
})

test('a marker that is gone, cut or nonsense tells nothing', () => {
  expect(marker.read()).toBeNull()
  append('e1')
  for (const text of ['', '1 2', '1 99 zz\n', `1 99 ${'a'.repeat(63)}\n`, '\u0000'.repeat(80)]) {
    marker.write(readHead(files.ledger))
    writeFileSync(join(folder, 'state', 't1'), text)
    expect(marker.read()).toBeNull()
    expect(cause()).toBeNull()
  }
})

test('a marker that cannot be written does not stop the till', () => {
  writeFileSync(join(folder, 'blocked'), '')
  expect(createEpochMarker(join(folder, 'blocked', 't1')).write(readHead(files.ledger))).toBe(false)
})

test('the new epoch names the end of the old one and goes on from its hash: one chain', () => {
  append('e1')
  append('e2')
  const before = readHead(files.ledger)
  open('drop', 7)
  append('e3')
  const first = readEventAt(files.ledger, { epoch: 7, seq: 1 })
  const second = readEventAt(files.ledger, { epoch: 7, seq: 2 })
  if (first === null || second === null) throw new Error('no event')
  expect(readEvent(first.bytes)).toMatchObject({
    event: { kind: 'epoch-opened', epoch: 7, seq: 1, body: { previousEpoch: 1, previousSeq: 2, previousHash: Buffer.from(before.hash).toString('hex'), cause: 'other-machine' } },
  })
  expect(verifyChain(sha256, before.hash, 1, [first, second]).kind).toBe('whole')
  expect(cause('there')).toBeNull()
})

test('what was lent before is in doubt and never spent; the basket of before is let go', () => {
  files.ledger.write((tx) => {
    for (const leaseId of ['asked', 'granted', 'spent']) putAskedLease(tx, { leaseId, memberId: 'm', wantedPoints: 5, askedAtMs: 1 })
    grantLease(tx, { leaseId: 'granted', grantedPoints: 5, lots: [] })
    setLeaseState(tx, 'spent', 'spent')
    putBasket(tx, { saleId: 'granted', stateJson: '{}', updatedAtMs: 1 })
  })
  open('keep')
  expect(readBasket(files.ledger)).not.toBeNull()
  expect(['asked', 'granted', 'spent'].map((leaseId) => readLease(files.ledger, leaseId)?.state)).toEqual(['in-doubt', 'in-doubt', 'spent'])
  files.ledger.write((tx) => openEpoch(tx, { stamp, eventId: 'opened-2', machineId: 'there', cause: 'marker-ahead', epochMin: 1, basket: 'drop' }))
  expect(readBasket(files.ledger)).toBeNull()
})

test('the marker is written over, and nothing of a longer line stays behind', () => {
  const hash = new Uint8Array(32).fill(7)
  marker.write({ epoch: 1, seq: 123_456_789_012_345, hash })
  marker.write({ epoch: 2, seq: 1, hash })
  expect(marker.read()).toEqual({ epoch: 2, seq: 1, hash })
})
