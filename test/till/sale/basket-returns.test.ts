import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDesk } from '../../support/desk.ts'
import { NOW_MS, testClock } from '../../support/test-clock.ts'
import { programmeChange, sampleShop } from '../../support/till-shop.ts'
import { applyFeedPage } from '../../../src/till/db/mirror/feed.ts'
import { putBasket, readBasket } from '../../../src/till/db/basket.ts'
import { readLease } from '../../../src/till/db/leases.ts'
import { readBatch } from '../../../src/till/db/journal.ts'
import { prepareTill, runTill, type TestTill } from '../../support/till.ts'

let dataDir: string
let till: TestTill | null = null
/** None may outlive a test that fails. */
const children: ChildProcess[] = []
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'tillpoint-kill-'))))
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await till?.close()
  till = null
  rmSync(dataDir, { recursive: true, force: true })
})

/** A till in a process of its own, driven line by line. */
class TillProcess {
  readonly #child: ChildProcess
  readonly #answers: AsyncIterator<string>

  constructor(folder: string) {
    this.#child = spawn(process.execPath, [new URL('../../support/till-process.ts', import.meta.url).pathname, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(this.#child)
    if (this.#child.stdout === null) throw new Error('no output')
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  async call(name: string, input: unknown): Promise<{ ok: boolean; output: Record<string, unknown> }> {
    this.#child.stdin?.write(`${JSON.stringify({ name, input })}\n`)
    const answer = await this.#answers.next()
    return JSON.parse(String(answer.value)) as { ok: boolean; output: Record<string, unknown> }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }
}

const scan = (text: string) => ['scan.submit', { source: 'wedge', text }] as const

describe('after kill -9 of the engine', () => {
  it('the open basket is back: lines, member, points asked for, under the same id', async () => {
    await prepareTill(dataDir)
    const child = new TillProcess(dataDir)
    for (const text of ['8800001001079196', '6941000137010', '6941000274029']) await child.call(...scan(text))
    const { output } = await child.call('sale.redeem', { redeemPoints: 300 })
    await child.kill()
    till = await runTill({ dataDir, clock: testClock(NOW_MS + 1000) })
    const desk = await till.desk()
    expect(desk).toMatchObject({ saleId: output['saleId'], redeemPoints: 300, phase: { kind: 'selling' }, member: { memberId: 'm1', foundBy: 'card' } })
    expect(desk.lines.map((line) => line.sku)).toEqual(['RICE-10', 'TEA-1'])
    expect(desk.revision).toBeGreaterThan(Number(output['revision']))
  })

  it('in the middle of paying the same totals are back, and the sale is saved once', async () => {
    await prepareTill(dataDir)
    const child = new TillProcess(dataDir)
    for (const text of ['8800001001079196', '6941000137010']) await child.call(...scan(text))
    await child.call('sale.redeem', { redeemPoints: 300 })
    const paid = await child.call('sale.pay', {})
    await child.kill()
    till = await runTill({ dataDir })
    const desk = await till.desk()
    expect(desk.phase).toEqual(paid.output['phase'])
    const tenders = [{ kind: 'cash' as const, tenderedMinor: 7000 }]
    const { sale } = await till.must('sale.commit', { saleId: desk.saleId, tenders })
    expect(sale).toMatchObject({ pointsUsed: 300, paidMinor: 6230 })
    expect((await till.must('sale.commit', { saleId: desk.saleId, tenders })).sale).toEqual(sale)
  })

  it('after "saved" there is no basket, and a repeated commit answers with the first result', async () => {
    await prepareTill(dataDir)
    const child = new TillProcess(dataDir)
    await child.call(...scan('6941000137010'))
    const { output } = await child.call('sale.pay', {})
    const request = { saleId: String(output['saleId']), tenders: [{ kind: 'cash' as const, tenderedMinor: 7000 }] }
    const saved = await child.call('sale.commit', request)
    await child.kill()
    till = await runTill({ dataDir })
    expect(await till.desk()).toMatchObject({ lines: [], phase: { kind: 'selling' }, saleNumber: 2 })
    expect((await till.must('sale.commit', request)).sale).toEqual(saved.output['sale'])
    expect((await till.must('sale.recent', { limit: 10 })).sales).toHaveLength(1)
  })
})

describe('after a restart', () => {
  const paying = async (): Promise<string> => {
    await prepareTill(dataDir)
    till = await runTill({ dataDir })
    await till.scan('6941000137010')
    return (await till.must('sale.pay', {})).saleId
  }

  it('under other rules a sale that was being paid goes back to selling: totals are never changed silently', async () => {
    await paying()
    await till?.betweenRuns((files) => {
      const change = programmeChange({ ...sampleShop().programme, version: 4 })
      applyFeedPage(files.mirror(), { incarnation: 1, position: 300, included: null, changes: [change] })
    })
    expect(await till?.desk()).toMatchObject({ phase: { kind: 'selling' } })
  })

  it('a lease whose basket is gone is given back', async () => {
    await prepareTill(dataDir)
    till = await runTill({ dataDir })
    await till.scan('8800001001079196')
    await till.scan('6941000137010')
    await till.must('sale.redeem', { redeemPoints: 100 })
    const { saleId } = await till.must('sale.pay', {})
    await till.betweenRuns((files) => files.ledger.write((tx) => tx.run('DELETE FROM basket')))
    await till.betweenRuns((files) => {
      expect(readLease(files.ledger, saleId)?.state).toBe('returning')
      expect(readBatch(files.ledger, { epoch: 1, seq: 0 }, { eventsMax: 9, bytesMax: 1e6 }).map((event) => event.kind)).toEqual(['lease-returned'])
    })
  })

  it('a basket that this program cannot read is told in the log, and a new one begun', async () => {
    await paying()
    await till?.betweenRuns((files) => {
      const row = readBasket(files.ledger)
      if (row !== null) files.ledger.write((tx) => putBasket(tx, { ...row, stateJson: '{"lines":7}' }))
    })
    expect(await till?.desk()).toMatchObject({ lines: [], phase: { kind: 'selling' } })
    expect(till?.logs.some((line) => line.level === 'error' && line.message.includes('cannot be read'))).toBe(true)
  })
})

describe('new rules', () => {
  it('wait for the next sale', async () => {
    const test = makeDesk()
    const version = (): unknown => {
      const { quote } = test.add('TEA-1')
      return quote.kind === 'quoted' ? quote.programme.version : quote.kind
    }
    try {
      expect(version()).toBe(3)
      const change = programmeChange({ ...sampleShop().programme, version: 4 })
      applyFeedPage(test.files.mirror(), { incarnation: 1, position: 300, included: null, changes: [change] })
      test.desk.refresh()
      expect(version()).toBe(3)
      test.commitCash(await test.pay())
      test.desk.next()
      expect(version()).toBe(4)
    } finally {
      test.dispose()
    }
  })
})
