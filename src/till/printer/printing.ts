import type { DeviceState } from '../../contract/desk-state.ts'
import type { PrinterProblemName, PrinterView, PrintJobView, PrintQueued, PrintWhat } from '../../contract/print-calls.ts'
import { printerSetting, type PrinterSetting } from '../../contract/printer-setting.ts'
import type { DriversPort } from '../devices/driver-messages.ts'
import { wasPrintAsked, type PrintJobRow } from '../db/print-jobs.ts'
import { readRefunds, readReturn } from '../db/returns.ts'
import { readSale } from '../db/sales.ts'
import { putSetting, readSetting } from '../db/settings.ts'
import type { Ledger, LedgerWrite } from '../db/sqlite-file.ts'
import { readTenders } from '../db/tenders.ts'
import type { Timers } from '../sync/timers.ts'
import { escposBytes } from './escpos.ts'
import { printerOf } from './open-printer.ts'
import { PrintQueue, DONE_KEPT_MS } from './print-queue.ts'
import type { Printer } from './printer.ts'
import type { PrinterProblem } from './printer-status.ts'

export type PrintingDeps = {
  readonly ledger: Ledger
  /** Null: no serial ports here. */
  readonly drivers: DriversPort | null
  readonly timers: Timers
  /** Trusted time. */
  readonly nowMs: () => number
  /** The receiptline document; null: there is no such thing. */
  readonly render: (what: PrintWhat) => string | null
  readonly onChange: (view: PrinterView) => void
  readonly log: { warn(message: string): void; error(message: string): void }
}

/** What was just saved. */
type Saved = { readonly saleId: string } | { readonly returnId: string }

/** What the status bar says of printer and drawer. */
export type PrinterLook = { readonly printer: DeviceState; readonly drawer: DeviceState; readonly problem: PrinterProblemName | null; readonly waiting: number }

const SETTING = 'printer'
/** How often an idle printer is looked at: an open cover should be seen before the next receipt. */
const LOOK_EVERY_MS = 15_000

/** The till's printer and drawer: what is set, what waits, how it stands. Nothing here ever holds up a sale. */
export class Printing {
  readonly #deps: PrintingDeps
  readonly #queue: PrintQueue
  #setting: PrinterSetting | null
  #problem: PrinterProblem | null = null
  #paperNearEnd = false
  /** Noted in its transaction, seen to when that is done. */
  #saved: Saved | null = null
  #lookedAtMs: number | null = null
  /** A printer has one line: each act waits for the one before. */
  #turn: Promise<unknown> = Promise.resolve()
  #cancelLook: () => void = () => undefined
  #closed = false

  constructor(deps: PrintingDeps) {
    this.#deps = deps
    this.#setting = readPrinterSetting(deps.ledger)
    this.#queue = new PrintQueue({
      ...{ ledger: deps.ledger, render: deps.render, nowMs: deps.nowMs, timers: deps.timers },
      printer: () => (this.#setting === null ? null : { print: (document) => this.#act((printer) => printer.print(document)) }),
      onProblem: (problem) => this.#saw(problem),
      onMissing: (characters) => deps.log.warn(`the printer does not have: ${characters.join(' ')}`),
      onBug: (cause) => deps.log.error(`printing failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`),
    })
    this.#lookSoon(0)
  }

  get setting(): PrinterSetting | null {
    return this.#setting
  }

  /** Null: this till has no printer any more; what waits stays. */
  set(setting: PrinterSetting | null): PrinterView {
    this.#deps.ledger.write((tx) => putSetting(tx, SETTING, setting))
    this.#setting = setting
    this.#problem = null
    this.#lookedAtMs = null
    this.#paperNearEnd = false
    this.#lookSoon(0)
    this.#queue.retry()
    return this.#tell()
  }

  view(): PrinterView {
    return {
      setting: this.#setting,
      problem: this.#problem?.kind ?? null,
      problemDetail: this.#problem?.kind === 'unreachable' ? this.#problem.detail : '',
      paperNearEnd: this.#paperNearEnd,
      lookedAtMs: this.#lookedAtMs,
      waiting: this.#queue.waiting().map(jobView),
    }
  }

  look(): PrinterLook {
    const problem = this.#problem?.kind ?? null
    const printer: DeviceState = this.#setting === null ? 'absent' : problem === null ? 'ready' : 'trouble'
    // A drawer hangs on the printer's cable: it opens while paper is out, not while the printer cannot be reached.
    const isCut = problem === 'unreachable' || problem === 'no-answer'
    const drawer: DeviceState = (this.#setting?.drawer ?? null) === null ? 'absent' : isCut ? 'trouble' : 'ready'
    return { printer, drawer, problem, waiting: this.#setting === null ? 0 : this.#queue.waiting().length }
  }

  /** Queues what a person asks for. Null: there is no printer. */
  add(what: PrintWhat): PrintQueued | null {
    if (this.#setting === null) return null
    const reprint = this.#isReprint(what)
    const jobId = this.#queue.add(what, reprint)
    this.#tell()
    return { jobId, reprint }
  }

  /** Queues the receipt of what is just being saved, in that same transaction, where receipts print by themselves. */
  addSaved(tx: LedgerWrite, saved: Saved): void {
    this.#saved = saved
    if (this.#setting?.printsBySelf !== true) return
    const { locale } = this.#setting
    this.#queue.addIn(tx, 'saleId' in saved ? { kind: 'sale-receipt', saleId: saved.saleId, locale } : { kind: 'return-receipt', returnId: saved.returnId, locale })
  }

  /** Something was saved: the drawer, if cash goes in or out, then the paper. Answers before either has begun. */
  afterSaved(): void {
    const saved = this.#saved
    this.#saved = null
    if (this.#closed || this.#setting === null || saved === null) return
    if (this.#setting.drawer?.opensForCash === true && movesCash(this.#deps.ledger, saved)) {
      this.openDrawer().catch((cause: unknown) => this.#deps.log.error(`the drawer was not opened: ${String(cause)}`))
    }
    this.#queue.retry()
    this.#tell()
  }

  /** Opens the drawer now. Null: done. */
  async openDrawer(): Promise<PrinterProblem | null> {
    const problem = await this.#act((printer) => printer.openDrawer())
    if (problem !== null) this.#saw(problem)
    return problem
  }

  giveUp(jobId: number): boolean {
    const isGivenUp = this.#queue.giveUp(jobId)
    if (isGivenUp) this.#tell()
    return isGivenUp
  }

  /** Looks at the printer now, and goes on with what waits. */
  async lookNow(): Promise<PrinterView> {
    await this.#look()
    this.#queue.retry()
    return this.view()
  }

  close(): void {
    this.#closed = true
    this.#cancelLook()
    this.#queue.close()
  }

  #isReprint(what: PrintWhat): boolean {
    if (what.kind !== 'sale-receipt' && what.kind !== 'return-receipt') return false
    const receipt = what.kind === 'sale-receipt' ? { saleId: what.saleId } : { returnId: what.returnId }
    return wasPrintAsked(this.#deps.ledger, receipt) || isOlderThanMemory(receipt, this.#deps)
  }

  #act<T>(work: (printer: Printer) => Promise<T>): Promise<T> {
    const { drivers, timers } = this.#deps
    const run = (): Promise<T> => {
      if (this.#setting === null) return Promise.reject(new Error('the printer was taken away'))
      return work(printerOf(this.#setting, drivers, timers))
    }
    const acted = this.#turn.then(run, run)
    this.#turn = acted.catch(() => undefined)
    return acted
  }

  #lookSoon(delayMs: number): void {
    this.#cancelLook()
    if (this.#closed || this.#setting === null) return
    this.#cancelLook = this.#deps.timers.after(delayMs, () => {
      this.#look().catch((cause: unknown) => this.#deps.log.error(`looking at the printer failed: ${String(cause)}`))
    })
  }

  async #look(): Promise<void> {
    if (this.#setting === null || this.#closed) return
    const status = await this.#act((printer) => printer.status())
    this.#paperNearEnd = status.paperNearEnd
    this.#saw(status.problem)
    this.#lookSoon(LOOK_EVERY_MS)
  }

  #saw(problem: PrinterProblem | null): void {
    if (this.#closed || this.#setting === null) return
    this.#problem = problem
    this.#lookedAtMs = this.#deps.nowMs()
    this.#tell()
  }

  #tell(): PrinterView {
    const view = this.view()
    if (!this.#closed) this.#deps.onChange(view)
    return view
  }
}

/** Null: none is set, or what is stored is not a printer of this version. */
function readPrinterSetting(ledger: Ledger): PrinterSetting | null {
  const parsed = printerSetting.safeParse(readSetting(ledger, SETTING))
  return parsed.success ? parsed.data : null
}

function movesCash(ledger: Ledger, saved: Saved): boolean {
  const ways = 'saleId' in saved ? readTenders(ledger, saved.saleId) : readRefunds(ledger, saved.returnId)
  return ways.some(({ kind }) => kind === 'cash')
}

/** What is older than the memory of the queue may have been printed then. */
function isOlderThanMemory(receipt: Saved, { ledger, nowMs }: PrintingDeps): boolean {
  const committedAtMs = 'saleId' in receipt ? readSale(ledger, receipt.saleId)?.committedAtMs : readReturn(ledger, receipt.returnId)?.committedAtMs
  return committedAtMs !== undefined && committedAtMs < nowMs() - DONE_KEPT_MS
}

function jobView({ jobId, whatJson, reprint, state, problem, createdAtMs }: PrintJobRow): PrintJobView {
  const { kind } = JSON.parse(whatJson) as PrintWhat
  return { jobId, what: kind, reprint, state: state === 'printing' ? 'printing' : 'queued', problem: problemName(problem), createdAtMs }
}

const PROBLEMS: readonly PrinterProblemName[] = ['paper-out', 'cover-open', 'cutter', 'printer-error', 'offline', 'no-answer', 'unreachable']

function problemName(problem: string | null): PrinterProblemName | null {
  return PROBLEMS.find((each) => each === problem) ?? null
}

/** @returns why a logo cannot be printed; null: it can. `logo_too_wide`: wider than the paper */
export function logoProblem(setting: PrinterSetting): 'logo_unreadable' | 'logo_too_wide' | null {
  if (setting.logoPng === null) return null
  const header = Buffer.from(setting.logoPng, 'base64')
  if (header.length < 24 || header.toString('latin1', 12, 16) !== 'IHDR') return 'logo_unreadable'
  if (header.readUInt32BE(16) > setting.columns * DOTS_PER_COLUMN) return 'logo_too_wide'
  if (!header.includes('IEND')) return 'logo_unreadable'
  try {
    escposBytes(`{image:${setting.logoPng}}`, setting)
    return null
  } catch {
    return 'logo_unreadable'
  }
}

const DOTS_PER_COLUMN = 12
