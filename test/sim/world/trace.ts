import { createHash } from 'node:crypto'

/** All that happened, in order: two runs of one seed must come to the same hash. */
export class Trace {
  readonly #hash = createHash('sha256')
  readonly #nowMs: () => number
  readonly #tell: ((line: string) => void) | null
  #lines = 0

  /** @param tell hears every line; null: nobody */
  constructor(nowMs: () => number, tell: ((line: string) => void) | null) {
    this.#nowMs = nowMs
    this.#tell = tell
  }

  note(line: string): void {
    const whole = `${this.#nowMs()} ${line}`
    this.#hash.update(`${whole}\n`)
    this.#lines += 1
    this.#tell?.(whole)
  }

  lines(): number {
    return this.#lines
  }

  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
