import { describe, expect, it } from 'vitest'
import { addItem, emptyBasket, isEmpty, parseBasket, removeLine, setMember, setQuantity, type Basket, type BasketItem } from '../../../src/till/sale/basket.ts'

const tea: BasketItem = {
  sku: 'TEA', name: { en: 'Tea' }, packing: '', unit: 'piece', category: 'tea',
  quantityMilli: 1000, unitPriceMinor: 500, memberPriceMinor: null, asset: null, giftCard: null, loadBonusMinor: 0, priceOverride: null,
}
const filled = (...items: BasketItem[]): Basket =>
  items.reduce((basket, item, index) => {
    const change = addItem(basket, item, `line-${index}`)
    if (change.kind === 'refused') throw new Error(change.refused)
    return change.basket
  }, emptyBasket('sale-1'))

describe('lines', () => {
  it('of the same SKU, price, member price and asset are one', () => {
    expect(filled(tea, { ...tea, quantityMilli: 2000 }).lines).toMatchObject([{ lineId: 'line-0', quantityMilli: 3000 }])
  })
  it.each([
    ['SKU', { sku: 'OTHER' }],
    ['price', { unitPriceMinor: 501 }],
    ['member price', { memberPriceMinor: 400 }],
    ['asset', { asset: 'gift-card' as const, giftCard: 'GC1' }],
  ])('of another %s are two', (_, change) => {
    expect(filled(tea, { ...tea, ...change }).lines).toHaveLength(2)
  })
  it('change their quantity, go, and refuse what is not there', () => {
    const basket = filled(tea)
    expect(setQuantity(basket, 'line-0', 500)).toMatchObject({ kind: 'changed', basket: { lines: [{ quantityMilli: 500 }] } })
    expect(removeLine(basket, 'line-0')).toMatchObject({ kind: 'changed', basket: { lines: [] } })
    expect(setQuantity(basket, 'nobody', 500)).toEqual({ kind: 'refused', refused: 'unknown_line' })
    expect(removeLine(basket, 'nobody')).toEqual({ kind: 'refused', refused: 'unknown_line' })
    expect(setQuantity(basket, 'line-0', 99_999_001)).toEqual({ kind: 'refused', refused: 'quantity_too_large' })
    expect(addItem(basket, { ...tea, quantityMilli: 99_999_000 }, 'x')).toEqual({ kind: 'refused', refused: 'quantity_too_large' })
  })
})

describe('the member', () => {
  const member = { memberId: 'm1', foundBy: 'card', cardBlocked: false } as const
  it('keeps the points asked for when she is found again, and takes them along when she goes', () => {
    const basket = { ...setMember(filled(tea), member), redeemPoints: 300 }
    expect(setMember(basket, { ...member, foundBy: 'phone' })).toMatchObject({ redeemPoints: 300, member: { foundBy: 'phone' } })
    expect(setMember(basket, { ...member, memberId: 'm2' }).redeemPoints).toBe(0)
    expect(setMember(basket, null)).toMatchObject({ member: null, redeemPoints: 0 })
  })
  it('alone is worth keeping', () => {
    expect([isEmpty(emptyBasket('a')), isEmpty(setMember(emptyBasket('a'), member)), isEmpty(filled(tea))]).toEqual([true, false, false])
  })
})

it('is read back as it was written; what is no basket is none', () => {
  const basket = setMember(filled(tea), { memberId: 'm1', foundBy: 'qr', cardBlocked: true })
  expect(parseBasket(JSON.stringify(basket))).toEqual(basket)
  for (const json of ['', '{', 'null', '[]', '{"saleId":1}', JSON.stringify({ ...basket, redeemPoints: -1 })]) expect(parseBasket(json)).toBeNull()
})
