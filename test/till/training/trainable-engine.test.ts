import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DeskState, TillStatus } from '../../../src/contract/desk-state.ts'
import { serveCall, type Input, type Output } from '../../../src/contract/serve.ts'
import type { CallName } from '../../../src/contract/till-calls.ts'
import type { Engine } from '../../../src/till/engine-options.ts'
import { startTrainableEngine } from '../../../src/till/training/trainable-engine.ts'
import { testClock, testIds } from '../../support/test-clock.ts'
import { openKeyStore, prepareTill } from '../../support/till.ts'
import { testLine } from '../../support/till-line.ts'

let dataDir: string
let engine: Engine
const clock = testClock()
const desks: DeskState[] = []
const statuses: TillStatus[] = []

async function must<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
  const answer = await serveCall({ kind: 'call', id: 1, name, input }, engine.handlers, (cause) => {
    throw cause
  })
  const reply = answer?.kind === 'reply' ? (answer.reply as { ok: true; output: Output<N> } | { ok: false; error: { code: string } }) : null
  if (reply?.ok !== true) throw new Error(`${name}: ${reply?.error.code ?? 'no reply'}`)
  return reply.output
}
async function sell(): Promise<string> {
  clock.advance(1000)
  await must('basket.add', { sku: 'TEA-1', quantityMilli: 1000 })
  const { saleId, phase } = await must('sale.pay', {})
  await must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: phase.kind === 'paying' ? phase.payMinor : 0 }] })
  await must('sale.next', {})
  return saleId
}
const wordsOf = (svg: string): string => svg.replace(/<[^>]*>/g, '').replaceAll('&#xa0;', ' ')
const savedIds = async (): Promise<string[]> => (await must('sale.recent', { limit: 10 })).sales.map((sale) => sale.saleId)

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tillpoint-practice-'))
  await prepareTill(dataDir, { clock })
  engine = await startTrainableEngine({ dataDir, clock, ids: testIds(), keyStore: openKeyStore, drivers: null, hq: null, log: { info: () => undefined, warn: () => undefined, error: () => undefined } }, testLine(true).startSync)
  desks.length = 0
  statuses.length = 0
  engine.on('desk.changed', (desk) => desks.push(desk))
  engine.on('status.changed', (status) => statuses.push(status))
})
afterEach(async () => {
  await engine.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('practice has its own ledger, marks screen and paper, and leaves the till as it was', async () => {
  const real = await sell()
  expect(await must('training.start', {})).toMatchObject({ training: true, sync: { queuedEvents: 0 } })
  expect(await savedIds()).toEqual([])
  const practised = await sell()
  expect(await savedIds()).toEqual([practised])
  const { svg } = await must('receipt.preview', { saleId: practised, locale: 'en' })
  expect(wordsOf(svg).match(/PRACTICE, NOT A RECEIPT/g)).toHaveLength(2)
  expect(await must('training.stop', {})).toMatchObject({ training: false })
  expect(await savedIds()).toEqual([real])
  expect(wordsOf((await must('receipt.preview', { saleId: real, locale: 'en' })).svg)).not.toContain('PRACTICE')
  expect(readFileSync(join(dataDir, 'ledger.db')).includes(practised)).toBe(false)
})

test('the page hears one till at a time, and never takes the one it comes back to for stale', async () => {
  await sell()
  await must('training.start', {})
  expect(statuses.at(-1)?.training).toBe(true)
  await sell()
  const inPractice = desks.at(-1)?.revision ?? 0
  clock.advance(1000)
  await must('training.stop', {})
  expect(statuses.at(-1)?.training).toBe(false)
  expect(desks.at(-1)?.revision).toBeGreaterThan(inPractice)
  const heard = desks.length
  await must('basket.add', { sku: 'TEA-1', quantityMilli: 1000 })
  expect(desks.length).toBe(heard + 1)
})

test('begins with nothing of the last practice, not from an open sale, and not inside practice', async () => {
  await must('basket.add', { sku: 'TEA-1', quantityMilli: 1000 })
  await expect(must('training.start', {})).rejects.toThrow('basket_open')
  await must('basket.clear', {})
  await must('training.start', {})
  await sell()
  await expect(must('training.start', {})).rejects.toThrow()
  await must('training.stop', {})
  await expect(must('training.stop', {})).rejects.toThrow('no_training')
  await must('training.start', {})
  expect(await savedIds()).toEqual([])
})
