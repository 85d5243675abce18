import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectCommand } from '../../src/cli/inspect.ts'
import { verifyCommand } from '../../src/cli/verify.ts'
import { ackSigningBytes } from '../../src/journal/ack.ts'
import { hexOf } from '../../src/journal/codec.ts'
import { sessionAnswerSigningBytes } from '../../src/journal/session.ts'
import { makeSigningPair, signer, verify } from '../../src/till/crypto.ts'
import { insertAck } from '../../src/till/db/acks.ts'
import { putCheckpoint } from '../../src/till/db/checkpoints.ts'
import { readLastEvent } from '../../src/till/db/journal.ts'
import { RETENTION_MS } from '../../src/till/db/migrations/0120-retention.ts'
import { ledgerPath, type TillFiles } from '../../src/till/db/till-files.ts'
import { pruneJournal } from '../../src/till/sync/prune.ts'
import { readTill } from '../recount/till-file.ts'
import { makeTill, type TestTill } from '../support/till.ts'

const hq = makeSigningPair()
const CARD = '8800001001079196'
const RICE = '6941000137010'
const ids = (n: number): string => `0192f001-0000-7000-8000-${String(n).padStart(12, '0')}`
let till: TestTill
let receipts: string[]

async function sell(): Promise<string> {
  await till.must('sale.next', {})
  await till.scan(CARD)
  till.clock.advance(1000)
  await till.scan(RICE)
  const { saleId, phase } = await till.must('sale.pay', {})
  const { sale } = await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: phase.kind === 'paying' ? phase.payMinor : 0 }] })
  return sale.receiptCode
}

async function takeBack(receiptCode: string, returnId: string): Promise<void> {
  const { saleId } = await till.must('return.find', { receiptCode })
  const asked = { saleId, reason: 'defect' as const, lines: [{ line: 0, quantityMilli: 1000 }] }
  const { refundMinor, pointsClawedBack } = await till.must('return.quote', asked)
  await till.must('return.commit', { ...asked, returnId, refundMinor, pointsClawedBack })
}

/** HQ has acked all of it, and says 36 days later that it still holds it. */
function acknowledgeAll({ ledger }: TillFiles): void {
  const last = readLastEvent(ledger, 1)
  if (last === null) throw new Error('nothing was sold')
  const sign = signer(hq.privateKey)
  const place = { epoch: 1, seq: last.seq }
  const acked = { tillId: 'till-1', ...place, hash: hexOf(last.hash), hqAtMs: 1_000 }
  const said = { tillId: 'till-1', nonce: 'n', hqAtMs: 2_000 + RETENTION_MS, incarnation: 1, durable: { ...place, hash: hexOf(last.hash) } }
  ledger.write((tx) => {
    insertAck(tx, { ...place, hash: last.hash, hqAtMs: 1_000, signature: sign(ackSigningBytes(acked)) })
    putCheckpoint(tx, { ...place, hash: last.hash, incarnation: 1, nonce: 'n', hqAtMs: said.hqAtMs, signature: sign(sessionAnswerSigningBytes(said)) })
  })
}

async function verified(): Promise<[number, string[]]> {
  const lines: string[] = []
  await till.close()
  const code = await verifyCommand(['--data', till.dataDir], (line) => void lines.push(line), () => undefined)
  await till.restart()
  return [code, lines]
}

beforeAll(async () => {
  till = await makeTill({ identity: { hqPublicKey: hq.publicKey } })
  receipts = [await sell(), await sell(), await sell()]
  await takeBack(receipts[0] ?? '', ids(1))
  await till.betweenRuns((files) => {
    acknowledgeAll(files)
    expect(pruneJournal({ ledger: files.ledger, tillId: 'till-1', hqPublicKey: hq.publicKey, verify })).toBe(true)
    expect(files.ledger.get('SELECT count(*) AS kept FROM journal WHERE length(bytes) > 0')).toEqual({ kept: 0 })
  })
})
afterAll(() => till.dispose())

test('a pruned journal is verified: hashes, sums, and each sale computed again from its rows', async () => {
  expect(await verified()).toEqual([0, []])
  const lines: string[] = []
  expect(await inspectCommand(['--data', till.dataDir], (line) => void lines.push(line), () => undefined)).toBe(0)
  expect(lines.join('\n')).toContain('4 events, chain whole')
})

test('a sale without its event is still taken back here, and that is verified; the recount finds all of it', async () => {
  await takeBack(receipts[1] ?? '', ids(2))
  expect(await verified()).toEqual([0, []])
  await till.betweenRuns(() => {
    const counted = readTill('a', till.dataDir)
    expect([counted.sales.length, counted.returns.length]).toEqual([3, 2])
    expect([...counted.problems, ...[...counted.sales, ...counted.returns].flatMap((each) => each.problems)]).toEqual([])
  })
})

test('what was changed in a pruned sale is found, and so are bytes that nobody vouched for', async () => {
  const change = (sql: string): void => {
    const file = new Database(ledgerPath(till.dataDir))
    file.exec(sql)
    file.close()
  }
  await till.betweenRuns(() => change(`DROP TRIGGER sales_no_update; UPDATE sales SET result_json = replace(result_json, '"dueMinor":', '"dueMinor":1') WHERE sale_id = (SELECT sale_id FROM sales ORDER BY seq LIMIT 1)`))
  const [code, found] = await verified()
  expect([code, found.length > 0 && found.join('').includes('result_json')]).toEqual([1, true])
  await till.betweenRuns(() => change(`DROP TRIGGER checkpoints_no_update; UPDATE checkpoints SET signature = zeroblob(64)`))
  expect((await verified())[1].join('\n')).toContain('HQ has not vouched for it')
})
