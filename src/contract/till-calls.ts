import { z } from 'zod'
import { call } from './call-spec.ts'
import { copyCalls } from './copy-calls.ts'
import { deviceCalls, type DeviceEvents } from './device-calls.ts'
import { exchangeCalls } from './exchange-calls.ts'
import { bestWayCalls } from './best-way.ts'
import { giftCardCalls } from './gift-card-calls.ts'
import { minor, points, quantityMilli, uuid } from './primitives.ts'
import type { DeskMember, DeskState, MemberAddress, SavedSale, ScanReport, TillStatus } from './desk-state.ts'
import type { LocalizedText } from './primitives.ts'
import { handCalls } from './hand-calls.ts'
import { shiftCalls } from './shift-calls.ts'
import { staffCalls } from './staff-calls.ts'
import { trainingCalls } from './training-calls.ts'
import { printCalls, type PrinterView } from './print-calls.ts'
import { valueCalls } from './value-calls.ts'
import { syncCalls } from './sync-calls.ts'
import type { ReturnableSale, ReturnQuote, SavedReturn } from './return-view.ts'

/**
 * The calls a till's page may make to the engine: one table from which everything else (input types, handlers, the
 * page's client, validation) is derived. A new call is one row here and one handler in src/till/engine.
 */

/** Codes are at most this long; what is longer is noise or an attack, and is named as such. */
export const SCAN_TEXT_CHARS_MAX = 4096
export const SEARCH_TEXT_CHARS_MAX = 100
export const BASKET_LINES_MAX = 1000
export const QUANTITY_MILLI_MAX = 99_999_000

const nothing = z.strictObject({})
const quantity = quantityMilli.max(QUANTITY_MILLI_MAX)
const approvalId = uuid.nullable().default(null)
const couponCode = z.string().min(1).max(64)

/** A tender that the cashier takes. `card` and `wallet` carry the terminal's reference. */
export const tender = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cash'), tenderedMinor: minor.min(0) }),
  z.strictObject({ kind: z.literal('card'), paidMinor: minor.min(1), reference: z.string().max(64) }),
  z.strictObject({ kind: z.literal('wallet'), paidMinor: minor.min(1), reference: z.string().max(64) }),
])
export type TenderInput = z.infer<typeof tender>

export type MemberCandidate = {
  readonly memberId: string
  readonly displayName: string
  readonly address: MemberAddress
  readonly phoneMasked: string | null
  readonly tierName: LocalizedText | null
  readonly tier: DeskMember['tier']
  /** Business date of her last purchase; null: none yet. */
  readonly lastPurchase: string | null
  readonly status: 'active' | 'blocked'
}
export type ProductView = {
  readonly sku: string
  readonly name: LocalizedText
  readonly packing: string
  readonly unit: 'piece' | 'kg'
  readonly unitPriceMinor: number
  readonly memberPriceMinor: number | null
}
export type ReceiptPreview = { readonly svg: string; readonly receiptCode: string }
export type Hello = {
  readonly desk: DeskState
  readonly status: TillStatus
  readonly quickKeys: readonly ProductView[]
}

/** What comes back: `line` is an index into the sale's lines, gifts included; parts of a unit are allowed. */
const returnRequest = {
  saleId: z.string().min(1).max(64),
  reason: z.enum(['change-of-mind', 'defect', 'statutory', 'exchange']),
  lines: z
    .array(z.strictObject({ line: z.int().min(0), quantityMilli: quantity }))
    .min(1)
    .max(2 * BASKET_LINES_MAX),
}
/**
 * `unknown_sale`: find it first · `return_not_here`: this till may not return it now (HQ lends the right, and is out of
 * reach or has lent it to another till) · `rules_not_here`: the rules of its day cannot be had.
 */
type ReturnRefusal = 'unknown_sale' | 'return_exceeds_sale' | 'return_not_here' | 'rules_not_here'

type Locked = 'locked_while_paying'
/** The till's disk would not take it; nothing was changed. */
type DiskTrouble = 'disk_full' | 'disk_read_only' | 'disk_failed'

export const calls = {
  'till.hello': call<Hello>()(nothing),
  'scan.submit': call<ScanReport>()(
    z.strictObject({
      source: z.enum(['wedge', 'typed']),
      text: z.string().max(SCAN_TEXT_CHARS_MAX * 2),
      /** How many to add if the code is a product by the piece ("* 3", then scan); absent: one. */
      quantityMilli: quantity.optional(),
    }),
  ),
  'basket.add': call<DeskState, Locked | 'unknown_product' | 'too_many_lines' | 'quantity_too_large'>()(
    z.strictObject({ sku: z.string().min(1).max(64), quantityMilli: quantity }),
  ),
  /** Fewer of it, or none, is a void: right `void-open`; subject of the approval: the line's id, of `basket.clear` the sale's. */
  'basket.quantity': call<DeskState, Locked | 'unknown_line' | 'quantity_too_large' | DiskTrouble>()(
    z.strictObject({ lineId: uuid, quantityMilli: quantity, approvalId }),
  ),
  'basket.remove': call<DeskState, Locked | 'unknown_line' | DiskTrouble>()(z.strictObject({ lineId: uuid, approvalId })),
  'basket.clear': call<DeskState, Locked | DiskTrouble>()(z.strictObject({ approvalId })),
  'member.find': call<{ readonly candidates: readonly MemberCandidate[]; readonly more: boolean }>()(
    z.strictObject({ query: z.string().max(SEARCH_TEXT_CHARS_MAX) }),
  ),
  'member.attach': call<DeskState, Locked | 'unknown_member'>()(
    z.strictObject({ memberId: z.string().min(1).max(64), foundBy: z.enum(['phone', 'phone-tail', 'name']) }),
  ),
  'member.detach': call<DeskState, Locked>()(nothing),
  'product.find': call<{ readonly products: readonly ProductView[]; readonly more: boolean }>()(
    z.strictObject({ query: z.string().max(SEARCH_TEXT_CHARS_MAX) }),
  ),
  'sale.redeem': call<DeskState, Locked | 'no_member' | 'points_offline' | 'member_blocked' | 'not_with_phone_tail'>()(
    z.strictObject({ redeemPoints: z.union([points.min(0), z.literal('max')]) }),
  ),
  /**
   * Fixes `at` and the totals. Points are asked of HQ before this answers; no answer in 2 s: `points_offline`.
   * `verification_needed`: so many points want her card or its QR; of a member found by name or
   * telephone number an approval will do (`verify-by-hand`, subject: the sale's id). `return_…`: goods that come back in it cannot. Goods
   * that come back while HQ cannot lend the right want an approval (`return-without-right`, subject: the sale's id).
   * `allowance_used`: no more may be given that way before HQ has applied what was.
   */
  'sale.pay': call<
    DeskState,
    'empty_basket' | 'points_offline' | 'insufficient_points' | 'member_blocked' | 'no_member' | 'value_not_here' | 'quote_rejected' | 'verification_needed' | 'approval_needed' | 'no_shift' | 'shift_counted' | 'return_not_here' | 'return_exceeds_sale' | 'allowance_used' | DiskTrouble
  >()(z.strictObject({ approvalId })),
  /** Back to selling. Points that HQ lent stay lent to this sale (asking again tops up); dropping the basket returns them. */
  'sale.unlock': call<DeskState, 'not_paying'>()(nothing),
  /** The durable commit. A second commit of the same sale answers with the first result. */
  'sale.commit': call<
    { readonly desk: DeskState; readonly sale: SavedSale },
    'not_paying' | 'underpaid' | 'overpaid' | 'exists_with_different_content' | DiskTrouble
  >()(z.strictObject({ saleId: uuid, tenders: z.array(tender).max(20) })),
  'sale.next': call<DeskState>()(nothing),
  'sale.recent': call<{ readonly sales: readonly SavedSale[] }>()(z.strictObject({ limit: z.int().min(1).max(100) })),
  /** The receipt of a sale, or by its id of a return. */
  'receipt.preview': call<ReceiptPreview, 'unknown_sale'>()(
    z.strictObject({ saleId: uuid, locale: z.enum(['zh-Hans', 'zh-Hant', 'en']) }),
  ),
  /**
   * Puts a coupon into the sale by its code. HQ lends it to this sale before this answers (two seconds at most):
   * `coupon_not_here` where HQ cannot be asked. One that does not change anything (yet) is in `coupons` as `refused`.
   */
  'coupon.add': call<
    DeskState,
    Locked | 'coupon_not_here' | 'coupon_unknown' | 'coupon_used' | 'coupon_expired' | 'coupon_other_member' | 'too_many_coupons' | DiskTrouble
  >()(z.strictObject({ code: couponCode })),
  /** Takes a coupon out of the sale again. */
  'coupon.remove': call<DeskState, Locked | 'unknown_coupon'>()(z.strictObject({ code: couponCode })),
  /**
   * How much to pay with stored value: a sum, or all that fits. `value_not_here`: HQ cannot be asked, or has lent it to
   * another till. What HQ lends is asked for before Pay answers.
   */
  'sale.storedValue': call<DeskState, Locked | 'no_member' | 'value_not_here' | 'member_blocked' | 'not_with_phone_tail'>()(
    z.strictObject({ storedValueMinor: z.union([minor.min(0), z.literal('max')]) }),
  ),
  /** A sale by the code of its receipt: this till's own, or asked of HQ. `sale_not_here`: not ours, and HQ is out of reach. */
  'return.find': call<ReturnableSale, 'not_a_receipt' | 'unknown_sale' | 'sale_not_here'>()(z.strictObject({ receiptCode: z.string().max(64) })),
  /** What a return would do now. No effect. */
  'return.quote': call<ReturnQuote, ReturnRefusal>()(z.strictObject(returnRequest)),
  /**
   * The durable return. `returnId` is the page's own UUID for this return: a repeat answers with the first result.
   * `refundMinor` and `pointsClawedBack` are those that the cashier saw: `changed` if they are others by now. While HQ
   * cannot lend the right it wants an approval (`return-without-right`, subject: the sale's id), within the till's manager
   * allowances: else `allowance_used`.
   */
  'return.commit': call<SavedReturn, ReturnRefusal | 'changed' | 'allowance_used' | 'exists_with_different_content' | DiskTrouble>()(
    z.strictObject({ returnId: uuid, ...returnRequest, refundMinor: minor.min(0), pointsClawedBack: points.min(0), approvalId }),
  ),
  'sync.now': call<TillStatus>()(nothing),
  ...deviceCalls,
  ...exchangeCalls,
  ...valueCalls,
  ...giftCardCalls,
  ...bestWayCalls,
  ...copyCalls,
  ...syncCalls,
  ...printCalls,
  ...staffCalls,
  ...shiftCalls,
  ...handCalls,
  ...trainingCalls,
} as const

export type Calls = typeof calls
export type CallName = keyof Calls

/** What the engine tells the page without being asked. */
export type TillEvents = DeviceEvents & {
  readonly 'desk.changed': DeskState
  readonly 'status.changed': TillStatus
  /** A scan from a device that is not the keyboard (HID, serial): the desk has already acted on it. */
  readonly 'scan.read': ScanReport
  readonly 'printer.changed': PrinterView
}
export type TillEventName = keyof TillEvents
