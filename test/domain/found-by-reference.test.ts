/** Cases in which the engine once differed from the reference model of test/reference, made small. */
import { expect, it } from 'vitest'
import { parseCase } from '../../src/contract/case-file.ts'
import { quote } from '../../src/domain/quote.ts'

const programme = (blocks: object): object => ({
  format: 'tillpoint-programme/1',
  id: 't',
  version: 1,
  name: { en: 'T' },
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
  ...blocks,
})

const sale = (blocks: object, rest: object): object => ({
  programme: programme(blocks),
  at: '2026-11-25T15:04:00+08:00',
  store: 's1',
  member: {},
  ...rest,
})

const gift = (budgetMinor: number): object => ({
  promotions: [
    { id: 'mug', state: 'live', kind: 'gift', effect: { sku: 'MUG', unitPriceMinor: 500 }, limits: { budgetMinor } },
  ],
})

const goods = (sku: string, quantityMilli: number, unitPriceMinor: number): object => ({
  sku,
  quantityMilli,
  unitPriceMinor,
})

const excess = {
  returns: { thresholdOffers: 'recompute' },
  promotions: [
    { id: 'a', state: 'live', kind: 'amount-off', effect: { minor: 10, per: 'basket' } },
    { id: 'b', state: 'live', kind: 'buy-x-get-y', effect: { buy: 2, get: 1 } },
  ],
}

const cases = [
  {
    name: 'a gift dearer than what is left of its budget takes nothing off',
    case: sale(gift(400), { lines: [goods('A', 1000, 10_000)] }),
    expect: { notApplied: [{ id: 'mug', why: 'nothing-to-take-off' }] },
  },
  {
    name: 'a gift whose budget is empty says so',
    case: sale(gift(0), { lines: [goods('A', 1000, 10_000)] }),
    expect: { notApplied: [{ id: 'mug', why: 'budget-empty' }] },
  },
  {
    name: 'lines changed by an excess stand in the order of the sale after those named',
    case: sale(excess, {
      lines: [goods('E', 1000, 7969), goods('D', 4000, 999), goods('B', 2000, 5000), goods('D', 333, 1000)],
      returns: [
        {
          at: '2026-11-26T10:00:00+08:00',
          lines: [
            { line: 0, quantityMilli: 1000 },
            { line: 3, quantityMilli: 333 },
          ],
        },
        { at: '2026-11-27T10:00:00+08:00', lines: [{ line: 2, quantityMilli: 2000 }] },
      ],
    }),
    expect: { returns: [{}, { lines: [{ line: 2 }, { line: 0 }, { line: 1 }, { line: 3 }] }] },
  },
]

it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
  const parsed = parseCase(one.case, { load: () => ({ ok: false, path: '', problem: 'no files here' }) })
  if (!parsed.ok) throw new Error(`${parsed.path}: ${parsed.problem}`)
  const outcome = quote(parsed.saleCase)
  expect(outcome.kind === 'quoted' ? outcome.result : outcome).toMatchObject(one.expect)
})
