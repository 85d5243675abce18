import type { LeasedLot } from '../../src/till/db/leases.ts'
import type { LeaseAnswer, LeaseQuestion } from '../../src/till/points-lender.ts'
import type { Sync } from '../../src/till/sync-port.ts'
import type { SyncOptions } from '../../src/till/sync/sync.ts'
import { NO_COUNTER, type Counter } from '../../src/till/counter.ts'
import { noSync } from '../../src/till/no-sync.ts'

/** A line to HQ for tests of the till: online or not at will, lending what the test says. Nothing is pushed. */
export type TestLine = {
  /** What HQ answers when it is asked for points. */
  answer: (question: LeaseQuestion) => LeaseAnswer | Promise<LeaseAnswer>
  /** What HQ answers when it is asked about sales, coupons and value; without a line nothing. */
  counter: Counter
  /** Everything that HQ was asked. */
  readonly asked: LeaseQuestion[]
  readonly woken: { count: number }
  goOnline(): void
  goOffline(): void
  /** HQ told its time, acked, or changed the mirror. */
  tell(event: Parameters<SyncOptions['onEvent']>[0]): void
  readonly startSync: (options: SyncOptions) => Sync
}

/** HQ grants what is wanted from the lots given, in their order. */
export function grantFrom(lots: readonly LeasedLot[]): TestLine['answer'] {
  return ({ wantedPoints }) => {
    const granted: LeasedLot[] = []
    let left = wantedPoints
    for (const lot of lots) {
      const points = Math.min(lot.points, left)
      if (points > 0) granted.push({ ...lot, points })
      left -= points
    }
    return { kind: 'granted', grantedPoints: wantedPoints - left, lots: granted }
  }
}

/** @param online how it starts */
export function testLine(online: boolean): TestLine {
  let isOnline = online
  let options: SyncOptions | null = null
  const line: TestLine = {
    answer: ({ wantedPoints }) => ({
      kind: 'granted',
      grantedPoints: wantedPoints,
      lots: [{ lotId: 'lot-lent', points: wantedPoints, expiresAtMs: null }],
    }),
    counter: NO_COUNTER,
    asked: [],
    woken: { count: 0 },
    goOnline() {
      isOnline = true
      options?.onEvent({ kind: 'status' })
    },
    goOffline() {
      isOnline = false
      options?.onEvent({ kind: 'status' })
    },
    tell: (event) => options?.onEvent(event),
    startSync(given) {
      options = given
      const queue = noSync(given.ledger)
      return {
        askLease(question) {
          line.asked.push(question)
          return isOnline ? Promise.resolve(line.answer(question)) : Promise.resolve({ kind: 'offline' })
        },
        findSale: (question) => (isOnline ? line.counter : NO_COUNTER).findSale(question),
        lendReturn: (question) => (isOnline ? line.counter : NO_COUNTER).lendReturn(question),
        lendCoupon: (question) => (isOnline ? line.counter : NO_COUNTER).lendCoupon(question),
        lendGiftCard: (question) => (isOnline ? line.counter : NO_COUNTER).lendGiftCard(question),
        lendValue: (question) => (isOnline ? line.counter : NO_COUNTER).lendValue(question),
        status: () => ({ ...queue.status(), kind: isOnline ? 'online' : 'offline' }),
        wake: () => {
          line.woken.count += 1
        },
        now: () => Promise.resolve(),
        close: () => Promise.resolve(),
      }
    },
  }
  return line
}
