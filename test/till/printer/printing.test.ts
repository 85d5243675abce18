import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PrinterSettingInput } from '../../../src/contract/printer-setting.ts'
import type { PrintWhat } from '../../../src/contract/print-calls.ts'
import { locales } from '../../../src/contract/primitives.ts'
import { printableText } from '../../../src/till/printer/code-page.ts'
import { checkedWidths } from '../../../src/till/receipt/paper-rows.ts'
import { receiptTexts } from '../../../src/till/receipt/texts.ts'
import { PrinterSim } from '../../sim/printer/printer-sim.ts'
import { grantFrom } from '../../support/till-line.ts'
import { makeTill, type TestTill } from '../../support/till.ts'
import { paperInk, previewInk } from './preview-text.ts'

let till: TestTill
let printer: PrinterSim
beforeEach(async () => {
  printer = new PrinterSim()
  till = await makeTill()
})
afterEach(async () => {
  await till.dispose()
  await printer.stop()
})

const WAIT = { timeout: 8000, interval: 20 }

async function setUp(setting: Partial<PrinterSettingInput> = {}): Promise<number> {
  const port = await printer.listen()
  await till.must('printer.set', { setting: { connection: { kind: 'tcp', host: '127.0.0.1', port }, drawer: { pin: 5 }, ...setting } })
  return port
}

/** Sells a bag of rice to a gold member for cash. @returns sale id and receipt code */
async function sell(): Promise<{ saleId: string; receiptCode: string }> {
  till.line.answer = grantFrom([{ lotId: 'lot-b', points: 1900, expiresAtMs: null }])
  await till.scan('8800001001079196')
  await till.scan('6941000137010')
  const { saleId } = await till.must('sale.pay', {})
  const { sale } = await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 10_000 }] })
  return { saleId, receiptCode: sale.receiptCode }
}

/** Until the queue is empty and the printer has cut so often. */
const printed = (cuts: number) =>
  vi.waitFor(async () => {
    expect(printer.cuts).toBe(cuts)
    expect((await till.must('printer.get', {})).waiting).toEqual([])
  }, WAIT)

/** A black square of 16 dots. */
const LOGO =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAADUlEQVR4nGNgGAXIAAABEAABoJMRpQAAAABJRU5ErkJggg=='
const REPRINT = /重印 副本/

describe('a saved sale', () => {
  it('opens the drawer for cash and prints its receipt once, without being asked', async () => {
    await setUp()
    const { receiptCode } = await sell()
    await printed(1)
    expect(printer.text().join('\n')).toContain(receiptCode)
    expect(printer.text().join('\n')).not.toMatch(REPRINT)
    expect(printer.pulses).toEqual([{ kind: 'pulse', pin: 5, onMs: 50, offMs: 500 }])
    expect(printer.interpreter.rubbish).toEqual([])
  })

  it('says of every later paper that it is a reprint', async () => {
    await setUp()
    const { saleId } = await sell()
    await printed(1)
    expect(await till.must('print.add', { what: { kind: 'sale-receipt', saleId, locale: 'zh-Hans' } })).toMatchObject({ reprint: true })
    await printed(2)
    expect(printer.text().join('\n')).toMatch(REPRINT)
  })

  it('is saved whatever becomes of the paper, which comes when the printer is well', async () => {
    printer.paper = 'out'
    await setUp()
    const { receiptCode } = await sell()
    await vi.waitFor(async () => {
      const { status } = await till.must('till.hello', {})
      expect(status).toMatchObject({ printer: 'trouble', printerProblem: 'paper-out', printsWaiting: 1 })
    }, WAIT)
    printer.paper = 'ok'
    await till.must('printer.look', {})
    await printed(1)
    expect(printer.text().join('\n')).toContain(receiptCode)
    expect(await till.must('till.hello', {})).toMatchObject({ status: { printer: 'ready', printerProblem: null, printsWaiting: 0 } })
  })

  it('has its receipt in the queue when the till dies right after the commit', async () => {
    printer.coverOpen = true
    await setUp()
    const { receiptCode } = await sell()
    await till.restart()
    printer.coverOpen = false
    await printed(1)
    expect(printer.text().join('\n')).toContain(receiptCode)
  })

  it('prints nothing by itself where that is off', async () => {
    await setUp({ printsBySelf: false, drawer: null })
    const { saleId } = await sell()
    expect(await till.must('print.add', { what: { kind: 'sale-receipt', saleId, locale: 'en' } })).toMatchObject({ reprint: false })
    await printed(1)
    expect(printer.pulses).toEqual([])
  })
})

describe('every paper', () => {
  const why: PrintWhat = { kind: 'why-slip', saleId: null, title: '69 points: why?', locale: 'en', lines: [{ words: '69.30 counts | {x}', shown: '69', depth: 0 }, { words: 'Gold', shown: '×1.5', depth: 1 }] }

  it.each([[32, 'qr'], [48, 'barcode']] as const)('on %i columns is on paper what it is in the picture', async (columns, receiptMark) => {
    await setUp({ columns, receiptMark, printsBySelf: false, drawer: null })
    const { saleId } = await sell()
    const quote = { saleId, reason: 'defect' as const, lines: [{ line: 0, quantityMilli: 1000 }] }
    const { refundMinor, pointsClawedBack } = await till.must('return.quote', quote)
    const returnId = '01930000-0000-7000-8000-000000000001'
    await till.must('return.commit', { ...quote, returnId, refundMinor, pointsClawedBack })
    const papers: PrintWhat[] = [
      { kind: 'sale-receipt', saleId, locale: 'zh-Hans' },
      { kind: 'return-receipt', returnId, locale: 'zh-Hans' },
      { kind: 'points-statement', memberId: 'm1', locale: 'zh-Hans' },
      why,
      { kind: 'setup-sheet', locale: 'zh-Hans' },
      { kind: 'test-page', locale: 'en' },
    ]
    for (const what of papers) {
      const before = { lines: printer.lines.length, cuts: printer.cuts }
      const preview = await till.must('print.preview', { what })
      expect(preview.missing.filter((sign) => sign !== '\u2212')).toEqual([])
      await till.must('print.add', { what })
      await printed(before.cuts + 1)
      expect(paperInk(printer.lines.slice(before.lines)), what.kind).toEqual(previewInk(preview.svg))
    }
    expect(printer.interpreter.rubbish).toEqual([])
  })

  it('of a return says what goes back', async () => {
    await setUp({ drawer: null })
    const { saleId, receiptCode } = await sell()
    const quote = { saleId, reason: 'defect' as const, lines: [{ line: 0, quantityMilli: 1000 }] }
    const { refundMinor, pointsClawedBack } = await till.must('return.quote', quote)
    await till.must('return.commit', { ...quote, returnId: '01930000-0000-7000-8000-000000000002', refundMinor, pointsClawedBack })
    await printed(2)
    const text = printer.text().join('\n')
    for (const words of ['退货单', receiptCode, '商品有问题', '退现金', '69.30', '扣回积分', '应冲减开票金额', '顾客签名']) expect(text).toContain(words)
  })

  it('that does not exist is refused, and without a printer all are', async () => {
    const what: PrintWhat = { kind: 'sale-receipt', saleId: '0192f000-0000-7000-8000-ffffffffffff', locale: 'en' }
    expect(await till.call('print.add', { what })).toMatchObject({ error: { code: 'nothing_to_print' } })
    expect(await till.call('print.add', { what: why })).toMatchObject({ error: { code: 'no_printer' } })
    expect(await till.call('printer.drawer', {})).toMatchObject({ error: { code: 'no_printer' } })
    expect(await till.call('print.pdf', { what: why })).toMatchObject({ error: { code: 'no_pdf' } })
  })

  it('can be taken out of the queue while the printer is away', async () => {
    await setUp({ connection: { kind: 'tcp', host: '127.0.0.1', port: 1 } })
    const { jobId } = await till.must('print.add', { what: why })
    await vi.waitFor(async () => expect(await till.must('printer.get', {})).toMatchObject({ problem: 'unreachable' }), WAIT)
    expect((await till.must('print.giveUp', { jobId })).waiting).toEqual([])
    expect(await till.call('print.giveUp', { jobId })).toMatchObject({ error: { code: 'unknown_job' } })
  })

  it('of a logo that is no picture is refused before it can block the queue', async () => {
    const connection = { kind: 'tcp' as const, host: '127.0.0.1', port: 1 }
    const broken = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0', 'latin1').toString('base64')
    const wide = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\x00\0\0\0\x08\x08\x02\0\0\0', 'latin1').toString('base64')
    expect(await till.call('printer.set', { setting: { connection, logoPng: broken } })).toMatchObject({ error: { code: 'logo_unreadable' } })
    expect(await till.call('printer.set', { setting: { connection, columns: 32, logoPng: wide } })).toMatchObject({ error: { code: 'logo_too_wide' } })
  })

  it('carries the logo above the name of the shop', async () => {
    await setUp({ logoPng: LOGO, drawer: null })
    await till.must('print.add', { what: why })
    await printed(1)
    expect(printer.lines.findIndex(({ picture }) => picture)).toBe(0)
    expect((await till.must('print.preview', { what: why })).svg).toContain(LOGO.slice(0, 40))
  })
})

describe('words of papers', () => {
  it.each(locales.flatMap((locale) => (locale === 'zh-Hans' ? ['gb18030' as const] : locale === 'zh-Hant' ? ['gb18030' as const, 'big5' as const] : ['gb18030' as const, 'big5' as const, 'cp1252' as const]).map((page) => [locale, page] as const)))('of %s are all known to %s', (locale, page) => {
    const words = Object.values(receiptTexts[locale]).flatMap((each): string[] => (typeof each === 'string' ? [each] : typeof each === 'function' ? [(each as (a: string | null, b: string | null) => string)(null, '1')] : Object.values(each)))
    expect(words.length).toBeGreaterThan(50)
    expect(printableText(words.join('\n'), page).missing).toEqual([])
  })

  it('never stand beyond the list of widths, where receiptline would drop them', () => {
    expect(() => checkedWidths('{width:* 8}\na | b | c')).toThrow(/3 columns where 2/)
    expect(checkedWidths('{width:* 8}\na \\| b | c\n{width:*}\n|words |')).toContain('words')
  })
})
