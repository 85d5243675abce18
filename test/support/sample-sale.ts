import type { JournalInputs, SaleBody, SaleNumbers } from '../../src/journal/sale-event.ts'

const lines = [
  { sku: 'TEA-1', category: 'tea', quantityMilli: 1000, unitPriceMinor: 4880, memberPriceMinor: null, asset: null },
  { sku: 'TEA-2', category: 'tea', quantityMilli: 2000, unitPriceMinor: 1500, memberPriceMinor: 1400, asset: null },
  { sku: 'SNK-1', category: 'snack', quantityMilli: 1000, unitPriceMinor: 1220, memberPriceMinor: null, asset: null },
] as const

const inputs: JournalInputs = {
  atMs: 1_770_000_000_000,
  store: 's1',
  role: 'cashier',
  member: {
    tier: 'silver',
    birthday: null,
    joined: '2025-01-01',
    lastPurchase: null,
    purchases: 0,
    segments: [],
    lots: [{ ref: 'l1', id: 'l1', points: 500, earnedAtMs: 1_760_000_000_000, availableAtMs: null, expiresAtMs: null, grace: false }],
    debtPoints: 0,
    spendablePoints: 100,
    qualifying: 0,
    earnedTodayPoints: 0,
    earnedMonthPoints: 0,
    carry: '0',
    promotionUses: {},
    storedValue: { principalMinor: 0, bonusMinor: 0 },
  },
  budgets: {},
  lines,
  manualDiscountMinor: 0,
  coupons: [],
  redeemPoints: 100,
  storedValueMinor: 0,
}

const result: SaleNumbers = {
  grossMinor: 9100,
  discountMinor: 200,
  dueMinor: 8900,
  pointsUsed: 100,
  pointsTenderMinor: 100,
  storedValue: { principalMinor: 0, bonusMinor: 0 },
  payMinor: 8800,
  invoiceableMinor: 8800,
  earnPoints: 88,
  debtRepaidPoints: 0,
  carry: '0',
  balancePoints: 488,
  debtPoints: 0,
  qualifying: 88,
  tierAfter: 'silver',
  needs: [],
  lines: [
    { sku: 'TEA-1', grossMinor: 4880, discountMinor: 0, netMinor: 4880, pointsTenderMinor: 55, pointsUsed: 55, earnPoints: 48, offers: [] },
    { sku: 'TEA-2', grossMinor: 3000, discountMinor: 200, netMinor: 2800, pointsTenderMinor: 31, pointsUsed: 31, earnPoints: 28, offers: ['member-price'] },
    { sku: 'SNK-1', grossMinor: 1220, discountMinor: 0, netMinor: 1220, pointsTenderMinor: 14, pointsUsed: 14, earnPoints: 12, offers: [] },
  ],
  lotsUsed: [{ lot: 0, points: 100 }],
  newLot: { points: 88, availableAt: '2026-02-02T10:40:00+08:00', expiresAt: null },
  applied: ['member-price'],
}

/** A three-line sale of a member, as a till writes it: two teas and a snack, 100 points used, 88 earned. */
export function sampleSale(change: Partial<SaleBody> = {}): SaleBody {
  return {
    storeId: 's1',
    cashierId: 'c1',
    memberId: 'm1',
    cardIndex: null,
    saleNumber: 1,
    programmeVersion: 1,
    programmeHash: 'a'.repeat(64),
    rulesVersion: '1',
    feed: { incarnation: 1, position: 12 },
    ownSeq: 0,
    inputs,
    result,
    tenders: [{ kind: 'cash', paidMinor: 8800, tenderedMinor: 10000, changeMinor: 1200, reference: null }],
    lease: { leaseId: 'sale-1', points: 100 },
    entries: [
      { asset: 'money', account: 'goods', delta: -9100 },
      { asset: 'money', account: 'discount', delta: 200 },
      { asset: 'money', account: 'tender/points', delta: 100 },
      { asset: 'money', account: 'tender/cash', delta: 8800 },
      { asset: 'points', account: 'member/m1', delta: -12 },
      { asset: 'points', account: 'programme/redeemed', delta: 100 },
      { asset: 'points', account: 'programme/issued', delta: -88 },
    ],
    lotMovements: [
      { lotId: 'l1', deltaPoints: -100, earnedAtMs: null, availableAtMs: null, expiresAtMs: null, grace: false },
      { lotId: 'sale-1', deltaPoints: 88, earnedAtMs: 1_770_000_000_000, availableAtMs: null, expiresAtMs: null, grace: false },
    ],
    ...change,
  }
}
