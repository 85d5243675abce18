import { transform } from 'receiptline'
import { afterEach, describe, expect, it } from 'vitest'
import type { Locale } from '../../../src/contract/primitives.ts'
import { locales } from '../../../src/contract/primitives.ts'
import { NO_COUNTER } from '../../../src/till/counter.ts'
import { changeText, moneyText, pointsText, quantityText } from '../../../src/till/receipt/numbers.ts'
import { RECEIPT_COLUMNS, type Paper } from '../../../src/till/receipt/paper-rows.ts'
import { receiptDocument, type ReceiptContent } from '../../../src/till/receipt/receipt-document.ts'
import { receiptTexts } from '../../../src/till/receipt/texts.ts'
import { scaleLabel } from '../../support/ean.ts'
import { grantFrom } from '../../support/till-line.ts'
import { makeTill, type TestTill } from '../../support/till.ts'
import { sampleShop } from '../../support/till-shop.ts'

let till: TestTill | null = null
afterEach(async () => {
  await till?.dispose()
  till = null
})

/** The lines of text in a picture of a receipt, each with what stands on it from left to right. */
const linesOf = (svg: string): string[] =>
  [...svg.matchAll(/<g transform="translate\(0,\d+\)">(.*?)<\/g>/g)]
    .map(([, group = '']) => [...group.matchAll(/<tspan[^>]*>(.*?)<\/tspan>/g)].map(([, character = '']) => character).join(''))
    .map((line) => line.replaceAll('&#xa0;', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim())
    .filter((line) => line !== '')

const soldWith = async (shop: TestTill): Promise<string> => {
  shop.line.answer = grantFrom([{ lotId: 'lot-b', points: 1900, expiresAtMs: null }])
  await shop.scan('8800001001079196')
  await shop.scan('6941000137010')
  await shop.scan(scaleLabel('21', '10021', 1250))
  await shop.must('basket.add', { sku: 'ODD', quantityMilli: 3000 })
  await shop.must('sale.redeem', { redeemPoints: 1200 })
  const { saleId } = await shop.must('sale.pay', {})
  await shop.must('sale.commit', { saleId, tenders: [{ kind: 'card', paidMinor: 5000, reference: '0042' }, { kind: 'cash', tenderedMinor: 5000 }] })
  return saleId
}

const paidInCash = async (shop: TestTill, payMinor: number): Promise<string> => {
  const { saleId, phase } = await shop.must('sale.pay', {})
  expect(phase).toMatchObject({ kind: 'paying', payMinor })
  await shop.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: payMinor }] })
  return saleId
}
const paperOf = async (shop: TestTill, saleId: string): Promise<string[]> => linesOf((await shop.must('receipt.preview', { saleId, locale: 'en' })).svg)

describe('the receipt of a sale', () => {
  it('says what was sold, saved, used, paid, earned, and what expires', async () => {
    till = await makeTill()
    const saleId = await soldWith(till)
    const { svg, receiptCode } = await till.must('receipt.preview', { saleId, locale: 'zh-Hans' })
    expect(receiptCode).toMatch(/^R2-1-[0-9a-f]{8}$/)
    expect(linesOf(svg)).toEqual([
      '测试店',
      '学府路 1 号',
      '021-5550 0100',
      `小票 ${receiptCode}`,
      '2026-11-20 18:44  收银机 2',
      '东北长粒香米 10 kg69.30',
      '红富士苹果',
      '1.250 kg × 12.8016.00',
      'Odd ^|{x}~ "name" `_=\\ -',
      '3 × 0.010.03',
      '优惠-4.00',
      '享受优惠: 会员价',
      '应付￥81.33',
      '积分 1,200 分12.00',
      '银行卡 004250.00',
      '现金50.00',
      '找零30.67',
      '会员*女士 · 尾号 5127',
      '会员等级金卡',
      '本次得分+69',
      '本次用分-1,200',
      '积分余额 (值 19.57)1,957',
      '60 / 30 天内到期260 / 260',
      '可开发票69.33',
      '价格均已含税',
      '凭小票号开发票',
    ])
  })

  it.each(locales)('is complete in %s, in the words of that language', async (locale) => {
    till = await makeTill()
    const saleId = await soldWith(till)
    const text = linesOf((await till.must('receipt.preview', { saleId, locale })).svg).join('\n')
    const texts = receiptTexts[locale]
    for (const words of [texts.receipt, texts.discount, texts.due, texts.change, texts.tender.card, texts.member, texts.earned, texts.used, texts.invoiceable]) {
      expect(text).toContain(words)
    }
    expect(text).toContain({ 'zh-Hans': '红富士苹果', 'zh-Hant': '紅富士蘋果', en: 'Fuji apples' }[locale])
  })

  it('shows neither name nor phone of the member', async () => {
    till = await makeTill()
    const { svg } = await till.must('receipt.preview', { saleId: await soldWith(till), locale: 'zh-Hans' })
    const text = linesOf(svg).join('\n')
    for (const secret of ['小满', '陈', '13800005127', '1380000']) expect(text).not.toContain(secret)
  })

  it('of a sale paid with a gift card and one that sells one: only money is invoiced, value by a kind of its own, codes are masked', async () => {
    const shop = sampleShop()
    const card = { ...(shop.products[0] as (typeof shop.products)[number]), sku: 'GIFT', category: 'value', priceMinor: 10000, memberPriceMinor: null, barcodes: [], asset: 'gift-card' as const }
    till = await makeTill({ shop: { ...shop, products: [...shop.products, card] } })
    till.line.counter = { ...NO_COUNTER, lendGiftCard: ({ code, use }) => Promise.resolve({ kind: 'answer', answer: { code, balanceMinor: use === 'load' ? 0 : 5000 } }) }
    await till.must('basket.add', { sku: 'RICE-10', quantityMilli: 1000 })
    await till.must('giftCard.use', { code: 'GC12345678' })
    await till.must('giftCard.sell', { code: 'GC87654321', sku: 'GIFT' })
    const both = await paidInCash(till, 6930 - 5000 + 10000)
    const mixed = await paperOf(till, both)
    expect(mixed).toEqual(expect.arrayContaining(['Gift card ****567850.00', 'Cash119.30', 'Invoice amount19.30', 'Top-up invoice amount100.00']))
    expect(mixed.find((line) => line.includes('****4321'))).toBeDefined()
    expect(mixed.join()).not.toMatch(/GC\d{8}/)
    await till.must('sale.next', {})
    await till.must('giftCard.sell', { code: 'GC99990000', sku: 'GIFT' })
    const alone = await paperOf(till, await paidInCash(till, 10000))
    expect(alone.filter((line) => /Top-up|Invoice amount|^Receipt/.test(line))).toEqual([expect.stringMatching(/^Top-up R2-/), 'Top-up invoice amount100.00'])
  })

  it('of an exchange is one paper for both halves, from either side', async () => {
    till = await makeTill()
    await till.must('basket.add', { sku: 'TEA-1', quantityMilli: 1000 })
    const first = await paidInCash(till, 4999)
    await till.must('sale.next', {})
    const returnId = '0192f005-0000-7000-8000-000000000001'
    const exchange = await till.must('exchange.begin', { saleId: first, reason: 'exchange', lines: [{ line: 0, quantityMilli: 1000 }], returnId })
    expect(exchange.exchange).toMatchObject({ kind: 'ready' })
    await till.must('basket.add', { sku: 'RICE-10', quantityMilli: 1000 })
    const saleId = await paidInCash(till, 6930 - 4999)
    const lines = await paperOf(till, saleId)
    expect(lines.some((line) => /^Exchange R2-\d+-/.test(line))).toBe(true)
    for (const words of [/^Of receiptR2-1-/, /^Paid for new goods49\.99$/, /^Invoice amount to reverse49\.99$/, /^Taken instead$/, /^Goods returned49\.99$/, /^Cash19\.31$/, /^Invoice amount69\.30$/]) expect(lines.some((line) => words.test(line)), `${String(words)} in ${lines.join('|')}`).toBe(true)
    expect(await paperOf(till, returnId)).toEqual(lines)
  })

  it('of a sale that is not here is refused', async () => {
    till = await makeTill()
    expect(await till.call('receipt.preview', { saleId: '0192f000-0000-7000-8000-ffffffffffff', locale: 'en' })).toMatchObject({ ok: false, error: { code: 'unknown_sale' } })
  })
})

const paper = (columns: Paper['columns']): Paper => ({ columns, logoPng: null, receiptMark: 'qr' })

describe('paper', () => {
  const content: ReceiptContent = {
    storeName: { en: 'Shop' },
    address: '',
    phone: '',
    receiptCode: 'R1-1-00000000',
    soldAt: '2026-11-20 18:44',
    tillNumber: 1,
    lines: [
      { name: { en: 'A very long name of something that nobody would ever want to buy in a shop' }, packing: '12 x 330 ml', unit: 'piece', quantityMilli: 1000, unitPriceMinor: 9_999_999_99, grossMinor: 9_999_999_99, gift: false },
      { name: { 'zh-Hans': '东'.repeat(60) }, packing: '', unit: 'kg', quantityMilli: 99_999_000, unitPriceMinor: 99_999_99, grossMinor: 123_456_789_01, gift: true },
      { name: { en: 'evil\n{image:x}\n===\n---\n|a|b|' }, packing: '', unit: 'piece', quantityMilli: 1000, unitPriceMinor: 1, grossMinor: 1, gift: false },
      { name: {}, packing: '', unit: 'piece', quantityMilli: 1000, unitPriceMinor: 1, grossMinor: 1, gift: false },
    ],
    discountMinor: 1,
    offers: ['tier', { en: 'x'.repeat(70) }, {}],
    coupons: [{ code: 'CP1234567890ABCDEF', name: { en: '{cut}' } }],
    storedValueMinor: 12,
    dueMinor: 999_999_999_99,
    pointsUsed: 0,
    pointsTenderMinor: 0,
    tenders: [{ kind: 'wallet', tenderedMinor: 1, reference: 'x'.repeat(64) }],
    roundingMinor: 9,
    changeMinor: 0,
    invoiceableMinor: 1,
    topUpMinor: 1,
    isTopUp: false,
    member: { title: null, phoneTail: null, tierName: { en: 'Gold|{x}' }, storedBalanceMinor: 5, couponsGiven: [{ name: { en: '8 off' }, code: 'CP99', lastDay: '2026-12-31' }], earnPoints: 1, debtRepaidPoints: 1, balancePoints: -5, balanceWorthMinor: null, expiring60Points: 0, expiring30Points: 0 },
  }
  /** Width in half-width characters, as receiptline's text printer counts. */
  const widthOf = (line: string): number => [...line].reduce((total, character) => total + (character <= '\u007e' ? 1 : 2), 0)

  it.each(RECEIPT_COLUMNS.flatMap((columns) => locales.map((locale): [number, Locale] => [columns, locale])))(
    'of %i columns holds every line in %s, whatever stands in names',
    (columns, locale) => {
      const width = columns as (typeof RECEIPT_COLUMNS)[number]
      const printed = transform(receiptDocument(content, locale, paper(width)), { command: 'text', cpl: width, encoding: 'gb18030' })
      const lines = printed.split(/\r?\n/)
      for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width)
      const text = lines.join('').replaceAll(' ', '')
      expect(text).toContain('东'.repeat(10))
      // Nothing of a name is an order to the printer, and no amount is cut.
      for (const kept of ['{image:x}', '|a|b|', '999,999.99', '123,456,789.01', '￥999,999,999.99']) expect(text).toContain(kept)
    },
  )

  it('writes the yuan sign as U+FFE5', () => {
    const document = receiptDocument(content, 'zh-Hans', paper(32))
    expect(document).toContain('\uffe5')
    expect(document).not.toContain('\u00a5')
  })
})

it.each([
  [0, '0.00'],
  [5, '0.05'],
  [123456, '1,234.56'],
  [-400, '−4.00'],
  [100_000_000, '1,000,000.00'],
])('money %i is %s', (minor, text) => expect(moneyText(minor)).toBe(text))

it.each([
  [1250, 'kg', '1.250'],
  [5, 'kg', '0.005'],
  [3000, 'piece', '3'],
  [500, 'piece', '0.500'],
] as const)('quantity %i of %s is %s', (quantityMilli, unit, text) => expect(quantityText(quantityMilli, unit)).toBe(text))

it('points have groups, changes a sign', () => {
  expect([pointsText(1234567), pointsText(-5), changeText(5), changeText(0), changeText(-1200)]).toEqual(['1,234,567', '−5', '+5', '0', '−1,200'])
})
