import type { Locale } from '../../contract/primitives.ts'
import type { PrintWhat } from '../../contract/print-calls.ts'
import { codeRow, documentOf, rowsOf, sumRow, wordRows, type Paper } from './paper-rows.ts'
import { paperHead, type PaperHead } from './receipt-document.ts'
import { receiptTexts } from './texts.ts'

/** Blanks before a sentence that stands under another one; deeper ones stand no further in, paper is narrow. */
const INDENT = '  '
const INDENTS_MAX = 3

/** "Why?" on paper: the sentences as the screen has them. */
export function whyDocument(head: PaperHead, why: Extract<PrintWhat, { kind: 'why-slip' }>, paper: Paper): string {
  const texts = receiptTexts[why.locale]
  const row = rowsOf(paper.columns)
  return documentOf([
    paperHead(head, texts.whyTitle, why.locale, paper),
    wordRows(why.title, paper.columns),
    why.lines.map(({ words, shown, depth }) => row(INDENT.repeat(Math.min(depth, INDENTS_MAX)) + words, shown)),
    wordRows(texts.whyNote, paper.columns),
  ])
}

/** Every script, both edges, a sum and a code: what a person looks at after setting a printer up. */
export function testDocument(head: PaperHead, locale: Locale, paper: Paper): string {
  const texts = receiptTexts[locale]
  const row = rowsOf(paper.columns)
  const ruler = Array.from({ length: paper.columns }, (_, column) => String((column + 1) % 10)).join('')
  return documentOf([
    paperHead(head, texts.testTitle, locale, paper),
    [...wordRows(texts.testWidth(String(paper.columns)), paper.columns), ...wordRows(ruler, paper.columns)],
    [row('简体 积分优惠找零', '1,234.50'), row('繁體 積分優惠找零', '1,234.50'), row('Latin ABC xyz 0O 1l', '1,234.50'), sumRow(texts.due, '88.00')],
    [...wordRows(texts.testCode, paper.columns), codeRow('TILLPOINT-TEST', paper), ...wordRows(texts.testDone, paper.columns)],
  ])
}
