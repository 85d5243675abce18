import type { PrintPreview, PrintWhat } from '../../contract/print-calls.ts'
import type { Locale } from '../../contract/primitives.ts'
import type { CodePage, PrinterSetting } from '../../contract/printer-setting.ts'
import type { MemberVault } from '../members/member-vault.ts'
import { documentPicture } from '../printer/escpos.ts'
import { markedAsPractice } from './practice-mark.ts'
import { receiptColumns } from '../settings.ts'
import { tillStatus, type StatusSource } from '../till-status.ts'
import { paperDocument, paperTitle, type PaperSource } from './paper-document.ts'
import type { Paper } from './paper-rows.ts'

export type PapersDeps = {
  readonly status: StatusSource
  readonly vault: MemberVault
  readonly businessDate: () => string
  /** Null: no printer is set up. */
  readonly setting: () => PrinterSetting | null
}

export type PaperPreview = PrintPreview & { readonly receiptCode: string | null }

/** Makes this till's papers: the document for the printer, and the same document as a picture. */
export type Papers = {
  /** Null: there is no such sale, return or member here. */
  document(what: PrintWhat): string | null
  preview(what: PrintWhat): PaperPreview | null
}

export function createPapers({ status, vault, businessDate, setting }: PapersDeps): Papers {
  const { ledger, identity, rules, time } = status
  const source = (): PaperSource => ({
    ...{ ledger, vault, storeId: identity.storeId, tillNumber: identity.tillNumber },
    mirror: status.mirror(),
    timeZone: tillStatus(status).timeZone,
    businessDayStart: rules.current()?.programme.businessDayStart ?? '00:00',
    nowMs: time.nowMs(),
    businessDate: businessDate(),
    programme: rules.current()?.programme ?? null,
  })
  const paper = (): Paper => {
    const { columns = receiptColumns(ledger), logoPng = null, receiptMark = 'qr' } = setting() ?? {}
    return { columns, logoPng, receiptMark }
  }
  const document = (what: PrintWhat): string | null => {
    const made = paperDocument(source(), what, paper())
    return made !== null && status.training ? markedAsPractice(made, what.locale) : made
  }
  return {
    document: (what) => document(what),
    preview(what) {
      const from = source()
      const made = document(what)
      if (made === null) return null
      const { columns } = paper()
      const codePage = setting()?.codePage ?? pageOf(what.locale)
      return { ...documentPicture(made, { columns, codePage }), ...paperTitle(from, what) }
    },
  }
}

/** Without a printer: as one of the language's own readers would have it. */
function pageOf(locale: Locale): CodePage {
  return locale === 'zh-Hant' ? 'big5' : 'gb18030'
}
