import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEnrolCode } from '../../src/hq/enrol.ts'
import { revokeTill } from '../../src/hq/session.ts'
import { readLastEvent } from '../../src/till/db/journal.ts'
import { isAcked } from '../../src/till/db/acks.ts'
import { readOutcome } from '../../src/till/db/outcomes.ts'
import { readSkuOfBarcode } from '../../src/till/db/mirror/barcodes.ts'
import { readCursor } from '../../src/till/db/mirror/cursor.ts'
import { readMember } from '../../src/till/db/mirror/members.ts'
import { startSyncTill, type SyncTill } from '../support/sync/sync-till.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { wireSale } from '../support/wire-sale.ts'

/** The till's own sync against the real HQ: what each promises, the other understands. */

let hq: TestHq
let till: SyncTill
beforeAll(async () => {
  hq = await startTestHq()
  till = await startSyncTill({ hqUrl: () => hq.url, code: (await makeEnrolCode(hq.hq, 's1'))?.code ?? '' })
})
afterAll(async () => {
  await till.close()
  await hq.close()
})
const outcome = (seq: number): string | undefined => readOutcome(till.files.ledger, { epoch: 1, seq })?.outcome
const balance = async (memberId: string): Promise<number> => (await hq.hq.db.selectFrom('members').select('balance_points').where('member_id', '=', memberId).executeTakeFirstOrThrow()).balance_points

test('after enrolling the till holds the sample shop', async () => {
  await till.untilAsked('members', () => readMember(till.files.mirror(), 'm1064') !== null)
  expect(readMember(till.files.mirror(), 'm1001')).toMatchObject({ balancePoints: 4538, tier: 'gold' })
  expect(readSkuOfBarcode(till.files.mirror(), '06941000137010')).toBe('RICE-NE-10')
})

test('a sale is acknowledged, applied, and comes back as the member’s new balance with the till’s own mark', async () => {
  const seq = till.commit(wireSale({ memberId: 'm1003', earnPoints: 12, newLotId: 'with-till-1' }))
  await till.untilAsked('outcome', () => outcome(seq) !== undefined)
  expect(outcome(seq)).toBe('applied')
  expect(isAcked(till.files.ledger, { epoch: 1, seq })).toBe(true)
  await till.untilAsked('balance', () => readMember(till.files.mirror(), 'm1003')?.balancePoints === 1305)
  expect(await balance('m1003')).toBe(1305)
  expect(readCursor(till.files.mirror())).toMatchObject({ included: { epoch: 1, seq } })
  // The next question shows that the ack is known: then the points are free.
  await till.untilAsked('confirmed', () => readMember(till.files.mirror(), 'm1003')?.unconfirmedPoints === 0)
})

test('points are lent, lot by lot', async () => {
  const lent = await till.sync.askLease({ leaseId: 'with-till-sale', memberId: 'm1001', wantedPoints: 300 })
  expect(lent).toMatchObject({ kind: 'granted', grantedPoints: 300, lots: [{ lotId: 'm1001-1', points: 260 }, { lotId: 'm1001-2', points: 40 }] })
  expect(await till.sync.askLease({ leaseId: 'with-till-blocked', memberId: 'm1005', wantedPoints: 1 })).toEqual({ kind: 'rejected', rejected: 'member_blocked' })
})

test('what was sold while HQ was away arrives in order once it is back, each sale once', async () => {
  const { databaseUrl, clock } = hq
  await hq.close()
  const seqs = Array.from({ length: 30 }, (_, at) => till.commit(wireSale({ memberId: 'm1012', earnPoints: 1, newLotId: `away-${at}` })))
  hq = { ...(await startTestHq({ databaseUrl, clock, sample: false })) }
  await till.untilAsked('all acked', () => seqs.every((seq) => outcome(seq) !== undefined))
  expect(new Set(seqs.map(outcome))).toEqual(new Set(['applied']))
  const { count } = await hq.hq.db.selectFrom('sales').select((e) => e.fn.countAll<number>().as('count')).where('member_id', '=', 'm1012').executeTakeFirstOrThrow()
  expect(count).toBe(30)
  expect(readLastEvent(till.files.ledger, 1)?.seq).toBe(seqs.at(-1))
})

test('a revoked till still brings its sales and pulls nothing more', async () => {
  await revokeTill(hq.hq, till.identity.tillId)
  const position = readCursor(till.files.mirror())?.position
  const seq = till.commit(wireSale({ dueMinor: 4200 }))
  await till.untilAsked('acked', () => isAcked(till.files.ledger, { epoch: 1, seq }))
  expect(readCursor(till.files.mirror())?.position).toBe(position)
})
