import type { Locale, LocalizedText } from '../../contract/primitives.ts'

/** Paper widths in half-width characters: 58 mm, 76 mm, 80 mm. */
export const RECEIPT_COLUMNS = [32, 42, 48] as const
export type ReceiptColumns = (typeof RECEIPT_COLUMNS)[number]

/** What a document is laid out for. */
export type Paper = {
  readonly columns: ReceiptColumns
  /** PNG in base64; null: none. */
  readonly logoPng: string | null
  /** How a receipt's code stands at the foot. */
  readonly receiptMark: 'qr' | 'barcode'
}

/** Words on the left, a number on the right; more than one line where they do not fit beside each other. */
export type Row = (words: string, right: string) => string

export function rowsOf(columns: ReceiptColumns): Row {
  return (words, right) => tableRow(words, right, columns)
}

/** The yuan sign is U+FFE5: the half-width U+00A5 is a backslash in some printers' code pages. */
export const CURRENCY = '\uffe5'
/** Room for "￥99,999,999,999.99". */
const SUM_COLUMNS = 20

/** The one sum that matters, with its sign of currency. @param money as `moneyText` writes it */
export function sumRow(words: string, money: string): string {
  return `{width:* ${SUM_COLUMNS}}\n"${escaped(words)}" | "${CURRENCY}${money}"`
}

/** What stands above everything: logo, centred words (the first is large), all of it in the middle. */
export function headRows(paper: Paper, title: string, under: readonly string[]): string[] {
  const logo = paper.logoPng === null ? [] : [`{image:${paper.logoPng}}`]
  const lines = under.flatMap((line) => (line === '' ? [] : wrapped(line, paper.columns))).map(escaped)
  return ['{border:space; width:*}', ...logo, ...wrapped(title, paper.columns / 2).map((line) => `^^^${escaped(line)}`), ...lines]
}

/** Words over the whole width. */
export function wordRows(words: string, columns: ReceiptColumns): string[] {
  return ['{width:*}', ...wrapped(words, columns).map((line) => `|${escaped(line)} |`)]
}

/** Sections with a line between them; those without a row are left out. */
export function documentOf(sections: readonly (readonly string[])[]): string {
  const document = sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n-\n')
  return checkedWidths(document)
}

const DOTS_PER_COLUMN = 12
const BAR_DOTS = 2

/** A code to scan, centred. A bar code that is wider than the paper becomes a QR code: half a bar code reads nowhere. */
export function codeRow(code: string, { columns, receiptMark }: Pick<Paper, 'columns' | 'receiptMark'>): string {
  // Code 128: start, check and each character have 11 bars, stop 13; ten of white on either side.
  const barcodeDots = (11 * (code.length + 2) + 13 + 20) * BAR_DOTS
  const asBars = receiptMark === 'barcode' && barcodeDots <= columns * DOTS_PER_COLUMN
  return `{code:${escaped(code)}; option:${asBars ? `code128,${BAR_DOTS},64` : 'qrcode,4,m'}}`
}

/**
 * receiptline drops without a word what stands beyond its list of widths. @returns the document
 * @throws when a line has more columns than widths: a bug here, never on paper
 */
export function checkedWidths(document: string): string {
  let widths = 1
  for (const line of document.split('\n')) {
    const property = /^\{.*?\bwidth:\s*([^;}]*)/.exec(line)
    if (property !== null) widths = (property[1] ?? '').trim().split(/\s+/).length
    if (line.startsWith('{')) continue
    const bars = (line.replace(/\\./g, '').match(/\|/g) ?? []).length
    // "|words |" is one column that stands left.
    const columnCount = line.startsWith('|') ? bars - 1 : bars + 1
    if (columnCount > widths) throw new Error(`a line of ${columnCount} columns where ${widths} have a width: ${line}`)
  }
  return document
}

function tableRow(words: string, right: string, columns: ReceiptColumns): string {
  if (right === '') return wordRows(words, columns).join('\n')
  const rightColumns = columnsOf(right)
  // One column stays free between the two.
  const lines = wrapped(words, columns - rightColumns - 1)
  const last = lines.pop() ?? ''
  return [`{width:* ${rightColumns}}`, ...lines.map((line) => `${escaped(line)} |`), `${escaped(last)} | ${escaped(right)}`].join('\n')
}

/** Breaks words into lines of a width, between words where that is possible. */
function wrapped(words: string, columnsMax: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.split(/(?<=\S)(?= )/)) {
    if (columnsOf(line + word) <= columnsMax) {
      line += word
      continue
    }
    if (line !== '') lines.push(line)
    line = word.trimStart()
    while (columnsOf(line) > columnsMax) {
      const head = headOf(line, columnsMax)
      lines.push(head)
      line = line.slice(head.length)
    }
  }
  return [...lines, line]
}

function headOf(text: string, columnsMax: number): string {
  let head = ''
  for (const character of text) {
    if (columnsOf(head + character) > columnsMax) break
    head += character
  }
  return head
}

/** Width on paper in half-width characters: all that is not ASCII takes two in the printers' Chinese code pages. */
function columnsOf(text: string): number {
  return [...text].reduce((total, character) => total + (character <= '\u007e' ? 1 : 2), 0)
}

/** The name in a language, else in the first that there is. */
export function nameIn(name: LocalizedText, locale: Locale): string {
  return name[locale] ?? name['zh-Hans'] ?? name['zh-Hant'] ?? name.en ?? ''
}

/** Names come from a catalogue: none of their characters may mean anything to receiptline. Leading blanks are kept. */
export function escaped(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  return flat.replace(/[\\|{}~_"`^=-]/g, (sign) => (sign === '-' && flat.length > 1 ? sign : `\\${sign}`)).replace(/^ +/, (blanks) => '~'.repeat(blanks.length))
}
