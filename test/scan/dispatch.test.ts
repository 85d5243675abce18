import { describe, expect, it } from 'vitest'
import { candidateCodes } from '../../src/scan/candidates.ts'
import { classify, type Classified, type RawScan } from '../../src/scan/dispatch.ts'
import { CODE_CHARACTERS_MAX, DEFAULT_SCAN_RULES, type ScanKind } from '../../src/scan/rules.ts'
import { BANK_NUMBERS } from '../sim/devices/stripes.ts'

function scan(text: string, more: Partial<RawScan> = {}): Classified | null {
  return classify({ source: 'wedge', text, aim: null, symbology: null, tracks: null, ...more }, DEFAULT_SCAN_RULES)
}
const NO_TEXT: readonly ScanKind[] = ['payment-card', 'payment-code']

/** Every rule at its borders: the kind, the code, what is tried. */
const ROWS: readonly [ScanKind, string, string][] = [
  ['payment-code', '100000000000000001', 'WeChat, first start'],
  ['payment-code', '159999999999999999', 'WeChat, last start'],
  ['unknown', '160000000000000001', 'a start after WeChat’s'],
  ['unknown', '10000000000000001', 'a digit less than WeChat'],
  ['unknown', '1000000000000000019', 'a digit more than WeChat'],
  ['payment-code', '2512345678901234', 'Alipay, shortest'],
  ['payment-code', '301234567890123456789012', 'Alipay, longest'],
  ['unknown', '251234567890123', 'a digit less than Alipay'],
  ['unknown', '3012345678901234567890123', 'a digit more than Alipay'],
  ['unknown', '2412345678901234', 'a start before Alipay’s'],
  ['unknown', '3112345678901234', 'a start after Alipay’s'],
  ['staff', 'ST12ab', 'shortest badge'],
  ['staff', 'ST123456789012', 'longest badge'],
  ['unknown', 'ST123', 'badge too short'],
  ['unknown', 'ST1234567890123', 'badge too long'],
  ['unknown', 'ST12-34', 'badge with a sign'],
  ['receipt', 'R3-147-0a1b2c3d', 'receipt'],
  ['receipt', 'R12-1-0A1B2C3D', 'receipt, capital hex'],
  ['unknown', 'R3-147-0a1b2c3', 'receipt, seven hex digits'],
  ['unknown', 'R3-147-0a1b2c3g', 'receipt, no hex digit'],
  ['unknown', 'R-147-0a1b2c3d', 'receipt without till'],
  ['coupon', 'CPabc123', 'shortest coupon'],
  ['coupon', 'CP12345678901234567890', 'longest coupon'],
  ['unknown', 'CP12345', 'coupon too short'],
  ['unknown', 'CP123456789012345678901', 'coupon too long'],
  ['gift-card', 'GC1234567897', 'shortest gift card'],
  ['gift-card', 'GC12345678901234567894', 'longest gift card'],
  ['unknown', 'GC1234567890', 'gift card, wrong check digit'],
  ['unknown', 'GC123456782', 'gift card too short'],
  ['member', '8800123456781231', 'card number'],
  ['unknown', '8800123456781234', 'card number, wrong check digit'],
  ['unknown', '880012345678123', 'card number too short'],
  ['unknown', '8700123456781232', 'sixteen digits that begin otherwise'],
  ['member', 'MEM0001', 'shortest member code'],
  ['member', 'MEM0123456789abcdef', 'longest member code'],
  ['unknown', 'MEM000', 'member code too short'],
  ['unknown', 'MEM0123456789abcdef0', 'member code too long'],
  ['member', 'https://m.example.com/c/01J9ZK3YQ8W4T7N2B5?c=94287082&t=59#A', 'link of the shop'],
  ['unknown', 'https://m.example.com.evil.example/c/1', 'link of another'],
  ['unknown', 'http://m.example.com/c/1', 'link without encryption'],
  ['member', 'TP1.eyJtIjoi.abc_-', 'signed member code'],
  ['unknown', 'TP1.', 'signed member code without a word'],
  ['unknown', 'TP2.abc', 'a signed code of another version'],
  ['product', '6901234567892', 'EAN-13'],
  ['unknown', '6901234567893', 'EAN-13, wrong check digit'],
  ['product', '96385074', 'EAN-8'],
  ['unknown', '96385075', 'EAN-8, wrong check digit'],
  ['product', '036000291452', 'UPC-A'],
  ['product', '04252614', 'UPC-E'],
  ['unknown', '04252615', 'UPC-E, wrong check digit'],
  ['product', '0106901234567892', 'GS1 with (01)'],
  ['product', '(01)06901234567892(10)A1', 'GS1 as printed'],
  ['unknown', '0106901234567893', 'GS1, wrong check digit'],
  ['unknown', 'hello', 'a word'],
]

describe('the default rules', () => {
  it.each(ROWS)('%s: %s (%s)', (kind, text) => {
    expect(scan(text)).toMatchObject({ kind, text: NO_TEXT.includes(kind) ? null : text, aim: null, symbology: null })
  })

  it('refuse bank cards by either track, with nothing of them kept', () => {
    for (const number of BANK_NUMBERS) {
      for (const swipe of [
        `;${number}=2912101?`,
        `%B${number}^DOE/JANE^2912?`,
        `%B${number}^D^2912?;${number}=2912?+01${number}=1?`,
      ]) {
        expect(scan(swipe)).toEqual({
          kind: 'payment-card',
          text: null,
          symbology: 'magstripe',
          aim: null,
          product: null,
        })
      }
    }
  })

  it('take a stripe that is no bank’s for what its number is', () => {
    expect(scan(';8800123456781231=2912?')).toMatchObject({
      kind: 'member',
      text: '8800123456781231',
      symbology: 'magstripe',
    })
    expect(scan('%MEM0001234?')).toMatchObject({ kind: 'member', text: 'MEM0001234' })
    expect(scan('%M4111111111111111^X^?')).toMatchObject({ kind: 'unknown', text: '4111111111111111' }) // no bank's format
    expect(scan(';4111111111111112=2912?')).toMatchObject({ kind: 'unknown' }) // wrong check digit
    expect(scan(';1800123456781236=2912?')).toMatchObject({ kind: 'unknown' }) // no bank's range
  })

  it('take frame, identifier and line ends off', () => {
    for (const text of [']E06901234567892\r\n', '\x02]E06901234567892\x03', '\x02]E06901234567892\r\x03\r']) {
      expect(scan(text)).toMatchObject({ text: '6901234567892', aim: ']E0', symbology: 'ean-13', kind: 'product' })
    }
    expect(scan('')).toBeNull()
    expect(scan('\r\n')).toBeNull()
    expect(scan('%E?;E?')).toBeNull()
  })

  it('take a link whose host is in capitals, as small QR codes have it', () => {
    expect(scan('HTTPS://M.EXAMPLE.COM/C/01J9')).toMatchObject({ kind: 'member', text: 'HTTPS://M.EXAMPLE.COM/C/01J9' })
  })

  it('take the identifier off where a device gives it twice', () => {
    const twice = { source: 'hid', text: ']E06901234567892', aim: ']E0', symbology: null, tracks: null } as const
    expect(classify(twice, DEFAULT_SCAN_RULES)).toMatchObject({ text: '6901234567892', aim: ']E0', kind: 'product' })
  })

  it('refuse the payment code whatever device and identifier', () => {
    expect(scan(']Q1134567890123456789')).toMatchObject({
      kind: 'payment-code',
      text: null,
      aim: ']Q1',
      symbology: 'qr',
    })
  })

  it('name what is longer than any code unknown', () => {
    expect(scan(`TP1.${'x'.repeat(CODE_CHARACTERS_MAX)}`)).toMatchObject({ kind: 'unknown' })
  })
})

describe('identifiers', () => {
  it.each([
    [']A0', 'AB12', 'code-39'],
    [']G0', 'AB12', 'code-93'],
    [']C0', 'AB12', 'code-128'],
    [']C1', '10AB', 'gs1-128'],
    [']E0', '6901234567892', 'ean-13'],
    [']E0', '036000291452', 'upc-a'],
    [']E0', '04252614', 'upc-e'],
    [']E4', '96385074', 'ean-8'],
    [']F0', 'A123B', 'codabar'],
    [']I1', '1234', 'itf'],
    [']L2', 'abc', 'pdf-417'],
    [']Q1', 'abc', 'qr'],
    [']Q3', '10AB', 'gs1-qr'],
    [']d2', '10AB', 'data-matrix'],
    [']h0', '会员', 'han-xin'],
    [']z0', 'abc', 'aztec'],
    [']M0', '1234', null],
    [']X3', 'abc', null],
  ])('%s of %s is %s', (aim, text, symbology) => {
    expect(scan(`${aim}${text}`)).toMatchObject({ aim, text, symbology })
  })

  it('are not seen where there are none', () => {
    expect(scan(']Jx12')).toMatchObject({ aim: null, text: ']Jx12' })
  })
})

describe('product codes', () => {
  it.each([
    ['6901234567892', { kind: 'gtin', gtin: '6901234567892' }],
    ['036000291452', { kind: 'gtin', gtin: '0036000291452' }],
    ['04252614', { kind: 'gtin', gtin: '0042100005264' }],
    ['96385074', { kind: 'gtin', gtin: '96385074' }],
    ['2112345003207', { kind: 'weighed', item: '12345', weightGrams: 320 }],
    ['2312345012500', { kind: 'priced', item: '12345', priceMinor: 1250 }],
    [']E36901234567892' + '12', { kind: 'gtin', gtin: '6901234567892' }],
    [
      ']C10106901234567892' + '3103000320' + '1726123110A1\x1d21S9',
      {
        kind: 'gs1',
        gtin: '6901234567892',
        batch: 'A1',
        serial: 'S9',
        bestBefore: null,
        expiry: '261231',
        netWeightGrams: 320,
      },
    ],
    ['0116901234567899', { kind: 'gs1', gtin: '16901234567899' }],
  ])('%j', (text, product) => {
    expect(scan(text)?.product).toMatchObject(product)
  })

  it('of all UPC-E forms stand for their twelve digits', () => {
    // number system 0, all eleven last digits, from the GS1 General Specifications' table
    const forms: readonly [string, string][] = [
      ['01234505', '0012000003455'],
      ['01234514', '0012100003454'],
      ['01234523', '0012200003453'],
      ['01234531', '0012300000451'],
      ['01234543', '0012340000053'],
      ['01234558', '0012345000058'],
      ['01234565', '0012345000065'],
      ['01234572', '0012345000072'],
      ['01234589', '0012345000089'],
      ['01234596', '0012345000096'],
    ]
    for (const [code, gtin] of forms) expect(scan(`]E0${code}`)?.product, code).toEqual({ kind: 'gtin', gtin })
  })

  it('with a wrong check digit weigh and cost nothing', () => {
    expect(scan('2112345003208')).toMatchObject({ kind: 'unknown', product: null })
  })
})

describe('rules of a shop', () => {
  it('decide in their order', () => {
    const rules = { ...DEFAULT_SCAN_RULES, rules: DEFAULT_SCAN_RULES.rules.toReversed() }
    expect(
      classify({ source: 'typed', text: 'R3-147-0a1b2c3d', aim: null, symbology: null, tracks: null }, rules)?.kind,
    ).toBe('receipt')
    const [, ...others] = DEFAULT_SCAN_RULES.rules
    const memberFirst = {
      ...DEFAULT_SCAN_RULES,
      rules: [
        {
          kind: 'member',
          form: {
            form: 'characters',
            startsWith: ['69'],
            then: 'digits',
            lengthMin: 13,
            lengthMax: 13,
            check: 'gs1-mod-10',
          },
        } as const,
        ...others,
      ],
    }
    expect(
      classify({ source: 'typed', text: '6901234567892', aim: null, symbology: null, tracks: null }, memberFirst),
    ).toMatchObject({ kind: 'member', product: null })
  })
})

describe('a code with one character lost', () => {
  it.each([
    ['901234567892', '6901234567892', 'first'],
    ['690123456789', '6901234567892', 'last'],
    ['800123456781231', '8800123456781231', 'first'],
    ['880012345678123', '8800123456781231', 'last'],
    ['EM0001234', 'MEM0001234', 'first'],
    ['T12345', 'ST12345', 'first'],
  ] as const)('%s offers %s (%s lost)', (text, whole, lost) => {
    expect(candidateCodes(text, DEFAULT_SCAN_RULES)).toContainEqual(expect.objectContaining({ text: whole, lost }))
  })

  it('offers at most 72, none of them unknown or a payment', () => {
    for (const text of ['MEM000123', '10000000000000001', 'hello', '69012345678921']) {
      const candidates = candidateCodes(text, DEFAULT_SCAN_RULES)
      expect(candidates.length).toBeLessThanOrEqual(72)
      for (const { classified } of candidates)
        expect(['unknown', 'payment-code', 'payment-card']).not.toContain(classified.kind)
    }
  })

  it('offers nothing for noise', () => {
    expect(candidateCodes('ab', DEFAULT_SCAN_RULES)).toEqual([])
    expect(candidateCodes('%B4111?', DEFAULT_SCAN_RULES)).toEqual([])
  })
})
