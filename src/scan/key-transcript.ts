import { suffixOf } from './burst-keys.ts'
import { textScan, type DeviceScan } from './device-scan.ts'
import { createBurstDetector, type BurstSettings, type KeyFact, type KeyVerdict } from './wedge.ts'

/** What a recording of keys was: scans, and between them the lines that a person typed. */
export type TranscriptPart =
  | { readonly kind: 'scan'; readonly scan: DeviceScan }
  /** One line as it stood when Enter, Tab, a scan or the end came: what was taken back is not in it. */
  | { readonly kind: 'typed'; readonly text: string }

/** Reads a recording of keys in the order in which they came, with the detector that the page uses. */
export class KeyTranscript {
  readonly #detector
  #line = ''

  constructor(settings: Partial<BurstSettings> = {}) {
    this.#detector = createBurstDetector(settings)
  }

  /** Takes one key event. */
  key(fact: KeyFact): readonly TranscriptPart[] {
    const verdict = this.#detector.key(fact)
    const parts = this.#take(verdict)
    if (fact.type !== 'down' || verdict.act === 'swallow') return parts
    if (suffixOf(fact) !== null && !fact.ctrl) return [...parts, ...this.#endLine()]
    if (fact.key === 'Backspace' || fact.code === 'Backspace') this.#line = [...this.#line].slice(0, -1).join('')
    return parts
  }

  /** The recording is over. */
  end(): readonly TranscriptPart[] {
    return [...this.#take(this.#detector.flush()), ...this.#endLine()]
  }

  #take(verdict: KeyVerdict): readonly TranscriptPart[] {
    this.#line += verdict.typed
    if (verdict.scan === null) return []
    const { text, atMs } = verdict.scan
    return [...this.#endLine(), { kind: 'scan', scan: textScan('wedge', text, atMs) }]
  }

  #endLine(): readonly TranscriptPart[] {
    const text = this.#line
    this.#line = ''
    return text === '' ? [] : [{ kind: 'typed', text }]
  }
}
