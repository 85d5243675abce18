import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeskState } from '../../src/contract/desk-state.ts'
import { businessDateOf } from '../../src/domain/business-date.ts'
import { inSpendingOrder, isUsable, takeFrom } from '../../src/domain/lots.ts'
import { NO_COUNTER, type Counter } from '../../src/till/counter.ts'
import { readProduct } from '../../src/till/db/mirror/products.ts'
import { openTillFiles, type TillFiles } from '../../src/till/db/till-files.ts'
import { basketItem } from '../../src/till/devices/product-lookup.ts'
import { ensureFirstEpoch } from '../../src/till/first-epoch.ts'
import { readMemberFacts } from '../../src/till/members/member-facts.ts'
import { createMemberVault } from '../../src/till/members/member-vault.ts'
import type { LeaseAnswer, LeaseQuestion } from '../../src/till/points-lender.ts'
import { createRulesInForce } from '../../src/till/rules.ts'
import type { DiskTrouble } from '../../src/till/sale/basket-store.ts'
import type { ReturnDesk } from '../../src/till/return/return-desk.ts'
import { SaleDesk } from '../../src/till/sale/sale-desk.ts'
import { createTrustedTime } from '../../src/till/trusted-time.ts'
import { makeReturnDesk } from './return-desk.ts'
import { testClock, testIds, type TestClock } from './test-clock.ts'
import { fillMirror, regionKey, sampleShop, type Shop } from './till-shop.ts'

/** A sale desk on real files that the test holds too: for what an engine keeps to itself. */
export type TestDesk = {
  readonly desk: SaleDesk
  readonly returns: ReturnDesk
  readonly files: TillFiles
  readonly clock: TestClock
  readonly troubles: (DiskTrouble | null)[]
  /** Puts a piece (or so many thousandths) of a product into the basket. */
  add(sku: string, quantityMilli?: number): DeskState
  /** Presses Pay; gives what is to pay. */
  pay(): Promise<number>
  /** Saves the open sale, paid in cash. */
  commitCash(tenderedMinor: number): ReturnType<SaleDesk['commit']>
  dispose(): void
}
export type DeskSetting = {
  readonly shop?: Shop
  readonly online?: boolean
  readonly cashStepMinor?: number
  readonly counter?: Counter
  readonly lend?: (question: LeaseQuestion) => LeaseAnswer
}

export function makeDesk(setting: DeskSetting = {}): TestDesk {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillpoint-desk-'))
  const clock = testClock()
  const files = openTillFiles({ dataDir, pid: process.pid, nowMs: clock.wallMs() })
  const { ledger } = files
  ensureFirstEpoch(ledger, clock.wallMs())
  fillMirror(files.mirror(), setting.shop ?? sampleShop(), clock.wallMs())
  const troubles: (DiskTrouble | null)[] = []
  /** As HQ does: from her usable lots, soonest expiry first. */
  const lendAll = ({ memberId, wantedPoints }: LeaseQuestion): LeaseAnswer => {
    const lots = readMemberFacts(ledger, files.mirror(), memberId, shanghaiDate(clock.wallMs()))?.lots ?? []
    const usable = inSpendingOrder(lots.map((lot) => ({ ref: lot.lotId, id: lot.lotId, ...lot }))).filter((lot) => isUsable(lot, clock.wallMs()))
    const { takes, short } = takeFrom(usable, wantedPoints)
    return {
      kind: 'granted',
      grantedPoints: wantedPoints - short,
      lots: takes.map(({ lot, points }) => ({ lotId: lot.ref, points, expiresAtMs: lot.expiresAtMs })),
    }
  }
  const time = createTrustedTime(clock, ledger)
  const returns = makeReturnDesk({ files, clock, desk: { refresh: () => desk.refresh() } }, setting.counter)
  const desk: SaleDesk = new SaleDesk({
    ...{ ledger, clock, tillId: 'till-1', tillNumber: 2, storeId: 's1' },
    mirror: () => files.mirror(),
    vault: createMemberVault(regionKey),
    rules: createRulesInForce(() => files.mirror(), (problem) => {
      throw new Error(problem)
    }),
    time,
    ids: testIds(),
    counter: setting.counter ?? NO_COUNTER,
    exchanges: returns,
    lender: { askLease: (question) => Promise.resolve((setting.lend ?? lendAll)(question)) },
    cashierId: () => 'p01',
    cashStepMinor: () => setting.cashStepMinor ?? 1,
    isOnline: () => setting.online ?? true,
    onDisk: (trouble) => void troubles.push(trouble),
    onUnreadable: (saleId) => {
      throw new Error(`the basket of ${saleId} cannot be read`)
    },
    onChange: () => undefined,
    keepSaved: (tx) => time.keep(tx),
    onBooked: () => undefined,
  })
  return {
    ...{ desk, returns, files, clock, troubles },
    add(sku, quantityMilli = 1000) {
      const product = readProduct(files.mirror(), sku)
      if (product === null) throw new Error(`no product ${sku}`)
      const answer = desk.addItem(basketItem(product, quantityMilli))
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.output
    },
    async pay() {
      const answer = await desk.pay()
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.output.phase.kind === 'paying' ? answer.output.phase.payMinor : Number.NaN
    },
    commitCash: (tenderedMinor) => desk.commit(desk.state().saleId, [{ kind: 'cash', tenderedMinor }]),
    dispose() {
      files.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The business date of the sample programme's zone. */
export function shanghaiDate(atMs: number): string {
  return businessDateOf(atMs, { timeZone: 'Asia/Shanghai', businessDayStart: '00:00' })
}
