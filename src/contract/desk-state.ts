import type { ExplainNode } from '../domain/explain-node.ts'
import type { SaleResult } from '../domain/sale-result.ts'
import type { LocalizedText } from './primitives.ts'
import type { Refund, ReturnQuote } from './return-view.ts'
import type { StaffView } from './staff-view.ts'
import type { RuleName } from './rule-name.ts'
import type { PrinterProblemName } from './print-calls.ts'

/**
 * What the cashier's screen shows. The engine owns it and sends the whole of it after every change; the page only
 * mirrors it. Plain data: it crosses a MessagePort.
 */
export type DeskState = {
  /** Rises by one at every change; the page drops what is older than it has. */
  readonly revision: number
  readonly saleId: string
  /** The number a cashier sees ("单号 0147"): sales of this till in this business day + 1. */
  readonly saleNumber: number
  readonly phase: DeskPhase
  readonly lines: readonly DeskLine[]
  readonly member: DeskMember | null
  readonly quote: DeskQuote
  readonly coupons: readonly DeskCoupon[]
  /** Points asked for by the cashier: a number, or all that fit. 0 = none. */
  readonly redeemPoints: number | 'max'
  /** What `max` would take of this basket here and now, and its worth; null: nothing, or no member. The slab proposes it. */
  readonly redeemMax: { readonly points: number; readonly worthMinor: number } | null
  /** To be paid with stored value, as asked for by the cashier; 0: none. */
  readonly storedValueMinor: number | 'max'
  /** Goods that come back in this sale for others; null: none. */
  readonly exchange: DeskExchange | null
  /** Gift cards that this sale is paid with, in their order. */
  readonly giftCards: readonly DeskGiftCard[]
  /** A gift card that somebody buys: its code is to be scanned next; null: none. */
  readonly giftCardWanted: { readonly sku: string; readonly name: LocalizedText; readonly priceMinor: number } | null
  /** The last scan and what became of it; null before the first. */
  readonly scan: ScanReport | null
  readonly parkedCount: number
}

/** Selling → paying (totals fixed, `at` fixed) → saved → the next sale. Esc leads from paying back to selling. */
export type DeskPhase =
  | { readonly kind: 'selling' }
  /** HQ is being asked for the points; at most two seconds. */
  | { readonly kind: 'asking-points' }
  /** `payMinor`: left to pay in cash, card and wallets, after what an exchange and gift cards pay. */
  | { readonly kind: 'paying'; readonly atMs: number; readonly payMinor: number }
  | { readonly kind: 'saved'; readonly sale: SavedSale }

/**
 * Goods that come back for others. `ready`: what they are worth pays for the new goods first (`creditMinor`), what is over
 * goes back to the tenders of their sale (`returned.refunds`, in all `returned.refundMinor`). `refused`: it can no longer be
 * computed here (the till was started anew, say): take it out and begin again.
 */
export type DeskExchange =
  | { readonly kind: 'ready'; readonly returnId: string; readonly receiptCode: string; readonly creditMinor: number; readonly returned: ReturnQuote }
  | { readonly kind: 'refused'; readonly why: string }

/** A gift card in the sale: what it holds, and what of it this sale takes. */
export type DeskGiftCard = { readonly code: string; readonly codeMasked: string; readonly balanceMinor: number; readonly usedMinor: number }

/** One line of the basket with its numbers from the quote. */
export type DeskLine = {
  readonly lineId: string
  readonly sku: string
  readonly name: LocalizedText
  /** Words behind the name, such as "320 g"; may be empty. */
  readonly packing: string
  readonly unit: 'piece' | 'kg'
  readonly quantityMilli: number
  readonly unitPriceMinor: number
  readonly memberPriceMinor: number | null
  readonly grossMinor: number
  readonly discountMinor: number
  readonly netMinor: number
  readonly earnPoints: number
  /** Ids of the offers that took something off this line. */
  readonly offers: readonly string[]
  /** True for a line that an offer added (a gift); it cannot be changed by hand. */
  readonly gift: boolean
}

/** The member at the till. Personal data is masked unless a right says otherwise. */
export type DeskMember = {
  readonly memberId: string
  /** The name, masked ("陈*满"); empty when it cannot be read here. */
  readonly displayName: string
  readonly address: MemberAddress
  readonly phoneMasked: string | null
  readonly tier: { readonly id: string; readonly name: LocalizedText; readonly rank: number; readonly rankCount: number } | null
  readonly status: 'active' | 'blocked'
  /** How she was found; points above a limit want `card` or `qr`, a search by last digits never redeems. */
  readonly foundBy: MemberFoundBy
  readonly birthdayToday: boolean
  readonly lastPurchase: string | null
  readonly balance: BalanceView
  /** How far she is on the way up; null: no levels. */
  readonly tierProgress: TierProgress | null
  /** What she has loaded; null: nothing, ever. */
  readonly storedValue: StoredValueView | null
}
/** The tier metric inside its window, with this sale (while one is open), and what the next level wants. */
export type TierProgress = {
  readonly metric: 'points-earned' | 'spend'
  /** Points or minor units, by the metric. */
  readonly qualifying: number
  /** With the open sale committed. */
  readonly qualifyingAfter: number
  /** The level above the one held; null: she is at the top. `missing` counts from `qualifyingAfter`, 0: reached by this sale. */
  readonly next: { readonly id: string; readonly name: LocalizedText; readonly threshold: number; readonly missing: number } | null
}
/** Stored value: two assets. `usableHereMinor` is 0 where HQ cannot be asked, or it is lent to another till. */
export type StoredValueView = {
  readonly principalMinor: number
  readonly bonusMinor: number
  readonly usableHereMinor: number
}
/** How she is addressed: "陈女士", "Ms Chen". Title null, surname empty: unknown. */
export type MemberAddress = {
  readonly title: 'ms' | 'mr' | null
  readonly surname: string
  /** The surname in Latin letters ("Chen"). */
  readonly surnameLatin: string
}
/** `receipt`: she bought what comes back; whoever holds a receipt is not proven to be her. */
export type MemberFoundBy = 'card' | 'qr' | 'phone' | 'phone-tail' | 'name' | 'receipt'

/** The balance, honestly: its age and what of it is usable here now. All in points. */
export type BalanceView = {
  readonly balancePoints: number
  readonly usableHerePoints: number
  readonly lentElsewherePoints: number
  readonly unconfirmedPoints: number
  readonly vestingPoints: number
  readonly vestingFrom: string | null
  readonly expiringSoonPoints: number
  readonly debtPoints: number
  /** When HQ last confirmed it (trusted time); null: never. */
  readonly confirmedAtMs: number | null
  /** Why nothing (or less) is usable here now; null: all of it is. */
  readonly limitedBy: 'offline' | 'blocked' | 'found-by-phone-tail' | null
}

/** The numbers of the basket as it stands, or why there are none. */
export type DeskQuote =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'quoted'
      readonly result: SaleResult
      readonly explain: ExplainNode
      readonly nearMisses: readonly NearMiss[]
      /** Names of every rule, offer and tier that `result` and `explain` mention by id. */
      readonly names: readonly RuleName[]
      /** The rules that computed it: "Why?" shows them. */
      readonly programme: { readonly version: number; readonly hash: string }
    }
  | { readonly kind: 'rejected'; readonly rejected: string; readonly detail: string }

/** An offer that is close: "12.50 more for double points". */
export type NearMiss = {
  readonly promotionId: string
  readonly name: LocalizedText
  readonly missingMinor: number
  readonly thresholdMinor: number
}

/**
 * A coupon of the sale or of the member: `applied` and `refused` (`why`: coupon_not_applicable, coupon_expired, …) are in
 * the sale, `offered` are hers, not in the sale, and would take something off this basket (`discountMinor`) or earn more.
 */
export type DeskCoupon = {
  readonly code: string
  readonly couponId: string
  readonly name: LocalizedText
  readonly discountMinor: number
  readonly expiresAt: string | null
  readonly state: { readonly kind: 'applied' } | ({ readonly kind: 'refused' } & CouponRefused) | { readonly kind: 'offered' }
}
/** Why a coupon in the sale does nothing, by the rules' word, and how far it is where that is a number. */
export type CouponRefused = {
  readonly why: string
  readonly missingMinor?: number
  readonly missingMilli?: number
  /** The offer that takes more off. */
  readonly than?: string
}

/** A sale that is durable on this till. */
export type SavedSale = {
  readonly saleId: string
  readonly saleNumber: number
  readonly receiptCode: string
  readonly committedAtMs: number
  readonly dueMinor: number
  readonly paidMinor: number
  readonly tenderedMinor: number
  readonly changeMinor: number
  readonly pointsUsed: number
  /** What the points used were worth. */
  readonly pointsTenderMinor: number
  readonly earnPoints: number
  readonly balancePointsAfter: number | null
  /** Goods that came back with it under this receipt: what they paid for, and what went back; null: none. */
  readonly exchange: { readonly returnId: string; readonly creditMinor: number; readonly refundMinor: number; readonly refunds: readonly Refund[] } | null
  /** Has HQ acknowledged it? */
  readonly acked: boolean
}

/** What a scan was and what happened: the scan line shows this. */
export type ScanReport = {
  readonly atMs: number
  readonly source: ScanSource
  readonly scanKind: ScanKind
  /** The code as read; null for a payment code, which is never kept. */
  readonly text: string | null
  readonly outcome: ScanOutcome
}
export type ScanSource = 'wedge' | 'hid' | 'serial' | 'magstripe' | 'typed'
export type ScanKind =
  | 'member'
  | 'product'
  | 'coupon'
  | 'gift-card'
  | 'receipt'
  | 'staff'
  | 'payment-code'
  | 'payment-card'
  | 'unknown'
export type ScanOutcome =
  | { readonly kind: 'member-attached'; readonly displayName: string; readonly blocked: boolean }
  | { readonly kind: 'product-added'; readonly name: LocalizedText; readonly quantityMilli: number; readonly unitPriceMinor: number }
  | { readonly kind: 'signed-in'; readonly name: string }
  /** A badge allowed what the screen waited for. */
  | { readonly kind: 'approved'; readonly name: string }
  | { readonly kind: 'coupon-added'; readonly name: LocalizedText }
  /** Its code is asked for next. */
  | { readonly kind: 'gift-card-wanted'; readonly name: LocalizedText }
  | { readonly kind: 'gift-card-sold'; readonly priceMinor: number }
  /** `usedMinor` 0: it is in the sale and pays nothing of it (it buys no value, or nothing is left to pay). */
  | { readonly kind: 'gift-card-used'; readonly balanceMinor: number; readonly usedMinor: number }
  | { readonly kind: 'gift-card-balance'; readonly balanceMinor: number }
  | { readonly kind: 'receipt-found'; readonly saleId: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'refused'; readonly why: ScanRefusal }
  /** One character seems lost: these are offered, never taken silently. */
  | { readonly kind: 'candidates'; readonly codes: readonly string[] }
export type ScanRefusal =
  /** Nobody is signed in: only a badge does anything. */
  | 'signed-out'
  /** Somebody's badge who may not do this, must wait after wrong PINs, or works elsewhere. */
  | 'badge-no-right'
  | 'badge-locked'
  | 'badge-not-here'
  | 'payment-code'
  | 'payment-card'
  | 'locked-while-paying'
  | 'too-long'
  | 'repeated'
  | 'not-usable-offline'
  | 'not-known-here'
  | 'coupon-used'
  | 'coupon-other-member'
  /** Never sold · HQ cannot be asked, or another sale uses it · nothing on it · sold already · over the law's limit. */
  | 'gift-card-unknown'
  | 'gift-card-not-here'
  | 'gift-card-empty'
  | 'gift-card-sold'
  | 'gift-card-over-cap'
  | 'too-many-gift-cards'
  | 'too-many-lines'
  | 'quantity-too-large'
  /** A signed member code: its signature is wrong · it is no longer valid · signed by a key that is not known here. */
  | 'member-code-forged'
  | 'member-code-expired'
  | 'member-code-unknown-key'
  /** A plain code, and the shop takes only signed ones. */
  | 'plain-member-code'

/** The status bar. */
export type TillStatus = {
  readonly storeName: LocalizedText
  readonly tillNumber: number
  readonly cashierName: string
  /** Who is at the till, and what she may do. */
  readonly staff: StaffView
  readonly shiftNumber: number | null
  readonly sync: SyncStatus
  /** Things that a person must know, in order of weight; texts are keys of the interface. */
  readonly warnings: readonly TillWarning[]
  readonly printer: DeviceState
  /** Why it does not print; null: nothing known. Words are the interface's. */
  readonly printerProblem: PrinterProblemName | null
  /** Documents that are not on paper yet. */
  readonly printsWaiting: number
  readonly drawer: DeviceState
  readonly scanner: DeviceState
  /** Trusted time at the till's last change, and the store's time zone: the page shows the clock from them. */
  readonly nowMs: number
  readonly timeZone: string
  readonly training: boolean
}
export type DeviceState = 'ready' | 'trouble' | 'absent'
export type TillWarning =
  | 'no-sandbox'
  | 'no-keychain'
  | 'clock-off'
  | 'mirror-loading'
  | 'disk-full'
  | 'disk-read-only'
  | 'disk-failed'
  | 'new-epoch'
  /** The second copy of unsent events cannot be written. */
  | 'second-copy'
  /** No rules have come from HQ yet: nothing can be quoted. */
  | 'no-rules'
export type SyncStatus = {
  readonly kind: 'online' | 'offline' | 'connecting' | 'refused'
  readonly queuedEvents: number
  readonly lastContactAtMs: number | null
  /** A whole new copy of HQ's facts is being loaded beside the one in use: how far it is. */
  readonly loadingPercent?: number
  /** Sales of this till that its files had lost and HQ gave back; absent: none. */
  readonly recoveredSales?: number
}
