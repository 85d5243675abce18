import type { Clock } from './clock.ts'
import { putTrustedTime, readTrustedTime, type TrustedTimeMarks } from './db/trusted-time.ts'
import type { LedgerRead, LedgerWrite } from './db/sqlite-file.ts'

/**
 * Trusted time (R11): HQ's time at the last contact + the monotonic clock of the same boot; else the later of the
 * high-water mark and the wall clock + the offset last seen. It never goes back while the engine runs, and only HQ can
 * set it back at all.
 */
export type TrustedTime = {
  nowMs(): number
  /** The instant of a sale: trusted time, but later than every sale before it, so that (till, instant) names one sale. */
  saleMs(): number
  /** HQ told its time; `monotonicMs` is when its answer came. */
  heardFromHq(hqAtMs: number, monotonicMs: number): void
  /** The business date of a sale: it never goes back, whatever the clock does. */
  businessDate(dateByClock: string): string
  /** The wall clock is far from trusted time, or time rests on a wall clock that HQ has not confirmed for days. */
  isClockOff(): boolean
  lastHqAtMs(): number | null
  /** Remembers how far time has come; part of every commit. */
  keep(tx: LedgerWrite): void
}

/** A wall clock further off than this is flagged; nothing is refused for it. */
export const CLOCK_OFF_MS = 5 * 60_000

const UNKNOWN: TrustedTimeMarks = {
  hqAtMs: null,
  hqMonotonicMs: null,
  hqBootId: null,
  wallOffsetMs: 0,
  highWaterMs: 0,
  businessDate: null,
}

/** Starts from what the ledger remembers. */
export function createTrustedTime(clock: Clock, ledger: LedgerRead): TrustedTime {
  let marks = readTrustedTime(ledger) ?? UNKNOWN
  let last = Number.MIN_SAFE_INTEGER
  const byHq = (): number | null => {
    if (marks.hqAtMs === null || marks.hqMonotonicMs === null || marks.hqBootId !== clock.bootId) return null
    return marks.hqAtMs + Math.max(0, clock.monotonicMs() - marks.hqMonotonicMs)
  }
  const nowMs = (): number => {
    const candidate = byHq() ?? Math.max(marks.highWaterMs, clock.wallMs() + marks.wallOffsetMs)
    return (last = Math.max(last, candidate))
  }
  return {
    nowMs,
    saleMs: () => (last = Math.max(nowMs(), last + 1, marks.highWaterMs + 1)),
    heardFromHq(hqAtMs, monotonicMs) {
      const sinceMs = Math.max(0, clock.monotonicMs() - monotonicMs)
      const hqNowMs = hqAtMs + sinceMs
      const wallOffsetMs = hqNowMs - clock.wallMs()
      // A clock that ran ahead before the first contact is put right here, once; small steps back are waited out.
      const wasAhead = Math.max(last, marks.highWaterMs) > hqNowMs + CLOCK_OFF_MS
      const highWaterMs = wasAhead ? hqNowMs : Math.max(marks.highWaterMs, hqNowMs)
      marks = { ...marks, hqAtMs, hqMonotonicMs: monotonicMs, hqBootId: clock.bootId, wallOffsetMs, highWaterMs }
      if (wasAhead) last = hqNowMs
    },
    businessDate(dateByClock) {
      const date = marks.businessDate !== null && marks.businessDate > dateByClock ? marks.businessDate : dateByClock
      marks = { ...marks, businessDate: date }
      return date
    },
    isClockOff: () => Math.abs(clock.wallMs() - nowMs()) > CLOCK_OFF_MS,
    lastHqAtMs: () => marks.hqAtMs,
    keep(tx) {
      marks = { ...marks, highWaterMs: Math.max(marks.highWaterMs, nowMs()) }
      putTrustedTime(tx, marks)
    },
  }
}
