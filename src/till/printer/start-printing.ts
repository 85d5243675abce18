import type { PrinterView } from '../../contract/print-calls.ts'
import type { DriversPort } from '../devices/driver-messages.ts'
import type { Log } from '../engine-options.ts'
import { createPapers, type Papers, type PapersDeps } from '../receipt/papers.ts'
import type { Timers } from '../sync/timers.ts'
import { Printing } from './printing.ts'

export type StartPrinting = Omit<PapersDeps, 'setting'> & {
  readonly drivers: DriversPort | null
  readonly timers: Timers
  readonly log: Log
  readonly onChange: (view: PrinterView) => void
}

/** Papers and printer need each other: the one makes documents for the other's width, the other prints them. */
export function startPrinting({ status, vault, businessDate, drivers, timers, log, onChange }: StartPrinting): { readonly papers: Papers; readonly printing: Printing } {
  let printing: Printing | null = null
  const papers = createPapers({ status, vault, businessDate, setting: () => printing?.setting ?? null })
  printing = new Printing({
    ...{ ledger: status.ledger, drivers, timers, log, onChange },
    nowMs: () => status.time.nowMs(),
    render: (what) => papers.document(what),
  })
  return { papers, printing }
}
