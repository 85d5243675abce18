import { z } from 'zod'
import { BASKET_LINES_MAX, QUANTITY_MILLI_MAX } from '../../contract/till-calls.ts'
import { localizedText } from '../../contract/primitives.ts'
import type { ApprovalFact } from '../../journal/approval.ts'

/**
 * The open sale as it is kept: what was scanned and chosen, nothing that can be computed. No personal data: a member is
 * an id. Pure: every operation gives a new basket or a named refusal.
 */
const basketLine = z.object({
  lineId: z.string(),
  sku: z.string(),
  name: localizedText,
  packing: z.string(),
  unit: z.enum(['piece', 'kg']),
  category: z.string(),
  quantityMilli: z.int().min(1),
  unitPriceMinor: z.int().min(0),
  memberPriceMinor: z.int().min(0).nullable(),
  /** A line that loads value instead of being goods; such lines come with stored value. */
  asset: z.enum(['stored-value', 'gift-card']).nullable(),
  /** The gift card that this line loads. */
  giftCard: z.string().nullable().default(null),
  /** What a piece of it loads on top of its price. */
  loadBonusMinor: z.int().min(0).default(0),
  /** Sold at another price than the product's; null: at its own. */
  priceOverride: z.object({ fromMinor: z.int().min(0), reason: z.string() }).nullable().default(null),
})
const basketMember = z.object({
  memberId: z.string(),
  foundBy: z.enum(['card', 'qr', 'phone', 'phone-tail', 'name', 'receipt']),
  /** She was found by a card that was blocked: her points stay where they are. */
  cardBlocked: z.boolean(),
})
const basketCoupon = z.object({
  code: z.string(),
  /** What HQ lent; null: it was asked, and has not answered. */
  lent: z.object({ coupon: z.string(), expiresAtMs: z.int().nullable(), usesLeft: z.int() }).nullable(),
  /** Taken out of the sale again; it goes back with the sale. */
  out: z.boolean(),
})
const basketExchange = z.object({
  returnId: z.string(),
  saleId: z.string(),
  reason: z.enum(['change-of-mind', 'defect', 'statutory', 'exchange']),
  lines: z.array(z.object({ line: z.int().min(0), quantityMilli: z.int().min(1) })),
})
const basketGiftCard = z.object({
  code: z.string(),
  /** To pay with it, or to load it. */
  use: z.enum(['pay', 'load']),
  /** What HQ lent; null: it was asked, and has not answered, or it was taken out of the sale again. */
  lent: z.object({ balanceMinor: z.int().min(0) }).nullable(),
})
/** A gift card that somebody buys: its code is still to be scanned. */
const wantedGiftCard = z.object({ sku: z.string(), name: localizedText, priceMinor: z.int().min(0) })
const approval = z.object({
  approvalId: z.string(),
  right: z.string(),
  subject: z.string(),
  staffId: z.string(),
  approverId: z.string(),
  reason: z.string(),
  note: z.string(),
  approvedAtMs: z.int(),
})
const basketSchema = z.object({
  saleId: z.string(),
  lines: z.array(basketLine),
  member: basketMember.nullable(),
  redeemPoints: z.union([z.int().min(0), z.literal('max')]),
  coupons: z.array(basketCoupon).default([]),
  /** To be paid with stored value. */
  storedValueMinor: z.union([z.int().min(0), z.literal('max')]).default(0),
  /** Her stored value as HQ lent it to this sale; null: not asked. */
  value: z
    .discriminatedUnion('kind', [z.object({ kind: z.literal('asked') }), z.object({ kind: z.literal('lent'), principalMinor: z.int().min(0), bonusMinor: z.int().min(0) })])
    .nullable()
    .default(null),
  /** Goods that come back for these. */
  exchange: basketExchange.nullable().default(null),
  /** Gift cards that HQ was asked for; they go back with the sale. */
  giftCards: z.array(basketGiftCard).default([]),
  giftCardWanted: wantedGiftCard.nullable().default(null),
  /** Taken off by hand, by whoever had the right. */
  manualDiscount: z.object({ discountMinor: z.int().min(1), reason: z.string(), role: z.enum(['cashier', 'supervisor', 'manager']) }).nullable().default(null),
  /** Who allowed what in this sale; saved with it. */
  approvals: z.array(approval).default([]),
  /** Fixed by Pay: with it the totals must come out the same again after a restart. */
  paying: z.object({ atMs: z.int(), payMinor: z.int(), programmeHash: z.string() }).nullable(),
})

export type Basket = z.infer<typeof basketSchema>
export type BasketLine = z.infer<typeof basketLine>
export type BasketCoupon = z.infer<typeof basketCoupon>
export type BasketExchange = z.infer<typeof basketExchange>
export type BasketGiftCard = z.infer<typeof basketGiftCard>
export type BasketMember = z.infer<typeof basketMember>
/** What is sold, before it is a line. */
export type BasketItem = Omit<BasketLine, 'lineId'>

export function emptyBasket(saleId: string): Basket {
  return { saleId, lines: [], member: null, redeemPoints: 0, coupons: [], storedValueMinor: 0, value: null, exchange: null, giftCards: [], giftCardWanted: null, manualDiscount: null, approvals: [], paying: null }
}

/** Nothing scanned, nobody at the till: such a basket is not worth keeping. */
export function isEmpty(basket: Basket): boolean {
  return basket.lines.length === 0 && basket.member === null && basket.coupons.length === 0 && basket.exchange === null && basket.giftCards.length === 0 && basket.giftCardWanted === null
}

/** Reads a kept basket; null when this program cannot read it. */
export function parseBasket(json: string): Basket | null {
  try {
    const parsed = basketSchema.safeParse(JSON.parse(json))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

export type BasketChange<Refusal extends string> =
  | { readonly kind: 'changed'; readonly basket: Basket }
  | { readonly kind: 'refused'; readonly refused: Refusal }

/**
 * Adds goods; of one SKU, price, member price and asset there is one line (loyalty-fine-print.md, Returns). A gift card is no
 * line before its code is known: the sale asks for it.
 */
export function addItem(basket: Basket, item: BasketItem, lineId: string): BasketChange<'too_many_lines' | 'quantity_too_large'> {
  if (item.asset === 'gift-card' && item.giftCard === null) {
    return { kind: 'changed', basket: { ...basket, giftCardWanted: { sku: item.sku, name: item.name, priceMinor: item.unitPriceMinor } } }
  }
  const same = basket.lines.find((line) => isSameLine(line, item))
  const quantityMilli = (same?.quantityMilli ?? 0) + item.quantityMilli
  if (quantityMilli > QUANTITY_MILLI_MAX) return { kind: 'refused', refused: 'quantity_too_large' }
  if (same !== undefined) return withQuantity(basket, same.lineId, quantityMilli)
  if (basket.lines.length >= BASKET_LINES_MAX) return { kind: 'refused', refused: 'too_many_lines' }
  return { kind: 'changed', basket: { ...basket, lines: [...basket.lines, { ...item, lineId }] } }
}

function isSameLine(line: BasketLine, item: BasketItem): boolean {
  return (
    line.sku === item.sku &&
    line.unitPriceMinor === item.unitPriceMinor &&
    line.memberPriceMinor === item.memberPriceMinor &&
    line.asset === item.asset &&
    line.giftCard === item.giftCard
  )
}

export function setQuantity(basket: Basket, lineId: string, quantityMilli: number): BasketChange<'unknown_line' | 'quantity_too_large'> {
  const line = basket.lines.find((each) => each.lineId === lineId)
  if (line === undefined) return { kind: 'refused', refused: 'unknown_line' }
  // One gift card is sold once; another one has another code.
  if (quantityMilli > (line.giftCard === null ? QUANTITY_MILLI_MAX : 1000)) return { kind: 'refused', refused: 'quantity_too_large' }
  return withQuantity(basket, lineId, quantityMilli)
}

function withQuantity(basket: Basket, lineId: string, quantityMilli: number): { readonly kind: 'changed'; readonly basket: Basket } {
  const lines = basket.lines.map((line) => (line.lineId === lineId ? { ...line, quantityMilli } : line))
  return { kind: 'changed', basket: { ...basket, lines } }
}

export function removeLine(basket: Basket, lineId: string): BasketChange<'unknown_line'> {
  if (!basket.lines.some((line) => line.lineId === lineId)) return { kind: 'refused', refused: 'unknown_line' }
  return { kind: 'changed', basket: { ...basket, lines: basket.lines.filter((line) => line.lineId !== lineId) } }
}

/** Sells a line at another price; the member's price of it no longer counts. The product's own price takes it back. */
export function overridePrice(basket: Basket, lineId: string, unitPriceMinor: number, reason: string, approved: ApprovalFact | null): BasketChange<'unknown_line' | 'price_fixed'> {
  const line = basket.lines.find((each) => each.lineId === lineId)
  if (line === undefined) return { kind: 'refused', refused: 'unknown_line' }
  if (line.asset !== null) return { kind: 'refused', refused: 'price_fixed' }
  const fromMinor = line.priceOverride?.fromMinor ?? line.unitPriceMinor
  const next: BasketLine = { ...line, unitPriceMinor, memberPriceMinor: null, priceOverride: { fromMinor, reason } }
  return { kind: 'changed', basket: { ...basket, lines: basket.lines.map((each) => (each === line ? next : each)), approvals: withApproval(basket, approved) } }
}

/** Takes so much off by hand, or nothing (0). */
export function setDiscount(basket: Basket, discountMinor: number, by: { readonly reason: string; readonly role: NonNullable<Basket['manualDiscount']>['role'] }, approved: ApprovalFact | null): Basket {
  const others = { ...basket, approvals: basket.approvals.filter((each) => !each.right.startsWith('discount')) }
  return { ...basket, manualDiscount: discountMinor === 0 ? null : { discountMinor, ...by }, approvals: discountMinor === 0 ? others.approvals : withApproval(others, approved) }
}

/** The newest word on one thing counts. */
export function withApproval({ approvals }: Basket, approved: ApprovalFact | null): Basket['approvals'] {
  if (approved === null) return approvals
  return [...approvals.filter((each) => each.right !== approved.right || each.subject !== approved.subject), approved]
}

/** What was allowed by this right is not needed, or not the same, any more. */
export function withoutApproval(basket: Basket, right: string): Basket {
  return { ...basket, approvals: basket.approvals.filter((approval) => approval.right !== right) }
}

/** Another member, or none: what was asked of the one before is forgotten. */
export function setMember(basket: Basket, member: BasketMember | null): Basket {
  const same = member !== null && basket.member?.memberId === member.memberId
  return { ...basket, member, redeemPoints: same ? basket.redeemPoints : 0, storedValueMinor: same ? basket.storedValueMinor : 0 }
}

/** Puts a coupon in, or writes what became of it. */
export function putCoupon(basket: Basket, coupon: BasketCoupon): Basket {
  const others = basket.coupons.filter((each) => each.code !== coupon.code)
  return { ...basket, coupons: [...others, coupon] }
}

/** Takes a coupon out; what HQ lent stays with the sale until it ends. */
export function removeCoupon(basket: Basket, code: string): BasketChange<'unknown_coupon'> {
  if (!basket.coupons.some((coupon) => coupon.code === code && !coupon.out)) return { kind: 'refused', refused: 'unknown_coupon' }
  return { kind: 'changed', basket: { ...basket, coupons: basket.coupons.map((coupon) => (coupon.code === code ? { ...coupon, out: true } : coupon)) } }
}
