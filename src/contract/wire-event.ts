import { z } from 'zod'
import { minor, points } from './primitives.ts'
import { blindIndex } from './wire-feed.ts'
import { epoch, hashHex, seq, wireId, wireMs } from './wire-common.ts'
import { couponCode, issuedCoupon } from './wire-rights.ts'
import { approvalFact, staffBodies } from './wire-staff.ts'
import { refundKind, returnedLines, returnNumbers, returnReason, reversedSoFar, saleRefunds } from './wire-return.ts'
import { readSafely } from './read-safely.ts'

/**
 * The bodies of journal events as HQ reads them (their types are in src/journal/sale-event.ts; a test holds the two
 * together). What HQ books from is checked strictly; fields that a newer till adds are kept. A body that does not fit
 * is never refused on the wire: its event goes to suspense with the raw bytes and this reason.
 */

const LINES_MAX = 1000
const text = z.string().max(256)
const dateKey = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const storedValue = z.looseObject({ principalMinor: minor.min(0), bonusMinor: minor.min(0) })

const lotFacts = z.looseObject({
  ref: text,
  id: wireId.nullable(),
  points,
  earnedAtMs: wireMs,
  availableAtMs: wireMs.nullable(),
  expiresAtMs: wireMs.nullable(),
  grace: z.boolean(),
})

const memberFacts = z.looseObject({
  tier: wireId.nullable(),
  /** Never hers: a date that opens the same birthday windows of the programme (src/domain/birthday-stand-in.ts). */
  birthday: z.string().regex(/^\d{2}-\d{2}$/).nullable(),
  joined: dateKey.nullable(),
  lastPurchase: dateKey.nullable(),
  purchases: z.int().min(0),
  segments: z.array(text),
  lots: z.array(lotFacts).max(10_000),
  debtPoints: points.min(0),
  spendablePoints: points.min(0).nullable(),
  qualifying: z.int(),
  earnedTodayPoints: points,
  earnedMonthPoints: points,
  carry: text,
  promotionUses: z.record(text, z.int().min(0)),
  storedValue,
})

const saleInputs = z.looseObject({
  atMs: wireMs,
  store: wireId,
  role: z.enum(['cashier', 'supervisor', 'manager']),
  member: memberFacts.nullable(),
  budgets: z.record(text, z.looseObject({ points: points.nullable(), minor: minor.nullable() })),
  lines: z
    .array(
      z.looseObject({
        sku: wireId,
        category: text.nullable(),
        quantityMilli: z.int().min(1),
        unitPriceMinor: minor.min(0),
        memberPriceMinor: minor.min(0).nullable(),
        asset: z.enum(['stored-value', 'gift-card']).nullable(),
      }),
    )
    .max(LINES_MAX),
  manualDiscountMinor: minor.min(0),
  coupons: z.array(z.looseObject({ code: text, coupon: text, expiresAtMs: wireMs.nullable(), usesLeft: z.int() })).max(100),
  redeemPoints: z.union([points.min(0), z.literal('max')]),
  storedValueMinor: minor.min(0),
})

const saleNumbers = z.looseObject({
  grossMinor: minor.min(0),
  discountMinor: minor.min(0),
  dueMinor: minor.min(0),
  pointsUsed: points.min(0),
  pointsTenderMinor: minor.min(0),
  storedValue,
  payMinor: minor.min(0),
  invoiceableMinor: minor.min(0),
  earnPoints: points.min(0),
  debtRepaidPoints: points.min(0),
  carry: text,
  balancePoints: points,
  debtPoints: points.min(0),
  qualifying: z.int(),
  tierAfter: wireId.nullable(),
  needs: z.array(z.enum(['manager-approval', 'verification'])),
  lines: z
    .array(
      z.looseObject({
        sku: wireId,
        grossMinor: minor.min(0),
        discountMinor: minor.min(0),
        netMinor: minor.min(0),
        pointsTenderMinor: minor.min(0),
        pointsUsed: points.min(0),
        earnPoints: points.min(0),
        offers: z.array(text),
      }),
    )
    .max(2 * LINES_MAX),
  lotsUsed: z.array(z.looseObject({ lot: z.int().min(0), points: points.min(1) })),
  newLot: z.looseObject({ points: points.min(1), availableAt: text, expiresAt: text.nullable() }).nullable(),
  applied: z.array(text),
})

const entryAsset = z.enum(['points', 'money', 'principal', 'bonus', 'coupon'])

const entries = z
  .array(z.looseObject({ asset: entryAsset, account: z.string().min(1).max(128), delta: z.int() }))
  .max(4 * LINES_MAX)
  .refine((rows) => entryAsset.options.every((asset) => sumsToZero(rows, asset)), { error: 'the entries of an asset do not sum to zero' })

function sumsToZero(rows: readonly { readonly asset: string; readonly delta: number }[], asset: string): boolean {
  return rows.reduce((sum, row) => sum + (row.asset === asset ? row.delta : 0), 0) === 0
}

const lotMovement = z.looseObject({
  lotId: wireId,
  deltaPoints: points.refine((delta) => delta !== 0, { error: 'a movement of nothing' }),
  earnedAtMs: wireMs.nullable(),
  availableAtMs: wireMs.nullable(),
  expiresAtMs: wireMs.nullable(),
  grace: z.boolean(),
})

export const saleBody = z
  .looseObject({
    storeId: wireId,
    cashierId: wireId,
    memberId: wireId.nullable(),
    cardIndex: blindIndex.nullable(),
    saleNumber: z.int().min(1),
    programmeVersion: z.int().min(1),
    programmeHash: hashHex,
    rulesVersion: text,
    feed: z.looseObject({ incarnation: z.int().min(0), position: z.int().min(0) }).nullable(),
    ownSeq: z.int().min(0),
    inputs: saleInputs,
    result: saleNumbers,
    tenders: z
      .array(
        z.looseObject({
          kind: refundKind,
          paidMinor: minor.min(0),
          tenderedMinor: minor.min(0),
          changeMinor: minor.min(0),
          reference: z.string().max(64).nullable(),
          of: z.enum(['cash', 'card', 'wallet', 'gift-card']).optional(),
        }),
      )
      .max(40),
    lease: z.looseObject({ leaseId: wireId, points: points.min(1) }).nullable(),
    entries,
    lotMovements: z.array(lotMovement).max(10_000),
    couponsIssued: z.array(issuedCoupon).max(100).optional(),
    loadedBonusMinor: minor.min(1).optional(),
    exchange: z.looseObject({ returnId: wireId, saleId: wireId }).optional(),
    giftCards: z.array(z.looseObject({ line: z.int().min(0), code: couponCode, expiresAtMs: wireMs.nullable() })).max(LINES_MAX).optional(),
    priceOverrides: z.array(z.looseObject({ line: z.int().min(0), fromMinor: minor.min(0), reason: text })).max(LINES_MAX).optional(),
    discountReason: text.optional(),
    approvals: z.array(approvalFact).max(100).optional(),
  })
  .refine((body) => body.memberId !== null || body.cardIndex !== null || body.lotMovements.length === 0, {
    error: 'points move but no member is named',
  })
export type WireSaleBody = z.infer<typeof saleBody>

export const returnBody = z
  .looseObject({
    storeId: wireId,
    cashierId: wireId,
    memberId: wireId.nullable(),
    saleId: wireId,
    programmeVersion: z.int().min(1),
    programmeHash: hashHex,
    rulesVersion: text,
    feed: z.looseObject({ incarnation: z.int().min(0), position: z.int().min(0) }).nullable(),
    ownSeq: z.int().min(0),
    inputs: z.looseObject({
      atMs: wireMs,
      reason: returnReason,
      lines: returnedLines,
      member: memberFacts.nullable(),
      reversed: reversedSoFar,
      refundedMinor: z.array(minor.min(0)).max(40),
    }),
    result: returnNumbers,
    refunds: saleRefunds,
    entries,
    lotMovements: z.array(lotMovement).max(10_000),
    voided: z.looseObject({ shiftId: wireId }).optional(),
    approval: approvalFact.optional(),
  })
  .refine((body) => body.memberId !== null || body.lotMovements.length === 0, { error: 'points move but no member is named' })
export type WireReturnBody = z.infer<typeof returnBody>

export const leaseReturnedBody = z.looseObject({ leaseId: wireId, memberId: wireId, points: points.min(0) })
export type WireLeaseReturnedBody = z.infer<typeof leaseReturnedBody>

/** Coupons and stored value that were lent (or only asked for) go back from a sale. */
export const rightsReturnedBody = z.looseObject({ saleId: wireId, codes: z.array(couponCode).max(100), value: z.boolean(), giftCards: z.array(couponCode).max(2 * LINES_MAX).optional() })
export type WireRightsReturnedBody = z.infer<typeof rightsReturnedBody>

/** Stored value paid out to its member. */
export const valueRefundBody = z.looseObject({
  storeId: wireId,
  cashierId: wireId,
  memberId: wireId,
  atMs: wireMs,
  held: storedValue,
  principalMinor: minor.min(1),
  bonusMinor: minor.min(0),
  kind: z.enum(['cash', 'card', 'wallet']),
  reference: z.string().max(64).nullable(),
  entries,
})
export type WireValueRefundBody = z.infer<typeof valueRefundBody>

export const epochOpenedBody = z.looseObject({
  previousEpoch: epoch,
  previousSeq: z.int().min(0),
  previousHash: hashHex,
  cause: z.enum(['marker-ahead', 'hq-ahead', 'other-machine', 'fork']),
})
export type WireEpochOpenedBody = z.infer<typeof epochOpenedBody>

/** A row that its till could no longer read: it keeps the place and the stored hash, HQ shows what is in doubt. */
export const gapBody = z.looseObject({ storedHash: hashHex, why: text, seq: seq.optional() })
export type WireGapBody = z.infer<typeof gapBody>

/** Every kind that this version can apply; any other is kept in suspense until a version that can. */
export const eventBodies = {
  sale: saleBody,
  return: returnBody,
  'lease-returned': leaseReturnedBody,
  'rights-returned': rightsReturnedBody,
  'value-refund': valueRefundBody,
  'epoch-opened': epochOpenedBody,
  gap: gapBody,
  ...staffBodies,
} as const
export type EventKind = keyof typeof eventBodies
export type BodyReading =
  | { readonly [Kind in EventKind]: { readonly kind: Kind; readonly body: z.infer<(typeof eventBodies)[Kind]> } }[EventKind]
  | { readonly kind: 'unknown_kind' }
  | { readonly kind: 'invalid'; readonly path: string; readonly problem: string }

/** Checks the body of an event of `kind`; never throws. */
export function readEventBody(kind: string, body: unknown): BodyReading {
  if (!Object.hasOwn(eventBodies, kind)) return { kind: 'unknown_kind' }
  const known = kind as EventKind
  const parsed = readSafely(eventBodies[known], body)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { kind: 'invalid', path: issue?.path.join('.') ?? '', problem: issue?.message ?? 'invalid' }
  }
  // The one cast: kind and body belong together, which TypeScript cannot see across the table.
  return { kind: known, body: parsed.data } as BodyReading
}
