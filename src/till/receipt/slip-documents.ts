import type { Locale } from '../../contract/primitives.ts'
import type { PrintWhat } from '../../contract/print-calls.ts'
import { SETUP_CODES } from '../devices/setup-sheet.ts'
import { codeRow, documentOf, escaped, rowsOf, sumRow, wordRows, type Paper } from './paper-rows.ts'
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
    // The blank line keeps the code's lowest dots clear of the words.
    [...wordRows(texts.testCode, paper.columns), codeRow('TILLPOINT-TEST', paper), '', ...wordRows(texts.testDone, paper.columns)],
  ])
}

const CODE_OPTIONS = { 'code-128': 'code128,2,72', 'ean-13': 'ean,2,72', qr: 'qrcode,4,m' } as const

/** The set-up sheet's codes on a roll: each under its own words. Those that the paper's code pages cannot carry stay on the screen. */
export function setupDocument(head: PaperHead, locale: Locale, paper: Paper): string {
  const texts = receiptTexts[locale]
  const codes = SETUP_CODES.filter(({ text }) => /^[\x20-\x7e]+$/.test(text))
  return documentOf([
    paperHead(head, texts.setupTitle, locale, paper),
    wordRows(texts.setupHow, paper.columns),
    ...codes.map(({ symbology, text }) => [...wordRows(text, paper.columns), `{code:${escaped(text)}; option:${CODE_OPTIONS[symbology]}}`, '']),
  ])
}
