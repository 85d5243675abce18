import type { Timers } from '../sync/timers.ts'
import { Answers } from './answers.ts'
import { drawerPulse, escposBytes, statusQuery } from './escpos.ts'
import type { PrinterLine, PrinterTransport } from './printer-line.ts'
import type { PrinterSetting } from '../../contract/printer-setting.ts'
import {
  decodeStatus,
  isPaperByte,
  isStatusByte,
  paperByteSaysOut,
  type PrinterProblem,
  type PrinterStatus,
  type StatusBytes,
} from './printer-status.ts'

/** What became of a document. */
export type PrintOutcome =
  /** `confirmed`: the printer itself said that it is done. */
  | { readonly kind: 'printed'; readonly confirmed: boolean; readonly missing: readonly string[] }
  /** Nothing was sent. */
  | { readonly kind: 'not-started'; readonly problem: PrinterProblem }
  /** Some of it may be on paper: what comes next of it is a reprint. */
  | { readonly kind: 'interrupted'; readonly problem: PrinterProblem }

/** Real-time status is answered at once, even in the middle of printing. */
const STATUS_MS_MAX = 500
/** The longest receipt takes less than this to print; meanwhile the printer is asked whether it still can. */
const PRINT_MS_MAX = 20_000
const ASK_EVERY_MS = 1000

/** One ESC/POS printer. It is opened for each act, so that a printer may be switched off and exchanged at any time. */
export class Printer {
  readonly #transport: PrinterTransport
  readonly #setting: PrinterSetting
  readonly #timers: Timers

  constructor(transport: PrinterTransport, setting: PrinterSetting, timers: Timers) {
    this.#transport = transport
    this.#setting = setting
    this.#timers = timers
  }

  /** Prints a receiptline document. Never throws: every way of failing is an outcome. */
  async print(document: string): Promise<PrintOutcome> {
    const { bytes, missing } = escposBytes(document, this.#setting)
    const progress = { sending: false }
    try {
      return await this.#withLine(async (line, answers) => {
        const before = await this.#status(line, answers)
        if (before.problem !== null) return { kind: 'not-started', problem: before.problem } as const
        progress.sending = true
        await line.write(bytes)
        return await this.#outcome(line, answers, missing)
      })
    } catch (cause) {
      return { kind: progress.sending ? 'interrupted' : 'not-started', problem: unreachable(cause) }
    }
  }

  /** What the printer says of itself now. */
  async status(): Promise<PrinterStatus> {
    try {
      return await this.#withLine((line, answers) => this.#status(line, answers))
    } catch (cause) {
      return { problem: unreachable(cause), paperNearEnd: false, drawerPinHigh: false }
    }
  }

  /** Opens the drawer now; never later, when nobody stands before it. Null: done. */
  async openDrawer(): Promise<PrinterProblem | null> {
    const { drawer } = this.#setting
    if (drawer === null) return { kind: 'unreachable', detail: 'no drawer is set up' }
    try {
      return await this.#withLine(async (line) => {
        await line.write(drawerPulse(drawer))
        return null
      })
    } catch (cause) {
      return unreachable(cause)
    }
  }

  async #withLine<T>(work: (line: PrinterLine, answers: Answers) => Promise<T>): Promise<T> {
    const line = await this.#transport.open()
    try {
      const answers = new Answers(this.#timers)
      line.onBytes((bytes) => answers.add(bytes))
      return await work(line, answers)
    } finally {
      await line.close().catch(() => undefined)
    }
  }

  async #status(line: PrinterLine, answers: Answers): Promise<PrinterStatus> {
    if (!this.#setting.answers) return { problem: null, paperNearEnd: false, drawerPinHigh: false }
    answers.drop(isStatusByte)
    const bytes: (number | null)[] = []
    for (const n of [1, 2, 3, 4] as const) {
      await line.write(statusQuery(n))
      bytes.push(await answers.take(isStatusByte, STATUS_MS_MAX))
      if (bytes[0] === null) break // it will not answer the others either
    }
    const [printer = null, offline = null, error = null, paper = null] = bytes
    const answered: StatusBytes = [printer, offline, error, paper]
    return decodeStatus(answered)
  }

  /** The document ends in GS r, which is answered when everything before it is on paper. */
  async #outcome(line: PrinterLine, answers: Answers, missing: readonly string[]): Promise<PrintOutcome> {
    if (!this.#setting.answers) return { kind: 'printed', confirmed: false, missing }
    for (let waitedMs = 0; waitedMs < PRINT_MS_MAX; waitedMs += ASK_EVERY_MS) {
      const paper = await answers.take(isPaperByte, ASK_EVERY_MS)
      if (paper !== null && paperByteSaysOut(paper)) return { kind: 'interrupted', problem: { kind: 'paper-out' } }
      const now = await this.#status(line, answers)
      if (now.problem !== null) return { kind: 'interrupted', problem: now.problem }
      if (paper !== null) return { kind: 'printed', confirmed: true, missing }
    }
    // Ready all the time, but no answer to GS r: a printer that does not know it.
    return { kind: 'printed', confirmed: false, missing }
  }
}

function unreachable(cause: unknown): PrinterProblem {
  return { kind: 'unreachable', detail: cause instanceof Error ? cause.message : String(cause) }
}
