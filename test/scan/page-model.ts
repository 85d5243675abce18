import {
  createBurstDetector,
  type BurstSettings,
  type KeyFact,
  type KeyVerdict,
  type WedgeScan,
} from '../../src/scan/wedge.ts'

/** A text field behind the detector, as a page treats it. `Process` keys put their letter into the field at once. */
export class PageModel {
  field = ''
  enters = 0
  tabs = 0
  readonly scans: WedgeScan[] = []
  /** Longest time for which a key that turned out to be a person's was kept from the field; milliseconds. */
  delayMsMax = 0
  typed = ''
  readonly #detector
  readonly #editable: boolean
  readonly #marks = new Map<number, string>()
  #wakeAtMs: number | null = null

  constructor(editable: boolean, settings: Partial<BurstSettings> = {}) {
    this.#editable = editable
    this.#detector = createBurstDetector(settings)
  }

  get texts(): readonly string[] {
    return this.scans.map((scan) => scan.text)
  }

  play(facts: readonly KeyFact[]): this {
    for (const fact of facts) {
      if (this.#wakeAtMs !== null && fact.atMs > this.#wakeAtMs)
        this.#follow(this.#detector.idle(this.#wakeAtMs), null, this.#wakeAtMs)
      this.#follow(this.#detector.key({ ...fact, editable: this.#editable }), fact, fact.atMs)
    }
    return this
  }

  /** Time goes on without a key. */
  rest(): this {
    if (this.#wakeAtMs !== null) this.#follow(this.#detector.idle(this.#wakeAtMs), null, this.#wakeAtMs)
    return this
  }

  #follow(verdict: KeyVerdict, fact: KeyFact | null, nowMs: number): void {
    if (verdict.restore !== null) this.field = this.#marks.get(verdict.restore) ?? this.field
    for (const key of verdict.replay) {
      this.delayMsMax = Math.max(this.delayMsMax, nowMs - key.atMs)
      this.#act(key)
    }
    if (verdict.scan !== null) this.scans.push(verdict.scan)
    if (verdict.mark !== null) this.#marks.set(verdict.mark, this.field)
    this.typed += verdict.typed
    const untouchable = fact?.key === 'Process'
    if (fact?.type === 'down' && (verdict.act === 'pass' || untouchable)) this.#act(fact)
    this.#wakeAtMs = verdict.wakeAtMs
  }

  #act(fact: KeyFact): void {
    if (fact.code === 'Enter') this.enters += 1
    else if (fact.key === 'Tab') this.tabs += 1
    else if (fact.key === 'Backspace') this.field = this.field.slice(0, -1)
    else if (fact.key === 'Process') this.field += '·'
    else if (fact.key.length === 1 && !fact.ctrl && !fact.alt) this.field += fact.key
  }
}
