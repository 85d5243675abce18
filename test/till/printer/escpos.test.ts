import { transform } from 'receiptline'
import { describe, expect, it } from 'vitest'
import { drawerPulse, escposBytes } from '../../../src/till/printer/escpos.ts'
import { CODE_PAGES, type CodePage } from '../../../src/contract/printer-setting.ts'
import { printableText } from '../../../src/till/printer/code-page.ts'
import { markedAsReprint } from '../../../src/till/printer/reprint-mark.ts'
import type { Paper } from '../../../src/till/receipt/paper-rows.ts'
import { receiptDocument, type ReceiptContent } from '../../../src/till/receipt/receipt-document.ts'
import { locales } from '../../../src/contract/primitives.ts'
import { EscposInterpreter, type Effect } from '../../sim/printer/escpos-interpreter.ts'
import { paperInk, previewInk } from './preview-text.ts'

/** A receipt with everything on it. */
const FULL: ReceiptContent = {
  storeName: { 'zh-Hans': '海港茶铺', 'zh-Hant': '海港茶舖', en: 'Harbour Tea' },
  address: '上海市黄浦区中山东一路 1 号',
  phone: '021-5555 0100',
  receiptCode: 'R3-147-0a1b2c3d',
  soldAt: '2026-11-23 18:44',
  tillNumber: 3,
  lines: [
    {
      name: { 'zh-Hans': '西湖龙井', 'zh-Hant': '西湖龍井', en: 'Longjing' },
      packing: '50 g',
      unit: 'piece',
      quantityMilli: 1000,
      unitPriceMinor: 12800,
      grossMinor: 12800,
      gift: false,
    },
    {
      name: { 'zh-Hans': '苹果', 'zh-Hant': '蘋果', en: 'Apples' },
      packing: '',
      unit: 'kg',
      quantityMilli: 1250,
      unitPriceMinor: 1280,
      grossMinor: 1600,
      gift: false,
    },
    {
      name: { 'zh-Hans': '茶样', 'zh-Hant': '茶樣', en: 'Sample' },
      packing: '',
      unit: 'piece',
      quantityMilli: 2000,
      unitPriceMinor: 0,
      grossMinor: 0,
      gift: true,
    },
  ],
  discountMinor: 1000,
  offers: ['tier', 'member-price', { 'zh-Hans': '会员日', 'zh-Hant': '會員日', en: 'Member day' }],
  coupons: [{ code: 'CP1234ABCD', name: { 'zh-Hans': '满减券', 'zh-Hant': '滿減券', en: '8 off' } }],
  dueMinor: 13400,
  pointsUsed: 1200,
  pointsTenderMinor: 1200,
  storedValueMinor: 500,
  tenders: [
    { kind: 'cash', tenderedMinor: 10000, reference: null },
    { kind: 'card', tenderedMinor: 2200, reference: '004711' },
    { kind: 'wallet', tenderedMinor: 100, reference: 'W1' },
  ],
  roundingMinor: 4,
  changeMinor: 96,
  invoiceableMinor: 12200,
  topUpMinor: 0,
  isTopUp: false,
  member: {
    title: 'ms',
    phoneTail: '8866',
    tierName: { 'zh-Hans': '金卡', 'zh-Hant': '金卡', en: 'Gold' },
    storedBalanceMinor: 12345,
    couponsGiven: [{ name: { 'zh-Hans': '生日券', 'zh-Hant': '生日券', en: 'Birthday' }, code: 'CP77', lastDay: '2026-12-31' }],
    earnPoints: 272,
    debtRepaidPoints: 10,
    balancePoints: 4512,
    balanceWorthMinor: 4512,
    expiring60Points: 300,
    expiring30Points: 120,
  },
}

const paper = (columns: Paper['columns']): Paper => ({ columns, logoPng: null, receiptMark: 'qr' })

function print(document: string, columns: 32 | 42 | 48, codePage: CodePage, dialect: 'generic' | 'escpos' = 'generic') {
  const interpreter = new EscposInterpreter(codePage === 'big5' ? 'big5' : 'gb18030')
  const { bytes, missing } = escposBytes(document, { columns, codePage, dialect, cuts: true })
  const effects: Effect[] = Array.from(interpreter.feed(bytes))
  const lines = effects.flatMap((effect) => (effect.kind === 'line' ? [effect.line] : []))
  return { interpreter, effects, lines, missing }
}

describe('receipts on paper', () => {
  const pages: readonly (readonly [(typeof locales)[number], CodePage])[] = [
    ['zh-Hans', 'gb18030'],
    ['zh-Hant', 'big5'],
    ['zh-Hant', 'gb18030'],
    ['en', 'gb18030'],
  ]
  for (const [locale, codePage] of pages) {
    for (const columns of [32, 48] as const) {
      it(`${locale} in ${codePage} on ${String(columns)} columns: every character where the preview has it`, () => {
        const document = receiptDocument(
          { ...FULL, address: locale === 'zh-Hant' ? '九龍彌敦道 1 號' : FULL.address },
          locale,
          paper(columns),
        )
        const { interpreter, lines, effects, missing } = print(document, columns, codePage)
        const fitted = printableText(document, codePage).text
        const svg = transform(fitted, { command: 'svg', cpl: columns, encoding: codePage, spacing: true })
        expect(paperInk(lines)).toEqual(previewInk(svg))
        expect(interpreter.rubbish).toEqual([])
        expect(interpreter.pending).toBe(0)
        expect(missing.filter((character) => character !== '\u2212')).toEqual([])
        expect(effects.at(-2)).toEqual({ kind: 'cut' })
        expect(effects.at(-1)).toEqual({ kind: 'ask', what: 'paper' })
        expect(lines.some((line) => line.picture)).toBe(true) // the QR code of the receipt
      })
    }
  }

  it('fit the paper: no character beyond its columns', () => {
    for (const columns of [32, 42, 48] as const) {
      for (const { cells } of print(receiptDocument(FULL, 'zh-Hans', paper(columns)), columns, 'gb18030').lines) {
        for (const cell of cells) expect(cell.column + cell.width).toBeLessThanOrEqual(columns)
      }
    }
  })

  it('say that they are reprints in every language', () => {
    for (const locale of locales) {
      const [first] = paperInk(print(markedAsReprint(receiptDocument(FULL, locale, paper(32)), locale), 32, 'gb18030').lines)
      expect(first?.map((ink) => ink.split(' ')[1]).join('')).toMatch(/^\*\*(重印副本|REPRINT)\*\*$/)
    }
  })

  it('speak Epson’s graphics where the printer is one', () => {
    const { interpreter, lines } = print(receiptDocument(FULL, 'en', paper(48)), 48, 'gb18030', 'escpos')
    expect(interpreter.rubbish).toEqual([])
    expect(lines.some((line) => line.picture)).toBe(true)
  })
})

describe('characters', () => {
  it('of every text of a receipt are known to the printers of its language', () => {
    for (const [locale, page] of [
      ['zh-Hans', 'gb18030'],
      ['zh-Hant', 'big5'],
      ['zh-Hant', 'gb18030'],
      ['en', 'gb18030'],
      ['en', 'big5'],
      ['en', 'cp1252'],
    ] as const) {
      const ours = {
        ...FULL,
        address: '',
        storeName: { en: 'S' },
        lines: FULL.lines.map((line) => ({ ...line, name: { en: 'N' } })),
      }
      const { missing, text } = printableText(receiptDocument(ours, locale, paper(32)), page)
      expect({ locale, page, missing }).toEqual({ locale, page, missing: [] })
      expect(text).not.toContain('\ufffd')
    }
  })

  it('the yuan sign is the wide one in Chinese pages, the narrow one in Western ones', () => {
    expect(printableText('¥￥', 'gb18030').text).toBe('￥￥')
    expect(printableText('¥￥', 'big5').text).toBe('￥￥')
    expect(printableText('¥￥', 'cp1252').text).toBe('¥¥')
  })

  it('that a printer lacks get another form, lose their accent, are dropped or become "?"', () => {
    expect(printableText('Café − “Tea” 😀👩‍👩‍👧', 'big5')).toMatchObject({ text: 'Cafe - “Tea” ' })
    expect(printableText('한국', 'gb18030')).toEqual({ text: '??', missing: ['한', '국'] })
    expect(printableText('𠮷野家', 'gb18030').text).toBe('?野家') // four bytes in GB 18030: rubbish on most printers
    expect(printableText('茶', 'cp1252')).toEqual({ text: '?', missing: ['茶'] })
  })

  it('each take one or two bytes, whatever the catalogue holds', () => {
    const odd = 'ЖΩ中國龘𠀀😀\u0301é¥€×·—…한กñ'
    for (const codePage of CODE_PAGES) {
      const { text } = printableText(odd, codePage)
      const { interpreter } = print(`{width:*}\n${text.replaceAll('|', '')}`, 48, codePage)
      expect(codePage === 'cp1252' ? [] : interpreter.rubbish).toEqual([])
    }
  })
})

describe('drawer', () => {
  it('pulse on either pin', () => {
    expect([...drawerPulse({ pin: 2, onMs: 50, offMs: 500 })]).toEqual([0x1b, 0x70, 0x00, 0x19, 0xfa])
    expect([...drawerPulse({ pin: 5, onMs: 100, offMs: 200 })]).toEqual([0x1b, 0x70, 0x01, 0x32, 0x64])
    const [effect] = new EscposInterpreter('gb18030').feed(drawerPulse({ pin: 5, onMs: 100, offMs: 200 }))
    expect(effect).toEqual({ kind: 'pulse', pin: 5, onMs: 100, offMs: 200 })
  })
})
