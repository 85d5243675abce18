import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readEvent } from '../../../src/journal/event.ts'
import { insertAck } from '../../../src/till/db/acks.ts'
import { readBatch, readEventAt } from '../../../src/till/db/journal.ts'
import { readNewestEpoch } from '../../../src/till/db/epochs.ts'
import type { TillFiles } from '../../../src/till/db/till-files.ts'
import { uuidV7Ids } from '../../../src/till/ids.ts'
import { makeTill, runTill, type TestTill } from '../../support/till.ts'

let folder: string
let till: TestTill

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillpoint-epochs-'))
})
afterEach(async () => {
  await till.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const setting = (machineId = 'here') => ({ dataDir: join(folder, 'till'), engine: { markerDir: join(folder, 'state'), machineId, ids: uuidV7Ids() } })
const RICE = '6941000137010'

async function sell(): Promise<void> {
  await till.scan(RICE)
  const { saleId } = await till.must('sale.pay', {})
  await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 100_000 }] })
  await till.must('sale.next', {})
}
const kindsOf = (files: TillFiles, epoch: number): string[] => readBatch(files.ledger, { epoch, seq: 0 }, { eventsMax: 100, bytesMax: 1e6 }).map(({ kind }) => kind)
const warnings = async (): Promise<readonly string[]> => (await till.must('till.hello', {})).status.warnings

test('a till that is only started again goes on in its epoch', async () => {
  till = await makeTill(setting())
  await sell()
  await till.restart()
  await sell()
  await till.betweenRuns((files) => expect(kindsOf(files, 1)).toEqual(['sale', 'sale']))
  expect(await warnings()).not.toContain('new-epoch')
})

test('a data folder put back from a copy goes on in a new epoch, without the basket of then, and says so until HQ has heard', async () => {
  till = await makeTill(setting())
  await sell()
  await till.scan(RICE)
  await till.close()
  cpSync(till.dataDir, join(folder, 'copy'), { recursive: true })
  till = await runTill(setting())
  await till.must('basket.clear', {})
  await sell()
  await till.close()
  rmSync(till.dataDir, { recursive: true })
  cpSync(join(folder, 'copy'), till.dataDir, { recursive: true })

  till = await runTill(setting())
  expect((await till.desk()).lines).toEqual([])
  expect(await warnings()).toContain('new-epoch')
  await sell()
  await till.betweenRuns((files) => {
    expect(kindsOf(files, 1)).toEqual(['sale'])
    expect(kindsOf(files, 2)).toEqual(['epoch-opened', 'sale'])
    const opened = readEventAt(files.ledger, { epoch: 2, seq: 1 })
    if (opened === null) throw new Error('not opened')
    expect(readEvent(opened.bytes)).toMatchObject({ event: { body: { cause: 'marker-ahead', previousEpoch: 1, previousSeq: 1 } } })
    files.ledger.write((tx) => insertAck(tx, { epoch: 2, seq: 1, hash: opened.hash, signature: new Uint8Array(64), hqAtMs: 1 }))
  })
  expect(await warnings()).not.toContain('new-epoch')
})

test('a data folder that wakes up on another machine goes on in a new epoch', async () => {
  till = await makeTill(setting())
  await sell()
  await till.close()
  till = await runTill(setting('there'))
  await till.betweenRuns((files) => {
    expect(readNewestEpoch(files.ledger)).toMatchObject({ epoch: 2, machineId: 'there' })
    expect(kindsOf(files, 2)).toEqual(['epoch-opened'])
  })
})
