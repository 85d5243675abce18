import { deletePinTries, putPinTries, readLockedStaff, readPinTries } from '../db/pin-tries.ts'
import type { Ledger } from '../db/sqlite-file.ts'

export const WRONG_TRIES_MAX = 5
export const LOCKED_FOR_MS = 30 * 60_000
/** How often running time is taken off what is left; a kill costs the waiter at most this much. */
export const LOCK_TICK_MS = 5_000

/**
 * Wrong PINs: five in a row lock this person out of this till for thirty minutes of its running time. It lives in the
 * ledger and counts by the till's own ticks, so neither a restart nor a kill nor any clock shortens it. A sleeping
 * machine does not tick.
 */
export class PinLock {
  readonly #ledger: Ledger
  readonly #monotonicMs: () => number
  #tickedAtMs: number

  constructor(ledger: Ledger, monotonicMs: () => number) {
    this.#ledger = ledger
    this.#monotonicMs = monotonicMs
    this.#tickedAtMs = monotonicMs()
  }

  /** 0: she may try. */
  lockedForMs(staffId: string): number {
    return readPinTries(this.#ledger, staffId)?.lockedForMs ?? 0
  }

  /**
   * Notes a try before its PIN is looked at: a till that is killed meanwhile has counted it.
   * @returns whether it may be looked at
   */
  begin(staffId: string): boolean {
    this.tick()
    return this.#ledger.write((tx) => {
      const { wrongTries, lockedForMs } = readPinTries(tx, staffId) ?? { wrongTries: 0, lockedForMs: 0 }
      if (lockedForMs > 0) return false
      const tries = wrongTries + 1
      putPinTries(tx, { staffId, wrongTries: tries % WRONG_TRIES_MAX, lockedForMs: tries >= WRONG_TRIES_MAX ? LOCKED_FOR_MS : 0 })
      return true
    })
  }

  /** The PIN was right: all is forgiven, the lock of a fifth try that was right too. */
  succeeded(staffId: string): void {
    this.#ledger.write((tx) => deletePinTries(tx, staffId))
  }

  /** Takes the time that ran since the last tick off every lock. Never more than two ticks at once: it was asleep then. */
  tick(): void {
    const nowMs = this.#monotonicMs()
    const ranMs = Math.max(0, Math.min(nowMs - this.#tickedAtMs, 2 * LOCK_TICK_MS))
    if (ranMs === 0) return
    this.#tickedAtMs = nowMs
    const locked = readLockedStaff(this.#ledger)
    if (locked.length === 0) return
    this.#ledger.write((tx) => {
      for (const tries of locked) putPinTries(tx, { ...tries, lockedForMs: Math.max(0, tries.lockedForMs - ranMs) })
    })
  }
}
