import { describe, expect, it } from 'vitest'
import { lineCuts } from '../../src/renderer/basket/line-cuts.ts'
import { discountRows } from '../../src/renderer/slab/discount-rows.ts'
import { prepaidMinor } from '../../src/renderer/slab/exchange-row.tsx'
import { pageTexts, type TillText } from '../../src/renderer/texts.ts'
import { createLanguage } from '../../src/ui/i18n/language.ts'
import { createFakeTill } from '../support/fake-till-bridge.ts'
import { setScene } from '../support/preview/scenes.ts'

const language = createLanguage(pageTexts, 'zh-Hans')
const text: TillText = (key, values) => language.t(key, { ...values })

async function deskWithCoupons() {
  const fake = createFakeTill()
  await setScene(fake, 'coupons')
  const hello = await fake.invoke('till.hello', {})
  if (!hello.ok || hello.output.desk.quote.kind !== 'quoted') throw new Error('no quote')
  return { ...hello.output.desk, quote: hello.output.desk.quote }
}

describe('offers on screen', () => {
  it('stand on the slab by their names, the largest first, and add up to the discount', async () => {
    const { quote } = await deskWithCoupons()
    const rows = discountRows(quote, text, 'zh-Hans')
    expect(rows.map(({ label, offMinor }) => [label, offMinor])).toEqual([['满 120 减 8', 800], ['会员价', 400]])
    expect(rows.reduce((sum, row) => sum + row.offMinor, 0)).toBe(quote.result.discountMinor)
  })
  it('share the last row when there are more than fit', async () => {
    const { quote } = await deskWithCoupons()
    const discount = quote.explain.children.find(({ id }) => id === 'discount')!
    const offer = (id: string, resultMinor: number) => ({ ...discount.children[0]!, id, ruleId: id, result: { kind: 'minor' as const, resultMinor } })
    const many = { ...quote, explain: { ...quote.explain, children: [{ ...discount, children: [offer('a', 100), offer('b', 400), offer('c', 300), offer('d', 200)] }] } }
    expect(discountRows(many, text, 'zh-Hans').map(({ label, offMinor }) => [label, offMinor])).toEqual([['b', 400], ['c', 300], ['优惠（2 项）', 300]])
  })
  it('stand on each line with what they took off that line, apart from the member price', async () => {
    const { quote, lines } = await deskWithCoupons()
    const cuts = lines.map((_, place) => lineCuts(quote, place))
    expect(cuts[0]?.map(({ ruleId, offMinor }) => [ruleId, offMinor])).toEqual([['member-price', 400], ['2900000000018', 406]])
    expect(cuts.map((each) => each.reduce((sum, cut) => sum + cut.offMinor, 0))).toEqual(lines.map(({ discountMinor }) => discountMinor))
  })
  it('a coupon that does not fit stays in sight with its reason, and takes nothing off', async () => {
    const { coupons } = await deskWithCoupons()
    expect(coupons.map(({ code, state, discountMinor }) => [code, state.kind, discountMinor])).toEqual([['2900000000018', 'applied', 800], ['2900000000032', 'refused', 0]])
  })
  it('an empty basket has none', () => {
    expect([discountRows({ kind: 'empty' }, text, 'en'), lineCuts({ kind: 'empty' }, 0)]).toEqual([[], []])
  })
})

describe('what is paid before money', () => {
  const card = { code: 'G1', codeMasked: '…1', balanceMinor: 5000, usedMinor: 300 }
  const ready = { kind: 'ready' as const, returnId: 'r', receiptCode: 'R2-1-00000000', creditMinor: 1580, returned: {} as never }
  it('is the credit of goods that come back and the gift cards; an exchange that is refused pays nothing', () => {
    expect(prepaidMinor({ exchange: null, giftCards: [] })).toBe(0)
    expect(prepaidMinor({ exchange: ready, giftCards: [card, card] })).toBe(2180)
    expect(prepaidMinor({ exchange: { kind: 'refused', why: 'rules_not_here' }, giftCards: [card] })).toBe(300)
  })
})
