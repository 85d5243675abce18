import { businessDateOf } from '../../src/domain/business-date.ts'
import { ShiftDesk } from '../../src/till/shift/shift-desk.ts'
import type { TestDesk } from './desk.ts'
import { testIds } from './test-clock.ts'

/** A shift desk on the files of a sale desk. */
export function makeShiftDesk(till: TestDesk, queuedEvents: () => number = () => 0): ShiftDesk {
  const { clock, files } = till
  return new ShiftDesk({
    ...{ ledger: files.ledger, ids: testIds(0x50_0000), storeId: 's1', queuedEvents },
    stamp: () => ({
      ...{ tillId: 'till-1', committedAtMs: clock.wallMs(), monotonicMs: clock.monotonicMs(), bootId: clock.bootId },
      businessDate: businessDateOf(clock.wallMs(), { timeZone: 'Asia/Shanghai', businessDayStart: '00:00' }),
    }),
    keepTime: () => undefined,
    currency: () => 'CNY',
    nameOf: (staffId) => `name of ${staffId}`,
    onDisk: () => undefined,
    onBooked: () => undefined,
  })
}

/** So many minor units in notes and coins, largest first; what is below a jiao is left out. */
export function piecesOf(minor: number): { denominationMinor: number; pieces: number }[] {
  let left = minor
  return [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10].map((denominationMinor) => {
    const pieces = Math.floor(left / denominationMinor)
    left %= denominationMinor
    return { denominationMinor, pieces }
  })
}
