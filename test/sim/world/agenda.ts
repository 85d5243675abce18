import { settle } from './work.ts'

/** Simulated time: what will happen when. One thing happens at a time, and runs to rest before the next. */
export class Agenda {
  #nowMs: number
  #order = 0
  #waiting: { readonly atMs: number; readonly order: number; readonly run: () => void }[] = []

  /** After each thing that happened has come to rest. */
  onRest: () => void = () => undefined

  constructor(startMs: number) {
    this.#nowMs = startMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  /** @returns takes it back */
  after(delayMs: number, run: () => void): () => void {
    const entry = { atMs: this.#nowMs + Math.max(0, Math.ceil(delayMs)), order: (this.#order += 1), run }
    const place = this.#waiting.findIndex((other) => other.atMs > entry.atMs)
    this.#waiting.splice(place === -1 ? this.#waiting.length : place, 0, entry)
    return () => {
      const at = this.#waiting.indexOf(entry)
      if (at !== -1) this.#waiting.splice(at, 1)
    }
  }

  /** Lets time go on to `untilMs`, and everything that falls due in it happen, in order; ends early when `done`. */
  async runTo(untilMs: number, done: () => boolean = () => false): Promise<boolean> {
    await settle()
    for (;;) {
      if (done()) return true
      const next = this.#waiting[0]
      if (next === undefined || next.atMs > untilMs) break
      this.#waiting.shift()
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.run()
      await settle()
      this.onRest()
    }
    if (Number.isFinite(untilMs)) this.#nowMs = Math.max(this.#nowMs, untilMs)
    return done()
  }

  /** Lets time go on until a promise has come to its end, at most `limitMs` later, or until nobody waits for it. */
  async untilEnded<T>(promise: Promise<T>, limitMs: number, isOver: () => boolean = () => false): Promise<T> {
    let end: { readonly kind: 'value'; readonly value: T } | { readonly kind: 'error'; readonly cause: unknown } | null = null
    promise.then(
      (value) => (end = { kind: 'value', value }),
      (cause: unknown) => (end = { kind: 'error', cause }),
    )
    await this.runTo(this.#nowMs + limitMs, () => end !== null || isOver())
    const found = end as { readonly kind: 'value'; readonly value: T } | { readonly kind: 'error'; readonly cause: unknown } | null
    if (found === null) throw new Error(`nothing came of it in ${limitMs} simulated ms`)
    if (found.kind === 'error') throw found.cause
    return found.value
  }
}
