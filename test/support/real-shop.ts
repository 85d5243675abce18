import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SavedSale } from '../../src/contract/desk-state.ts'
import type { SavedReturn } from '../../src/contract/return-view.ts'
import { serveCall, type Input, type Output, type Reply } from '../../src/contract/serve.ts'
import type { CallName } from '../../src/contract/till-calls.ts'
import { systemClock as hqClock } from '../../src/hq/clock.ts'
import { makeEnrolCode } from '../../src/hq/enrol.ts'
import { issueCoupons } from '../../src/hq/registry/coupons.ts'
import { publishProgramme } from '../../src/hq/registry/programmes.ts'
import { systemClock } from '../../src/till/clock.ts'
import { startEngine } from '../../src/till/engine.ts'
import type { Engine } from '../../src/till/engine-options.ts'
import { uuidV7Ids } from '../../src/till/ids.ts'
import { startTestHq, type TestHq } from './hq.ts'
import { openKeyStore } from './till.ts'

/** A real till's engine with its files, enrolled at a real HQ; calls go through the contract as a page's do. */
export type ShopTill = {
  readonly name: string
  readonly dataDir: string
  readonly engine: Engine
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>
  must<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
  /** Rings up and takes exact cash, and sends it to HQ. */
  sell(basket: BasketOf): Promise<SavedSale>
  /** Takes goods of a sale back, and sends that to HQ. @param lines all that is returnable, unless given */
  takeBack(sale: SavedSale, lines?: readonly { readonly line: number; readonly quantityMilli: number }[]): Promise<SavedReturn>
}
export type BasketOf = {
  readonly goods: readonly (readonly [sku: string, quantityMilli: number])[]
  readonly memberId?: string
  readonly redeemPoints?: number
  readonly storedValueMinor?: number
  readonly coupon?: string
}
export type RealShop = {
  readonly folder: string
  readonly hq: TestHq
  openTill(name: string): Promise<ShopTill>
  /** A coupon of the Harbour Club for a member, from HQ. */
  couponFor(memberId: string): Promise<string>
  close(): Promise<void>
}

const harbourClub = path.resolve(import.meta.dirname, '../../resources/programmes/harbour-club.json')

export type RealShopOptions = {
  /** Another database than one of the test run's. */
  readonly databaseUrl?: string
  /** What tills and HQ write into their logs. */
  readonly hear?: (who: string, line: string) => void
}

/** A real HQ with the sample shop and the Harbour Club, by real clocks; tills are opened as they are asked for. */
export async function openRealShop({ databaseUrl, hear = () => undefined }: RealShopOptions = {}): Promise<RealShop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-real-shop-'))
  const hq = await startTestHq({ clock: hqClock, log: logTo('HQ', hear), ...(databaseUrl === undefined ? {} : { databaseUrl }) })
  const published = await publishProgramme(hq.hq, JSON.parse(readFileSync(harbourClub, 'utf8')) as Record<string, unknown>, 'test')
  if (published.kind !== 'published') throw new Error(JSON.stringify(published))
  const tills: ShopTill[] = []
  return {
    folder,
    hq,
    async openTill(name) {
      const till = await startTill(name, path.join(folder, name), hq, logTo(name, hear))
      tills.push(till)
      return till
    },
    async couponFor(memberId) {
      const issued = await issueCoupons(hq.hq, { coupon: 'ten-off', count: 1, memberId, person: 'test' })
      if (issued.kind !== 'issued') throw new Error(JSON.stringify(issued))
      return issued.codes[0] ?? ''
    },
    async close() {
      for (const { engine } of tills) await engine.close()
      await hq.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type AnyLog = Readonly<Record<'info' | 'warn' | 'error', (message: string, facts?: unknown) => void>>

function logTo(who: string, hear: (who: string, line: string) => void): AnyLog {
  const note = (message: string, facts?: unknown): void => hear(who, `${message} ${facts instanceof Error ? (facts.stack ?? '') : JSON.stringify(facts)}`)
  return { info: note, warn: note, error: note }
}

async function startTill(name: string, dataDir: string, hq: TestHq, log: AnyLog): Promise<ShopTill> {
  const code = await makeEnrolCode(hq.hq, 's1')
  const ids = uuidV7Ids()
  const engine = await startEngine({ dataDir, clock: systemClock(), ids, keyStore: openKeyStore, drivers: null, hq: { url: hq.url, enrolCode: code?.code ?? '' }, log })
  const call = async <N extends CallName>(callName: N, input: Input<N>): Promise<Reply<N>> => {
    const answer = await serveCall({ kind: 'call', id: 1, name: callName, input }, engine.handlers, (cause) => {
      throw cause
    })
    if (answer?.kind !== 'reply') throw new Error(`${callName}: no reply`)
    return answer.reply as Reply<N>
  }
  const must = async <N extends CallName>(callName: N, input: Input<N>): Promise<Output<N>> => {
    const reply = await call(callName, input)
    if (reply.ok) return reply.output
    throw new Error(`${callName}: ${JSON.stringify(reply.error)}`)
  }
  await must('sync.now', {})
  return {
    ...{ name, dataDir, engine, call, must },
    sell: (basket) => sell(must, basket),
    async takeBack(sale, lines) {
      const found = await must('return.find', { receiptCode: sale.receiptCode })
      const all = found.lines.filter((line) => line.returnableMilli > 0).map(({ line, returnableMilli }) => ({ line, quantityMilli: returnableMilli }))
      const asked = { saleId: sale.saleId, reason: 'change-of-mind' as const, lines: [...(lines ?? all)] }
      const { refundMinor, pointsClawedBack } = await must('return.quote', asked)
      const saved = await must('return.commit', { ...asked, returnId: ids.next(), refundMinor, pointsClawedBack })
      await must('sync.now', {})
      return saved
    },
  }
}

async function sell(must: ShopTill['must'], { goods, memberId, redeemPoints, storedValueMinor, coupon }: BasketOf): Promise<SavedSale> {
  if (memberId !== undefined) await must('member.attach', { memberId, foundBy: 'phone' })
  for (const [sku, quantityMilli] of goods) await must('basket.add', { sku, quantityMilli })
  if (coupon !== undefined) await must('coupon.add', { code: coupon })
  if (redeemPoints !== undefined) await must('sale.redeem', { redeemPoints })
  if (storedValueMinor !== undefined) await must('sale.storedValue', { storedValueMinor })
  const { saleId, phase } = await must('sale.pay', {})
  const payMinor = phase.kind === 'paying' ? phase.payMinor : 0
  const { sale } = await must('sale.commit', { saleId, tenders: payMinor === 0 ? [] : [{ kind: 'cash', tenderedMinor: payMinor }] })
  await must('sale.next', {})
  await must('sync.now', {})
  return sale
}
