import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ScanOutcome } from '../../../src/contract/desk-state.ts'
import { putBasket, readBasket } from '../../../src/till/db/basket.ts'
import { parseBasket } from '../../../src/till/sale/basket.ts'
import { ean13, scaleLabel } from '../../support/ean.ts'
import { makeTill, type TestTill } from '../../support/till.ts'

/** Every kind of input that a scanner, a reader or a hand can bring, and what the till makes of it. */
let till: TestTill
beforeEach(async () => (till = await makeTill()))
afterEach(() => till.dispose())

const linesOf = async (): Promise<string[]> => (await till.desk()).lines.map((line) => `${line.sku} ${line.quantityMilli}`)
const notKnown: ScanOutcome = { kind: 'refused', why: 'not-known-here' }
const notFound: ScanOutcome = { kind: 'not-found' }

describe('one scan is one event for one consumer', () => {
  it.each([
    ['a product by EAN-13', '6941000137010', 'product', { kind: 'product-added' }, ['RICE-10 1000']],
    ['a product by EAN-8', '96385074', 'product', { kind: 'product-added' }, ['CIG-1 1000']],
    ['a product whose catalogue keeps 14 digits', '6941000274029', 'product', { kind: 'product-added' }, ['TEA-1 1000']],
    ['a product with an AIM identifier and a line end', ']E06941000137010\r\n', 'product', { kind: 'product-added' }, ['RICE-10 1000']],
    ['a product in GS1', '(01)06941000137010(10)A1', 'product', { kind: 'product-added' }, ['RICE-10 1000']],
    ['goods weighed in the store', scaleLabel('21', '10021', 1250), 'product', { kind: 'product-added', quantityMilli: 1250, unitPriceMinor: 1280 }, ['APPLE 1250']],
    ['goods priced in the store', scaleLabel('23', '30007', 3345), 'product', { kind: 'product-added', quantityMilli: 1000, unitPriceMinor: 3345 }, ['FISH 1000']],
    ['a label of 0 g', scaleLabel('21', '10021', 0), 'product', notFound, []],
    ['a label of unknown goods', scaleLabel('21', '99999', 100), 'product', notFound, []],
    ['a valid code of no product here', ean13('400638133394'), 'product', notFound, []],
    ['a member by card', '8800001001079196', 'member', { kind: 'member-attached', displayName: '陈*满', blocked: false }, []],
    ['a member by stripe', ';8800001001079196=2512?', 'member', { kind: 'member-attached', displayName: '陈*满', blocked: false }, []],
    ['a blocked member', '8800001001395956', 'member', { kind: 'member-attached', displayName: '林*波', blocked: true }, []],
    ['a blocked card', '8800001001237570', 'member', { kind: 'member-attached', displayName: '蔡*明', blocked: true }, []],
    ['a card that nobody here has', '8800001009999999', 'member', notKnown, []],
    ['a card with a wrong check digit', '8800001001079195', 'unknown', notFound, []],
    ['a coupon', 'CPABCDEF12', 'coupon', { kind: 'refused', why: 'not-usable-offline' }, []],
    ['the badge of nobody here', 'ST9999', 'staff', { kind: 'refused', why: 'badge-not-here' }, []],
    ['a receipt of elsewhere', 'R9-147-9f2c01ab', 'receipt', notKnown, []],
    ['half a code', '69410001', 'unknown', notFound, []],
    ['a code twice in one', '69410001370106941000137010', 'unknown', notFound, []],
    ['nothing', '', 'unknown', notFound, []],
    ['a line end', '\r\n', 'unknown', notFound, []],
    ['words', '东北大米', 'unknown', notFound, []],
    ['noise', '\u0001\u0002\ufffd\u0000', 'unknown', notFound, []],
  ] as const)('%s', async (_, text, scanKind, outcome, lines) => {
    const report = await till.scan(text)
    expect(report).toMatchObject({ scanKind, outcome })
    expect(await linesOf()).toEqual(lines)
    expect((await till.desk()).scan).toEqual(report)
  })
})

describe('payment codes', () => {
  it.each([
    ['WeChat', '134567890123456789', 'payment-code'],
    ['Alipay', '281234567890123456', 'payment-code'],
    ['a bank card', '%B4111111111111111^DOE/JOHN^2512101?;4111111111111111=2512101?', 'payment-card'],
  ])('of %s are refused; the code is in no answer, state, file or log', async (_, text, scanKind) => {
    const report = await till.scan(text)
    expect(report).toMatchObject({ scanKind, text: null, outcome: { kind: 'refused', why: scanKind } })
    const secret = text.replace(/\D/g, '').slice(0, 16)
    expect(JSON.stringify([report, till.desks, till.logs])).not.toContain(secret)
    await till.betweenRuns((files) => {
      const bytes = files.ledger.all<{ sql: string }>('SELECT sql FROM sqlite_schema').map(({ sql }) => sql)
      expect(bytes.join()).not.toContain(secret)
      for (const table of ['basket', 'settings', 'journal']) {
        expect(JSON.stringify(files.ledger.all(`SELECT * FROM ${table}`))).not.toContain(secret)
      }
    })
    const files = readdirSync(till.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(1)
    for (const { parentPath, name } of files) expect(readFileSync(join(parentPath, name)).includes(secret), name).toBe(false)
  })
})

describe('bounds', () => {
  it('an overlong code is named and cut', async () => {
    const report = await till.scan('9'.repeat(5000))
    expect(report).toMatchObject({ scanKind: 'unknown', outcome: { kind: 'refused', why: 'too-long' } })
    expect(report.text?.length).toBeLessThan(300)
  })
  it('beyond what the contract takes it is a bad request', async () => {
    expect(await till.call('scan.submit', { source: 'wedge', text: '9'.repeat(10_000) })).toMatchObject({ ok: false, error: { code: 'bad_request' } })
  })
  it('a scan of too many is refused, and the basket stays', async () => {
    expect((await till.must('scan.submit', { source: 'wedge', text: '6941000137010', quantityMilli: 99_999_000 })).outcome.kind).toBe('product-added')
    till.clock.advance(1000)
    expect((await till.scan('6941000137010')).outcome).toEqual({ kind: 'refused', why: 'quantity-too-large' })
    expect(await linesOf()).toEqual(['RICE-10 99999000'])
  })
  it('the thousand-and-first line is refused', async () => {
    await till.scan(scaleLabel('23', '30007', 1))
    await till.betweenRuns((files) => {
      const row = readBasket(files.ledger)
      const basket = parseBasket(row?.stateJson ?? '')
      const [line] = basket?.lines ?? []
      if (row === null || basket === null || line === undefined) throw new Error('a basket was left')
      const lines = Array.from({ length: 1000 }, (_, index) => ({ ...line, lineId: `line-${index}`, unitPriceMinor: index + 1 }))
      files.ledger.write((tx) => putBasket(tx, { ...row, stateJson: JSON.stringify({ ...basket, lines }) }))
    })
    expect((await till.scan('6941000137010')).outcome).toEqual({ kind: 'refused', why: 'too-many-lines' })
    expect(await linesOf()).toHaveLength(1000)
  })
})

describe('the same again', () => {
  it('at once is one scan seen twice; a moment later it is another pack', async () => {
    await till.scan('6941000137010')
    till.clock.advance(50)
    expect((await till.scan('6941000137010')).outcome).toEqual({ kind: 'refused', why: 'repeated' })
    till.clock.advance(400)
    expect((await till.scan('6941000137010')).outcome.kind).toBe('product-added')
    expect(await linesOf()).toEqual(['RICE-10 2000'])
  })
  it('another product at once is another product', async () => {
    await till.scan('6941000137010')
    await till.scan('96385074')
    expect(await linesOf()).toEqual(['RICE-10 1000', 'CIG-1 1000'])
  })
})

describe('a lost character', () => {
  it('at an end offers what is known here, and takes nothing', async () => {
    expect((await till.scan('941000137010')).outcome).toEqual({ kind: 'candidates', codes: ['6941000137010'] })
    expect((await till.scan('880000100107919')).outcome).toEqual({ kind: 'candidates', codes: ['8800001001079196'] })
    expect(await linesOf()).toEqual([])
    expect((await till.desk()).member).toBeNull()
  })
  it('typed by hand it is only not found', async () => {
    expect((await till.must('scan.submit', { source: 'typed', text: '941000137010' })).outcome).toEqual(notFound)
  })
})

it('a receipt of this till is found, in capitals too', async () => {
  await till.scan('6941000137010')
  const { saleId } = await till.must('sale.pay', {})
  const { sale } = await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 6930 }] })
  for (const text of [sale.receiptCode, sale.receiptCode.toUpperCase()]) {
    expect((await till.scan(text)).outcome).toEqual({ kind: 'receipt-found', saleId })
  }
})

it('a scan after "saved" begins the next sale', async () => {
  await till.scan('6941000137010')
  const { saleId } = await till.must('sale.pay', {})
  await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 6930 }] })
  await till.scan('96385074')
  const desk = await till.desk()
  expect(desk).toMatchObject({ phase: { kind: 'selling' }, saleNumber: 2 })
  expect(desk.lines.map((line) => line.sku)).toEqual(['CIG-1'])
})

it('while paying every code but a payment code is held off', async () => {
  await till.scan('6941000137010')
  await till.must('sale.pay', {})
  for (const text of ['96385074', '8800001001079196', 'CPABCDEF12', 'whatever']) {
    expect((await till.scan(text)).outcome).toEqual({ kind: 'refused', why: 'locked-while-paying' })
  }
  expect((await till.scan('134567890123456789')).outcome).toEqual({ kind: 'refused', why: 'payment-code' })
  expect(await linesOf()).toEqual(['RICE-10 1000'])
})

it('a card in a QR code is a QR code', async () => {
  await till.scan(']Q18800001001079196')
  expect((await till.desk()).member).toMatchObject({ foundBy: 'qr' })
})
