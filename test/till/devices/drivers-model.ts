import type { DriverEvent, DriverRequest, DriversPort, FoundDevice } from '../../../src/till/devices/driver-messages.ts'
import type { Timers } from '../../../src/till/sync/timers.ts'

/** The engine's end of a line to drivers that the test plays. */
export class DriversModel implements DriversPort {
  found: readonly FoundDevice[] = []
  readonly requests: DriverRequest[] = []
  readonly #listeners = new Set<(event: DriverEvent) => void>()

  send(request: DriverRequest): void {
    this.requests.push(request)
    if (request.kind === 'list') this.tell({ kind: 'listed', requestId: request.requestId, devices: this.found })
  }
  onEvent(listener: (event: DriverEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
  tell(event: DriverEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
  sent(kind: DriverRequest['kind']): readonly DriverRequest[] {
    return this.requests.filter((request) => request.kind === kind)
  }
}

/** A clock and timers that go on when the test says so. */
export class TimeModel implements Timers {
  nowMs = 0
  #timers: { readonly dueMs: number; readonly run: () => void }[] = []

  after(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.nowMs + delayMs, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }
  /** Lets time pass, running what falls due in its order. */
  pass(ms: number): void {
    const endMs = this.nowMs + ms
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.dueMs <= endMs).toSorted((a, b) => a.dueMs - b.dueMs)
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.nowMs = Math.max(this.nowMs, next.dueMs)
      next.run()
    }
    this.nowMs = endMs
  }
}
