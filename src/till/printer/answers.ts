import type { Timers } from '../sync/timers.ts'

/** More than a printer says before it is asked. */
const KEPT_MAX = 256

/** What a printer has said and nobody has taken yet. Answers of different commands may come in any order. */
export class Answers {
  readonly #timers: Timers
  #bytes: number[] = []
  #wake: () => void = () => undefined

  constructor(timers: Timers) {
    this.#timers = timers
  }

  add(bytes: Uint8Array): void {
    this.#bytes = [...this.#bytes, ...bytes].slice(-KEPT_MAX)
    this.#wake()
  }

  /** Forgets answers that came too late for the question they belong to. */
  drop(fits: (byte: number) => boolean): void {
    this.#bytes = this.#bytes.filter((byte) => !fits(byte))
  }

  /** Takes the first byte that fits, waiting for it at most so long; null: none came. */
  async take(fits: (byte: number) => boolean, waitMs: number): Promise<number | null> {
    const wait = { late: false }
    const cancel = this.#timers.after(waitMs, () => {
      wait.late = true
      this.#wake()
    })
    try {
      for (;;) {
        const index = this.#bytes.findIndex(fits)
        if (index >= 0) return this.#bytes.splice(index, 1)[0] ?? null
        if (wait.late) return null
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      cancel()
    }
  }
}
