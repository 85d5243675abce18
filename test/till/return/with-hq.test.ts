import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveCall, type Input, type Output } from '../../../src/contract/serve.ts'
import type { CallName } from '../../../src/contract/till-calls.ts'
import { systemClock as hqClock } from '../../../src/hq/clock.ts'
import { makeEnrolCode } from '../../../src/hq/enrol.ts'
import { issueCoupons } from '../../../src/hq/registry/coupons.ts'
import { publishProgramme } from '../../../src/hq/registry/programmes.ts'
import { systemClock } from '../../../src/till/clock.ts'
import { openSqliteFile } from '../../../src/till/db/sqlite-file.ts'
import { ledgerPath, ledgerProfile } from '../../../src/till/db/till-files.ts'
import { startEngine } from '../../../src/till/engine.ts'
import type { Engine } from '../../../src/till/engine-options.ts'
import { uuidV7Ids } from '../../../src/till/ids.ts'
import { verifyLedger } from '../../../src/till/verify/verify-ledger.ts'
import { startTestHq, type TestHq } from '../../support/hq.ts'
import { openKeyStore } from '../../support/till.ts'

/** Two real tills and a real HQ: what one sold the other takes back. */
let hq: TestHq
let folder: string
const tills: { readonly engine: Engine; readonly dataDir: string }[] = []
const harbour = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../resources/programmes/harbour-club.json'), 'utf8')) as Record<string, unknown>

async function startTill(name: string): Promise<Engine> {
  const code = await makeEnrolCode(hq.hq, 's1')
  const dataDir = path.join(folder, name)
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const engine = await startEngine({ dataDir, clock: systemClock(), ids: uuidV7Ids(), keyStore: openKeyStore, drivers: null, hq: { url: hq.url, enrolCode: code?.code ?? '' }, log: silent })
  tills.push({ engine, dataDir })
  return engine
}

async function must<N extends CallName>(engine: Engine, name: N, input: Input<N>): Promise<Output<N>> {
  const answer = await serveCall({ kind: 'call', id: 1, name, input }, engine.handlers, (cause) => {
    throw cause
  })
  const reply = answer?.kind === 'reply' ? (answer.reply as { ok: true; output: Output<N> } | { ok: false; error: unknown }) : null
  if (reply?.ok !== true) throw new Error(`${name}: ${JSON.stringify(reply)}`)
  return reply.output
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-two-'))
  hq = await startTestHq({ clock: hqClock })
  const published = await publishProgramme(hq.hq, harbour, 'test')
  expect(published.kind).toBe('published')
}, 60_000)
afterAll(async () => {
  for (const { engine } of tills) await engine.close()
  await hq.close()
  rmSync(folder, { recursive: true, force: true })
})

const scan = (engine: Engine, text: string) => must(engine, 'scan.submit', { source: 'wedge', text })

test('a sale with points and a coupon is replayed without a difference, and comes back at the other till', async () => {
  const [a, b] = [await startTill('a'), await startTill('b')]
  await must(a, 'sync.now', {})
  const member = await hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', 'm1001').executeTakeFirstOrThrow()
  const coupon = await issueCoupons(hq.hq, { coupon: 'ten-off', count: 1, memberId: 'm1001', person: 'test' })
  const code = coupon.kind === 'issued' ? (coupon.codes[0] ?? '') : ''
  await must(a, 'sync.now', {})
  const found = await must(a, 'member.find', { query: 'cxm' })
  await must(a, 'member.attach', { memberId: found.candidates.find((each) => each.memberId === 'm1001')?.memberId ?? '', foundBy: 'name' })
  for (const sku of ['RICE-NE-10', 'BUN']) await must(a, 'basket.add', { sku, quantityMilli: 2000 })
  expect((await scan(a, code)).outcome).toMatchObject({ kind: 'coupon-added' })
  await must(a, 'sale.redeem', { redeemPoints: 100 })
  const { saleId, phase } = await must(a, 'sale.pay', {})
  const payMinor = phase.kind === 'paying' ? phase.payMinor : 0
  const { sale } = await must(a, 'sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: payMinor }] })
  expect(sale).toMatchObject({ pointsUsed: 100 })
  await must(a, 'sync.now', {})
  const outcome = await hq.hq.db.selectFrom('event_outcomes').select(['outcome', 'detail']).execute()
  expect(outcome).toEqual([{ outcome: 'applied', detail: null }])
  expect(await hq.hq.db.selectFrom('replay_differences').selectAll().execute()).toEqual([])

  await must(b, 'sync.now', {})
  const shown = await must(b, 'return.find', { receiptCode: sale.receiptCode })
  expect(shown).toMatchObject({ saleId, source: 'hq', returns: [] })
  const asked = { saleId, reason: 'change-of-mind' as const, lines: shown.lines.map(({ line, returnableMilli }) => ({ line, quantityMilli: returnableMilli })) }
  const quote = await must(b, 'return.quote', asked)
  expect(quote).toMatchObject({ refundMinor: payMinor, pointsBack: 100, pointsClawedBack: sale.earnPoints, wholeSale: true })
  await must(b, 'return.commit', { ...asked, returnId: uuidV7Ids().next(), refundMinor: quote.refundMinor, pointsClawedBack: quote.pointsClawedBack })
  await must(b, 'sync.now', {})
  const after = await hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', 'm1001').executeTakeFirstOrThrow()
  expect(after).toMatchObject({ balance_points: member.balance_points, debt_points: 0, purchases: member.purchases, qualifying: member.qualifying })
  expect(await hq.hq.db.selectFrom('coupons').select('uses_left').where('code', '=', code).execute()).toEqual([{ uses_left: 1 }])
  expect(await hq.hq.db.selectFrom('replay_differences').selectAll().execute()).toEqual([])
  // The first till hears of it from HQ: nothing is left to return.
  expect((await must(a, 'return.find', { receiptCode: sale.receiptCode })).lines.map((line) => line.returnableMilli)).toEqual([0, 0])

  for (const { dataDir } of tills) {
    const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(dataDir), readonly: true })
    expect([...verifyLedger(ledger, { events: 0, sales: 0, returns: 0, programmes: 0 })]).toEqual([])
    ledger.close()
  }
}, 60_000)
