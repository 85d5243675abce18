import { z } from 'zod'
import { call } from './call-spec.ts'
import { locales, uuid } from './primitives.ts'
import type { LocalizedText } from './primitives.ts'
import { printerSetting, type PrinterSetting } from './printer-setting.ts'

/** Printing, as pages ask for it. */

const locale = z.enum(locales)
const WHY_LINES_MAX = 500
const WHY_CHARS_MAX = 400

/** One line of an explanation: words, its number (may be empty), and how deep it stands under the line before. */
const whyLine = z.strictObject({
  words: z.string().max(WHY_CHARS_MAX),
  shown: z.string().max(40).default(''),
  depth: z.int().min(0).max(8).default(0),
})
export type WhyLine = z.input<typeof whyLine>

/** What can be put on paper. All but the explanation is named only: the words are made when its turn comes. */
export const printWhat = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sale-receipt'), saleId: uuid, locale }),
  z.strictObject({ kind: z.literal('return-receipt'), returnId: uuid, locale }),
  z.strictObject({ kind: z.literal('points-statement'), memberId: z.string().min(1).max(64), locale }),
  /**
   * "Why?" on paper. The page sends its sentences as it shows them, without name and phone of the member; `saleId` only
   * once the sale is saved: then its receipt's code stands on the slip.
   */
  z.strictObject({
    kind: z.literal('why-slip'),
    saleId: uuid.nullable(),
    title: z.string().min(1).max(WHY_CHARS_MAX),
    lines: z.array(whyLine).min(1).max(WHY_LINES_MAX),
    locale,
  }),
  /** Codes to set a scanner up with and to try it on. */
  z.strictObject({ kind: z.literal('setup-sheet'), locale }),
  /** Every script, the widths, a code: what to look at after setting a printer up. */
  z.strictObject({ kind: z.literal('test-page'), locale }),
])
export type PrintWhat = z.infer<typeof printWhat>
export type PrintKind = PrintWhat['kind']

/** Why a printer does not print, by name; the interface has words and advice for each. */
export type PrinterProblemName = 'paper-out' | 'cover-open' | 'cutter' | 'printer-error' | 'offline' | 'no-answer' | 'unreachable'

/** Something that is not on paper yet. */
export type PrintJobView = {
  readonly jobId: number
  readonly what: PrintKind
  /** It will carry the mark of a reprint. */
  readonly reprint: boolean
  readonly state: 'queued' | 'printing'
  readonly problem: PrinterProblemName | null
  readonly createdAtMs: number
}

/** The printer as the devices page shows it. */
export type PrinterView = {
  /** Null: no printer is set up. */
  readonly setting: PrinterSetting | null
  /** As of the last look. Null: nothing stands in its way, or it has not been looked at yet. */
  readonly problem: PrinterProblemName | null
  /** The system's own word, for support; empty where there is none. */
  readonly problemDetail: string
  readonly paperNearEnd: boolean
  /** Trusted time of the last look; null: none yet. */
  readonly lookedAtMs: number | null
  /** Oldest first. */
  readonly waiting: readonly PrintJobView[]
}

/** `svg`: the same document as on paper · `missing`: characters that the printer does not have. */
export type PrintPreview = { readonly svg: string; readonly missing: readonly string[]; readonly title: LocalizedText }
/** `reprint`: one of it was asked for before, so this one says so. */
export type PrintQueued = { readonly jobId: number; readonly reprint: boolean }

/** `nothing_to_print`: there is no such sale, return or member here. */
type NoPaper = 'no_printer' | 'nothing_to_print'

export const printCalls = {
  /** Queues a document durably and answers at once; how it goes is told by `printer.changed`. */
  'print.add': call<PrintQueued, NoPaper>()(z.strictObject({ what: printWhat })),
  /** The document as a picture; works without a printer. */
  'print.preview': call<PrintPreview, 'nothing_to_print'>()(z.strictObject({ what: printWhat })),
  /** The document as a PDF file in the user's folder for downloads. `no_pdf`: this till has no window to make it with. */
  'print.pdf': call<{ readonly path: string }, 'nothing_to_print' | 'no_pdf' | 'pdf_failed'>()(z.strictObject({ what: printWhat })),
  /** Takes a document out of the queue. */
  'print.giveUp': call<PrinterView, 'unknown_job'>()(z.strictObject({ jobId: z.int().min(1) })),
  /** The printer was seen to: looks at it and goes on. */
  'printer.look': call<PrinterView>()(z.strictObject({})),
  'printer.get': call<PrinterView>()(z.strictObject({})),
  /** Null: this till has no printer any more; what waits stays. */
  'printer.set': call<PrinterView, 'logo_unreadable' | 'logo_too_wide'>()(z.strictObject({ setting: printerSetting.nullable() })),
  /** Opens the drawer now, or says why not; it is never opened later. */
  'printer.drawer': call<{ readonly problem: PrinterProblemName | null }, 'no_printer' | 'no_drawer'>()(z.strictObject({})),
} as const
