import { err, ok } from '../../contract/result.ts'
import type { Handlers } from '../../contract/serve.ts'
import type { printCalls, PrintPreview, PrintWhat } from '../../contract/print-calls.ts'
import type { MakePdf } from '../engine-options.ts'
import { logoProblem, type Printing } from './printing.ts'

export type PrintHandlerDeps = {
  readonly printing: Printing
  /** Null: there is no such sale, return or member. */
  readonly preview: (what: PrintWhat) => (PrintPreview & { readonly receiptCode: string | null }) | null
  /** Null: no window to make it with. */
  readonly makePdf: MakePdf | null
  readonly log: { error(message: string): void }
}

/** What pages may ask of printer and drawer. */
export function createPrintHandlers({ printing, preview, makePdf, log }: PrintHandlerDeps): Pick<Handlers, keyof typeof printCalls> {
  return {
    'print.add': ({ what }) => {
      if (preview(what) === null) return err({ code: 'nothing_to_print' })
      const queued = printing.add(what)
      return queued === null ? err({ code: 'no_printer' }) : ok(queued)
    },
    'print.preview': ({ what }) => {
      const shown = preview(what)
      return shown === null ? err({ code: 'nothing_to_print' }) : ok({ svg: shown.svg, missing: shown.missing, title: shown.title })
    },
    'print.pdf': async ({ what }) => {
      const shown = preview(what)
      if (shown === null) return err({ code: 'nothing_to_print' })
      if (makePdf === null) return err({ code: 'no_pdf' })
      try {
        return ok({ path: await makePdf({ svg: shown.svg, name: fileName(shown.title[what.locale] ?? what.kind, shown.receiptCode), lang: what.locale }) })
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause)
        log.error(`a PDF was not made: ${detail}`)
        return err({ code: 'pdf_failed', detail })
      }
    },
    'print.giveUp': ({ jobId }) => (printing.giveUp(jobId) ? ok(printing.view()) : err({ code: 'unknown_job' })),
    'printer.look': async () => ok(await printing.lookNow()),
    'printer.get': () => ok(printing.view()),
    'printer.set': ({ setting }) => {
      const problem = setting === null ? null : logoProblem(setting)
      return problem === null ? ok(printing.set(setting)) : err({ code: problem })
    },
    'printer.drawer': async () => {
      const { setting } = printing
      if (setting === null) return err({ code: 'no_printer' })
      if (setting.drawer === null) return err({ code: 'no_drawer' })
      return ok({ problem: (await printing.openDrawer())?.kind ?? null })
    },
  }
}

/** "小票 R2-147-0a1b2c3d.pdf"; nothing in it that a file system minds. */
function fileName(title: string, receiptCode: string | null): string {
  return `${[title, receiptCode ?? ''].join(' ').trim().replace(/[^\p{L}\p{N} .-]/gu, '-')}.pdf`
}
