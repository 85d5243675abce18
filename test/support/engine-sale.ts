import { RULES_VERSION } from '../../src/domain/rules-version.ts'
import { nothingReversed } from '../../src/domain/return/reversal.ts'
import { quoteReturn } from '../../src/domain/return/quote-return.ts'
import type { LotState, MemberState, ReturnReason, SaleInputs } from '../../src/domain/sale-case.ts'
import type { ReversedSoFar, SoldSale } from '../../src/domain/sold-sale.ts'
import { paidTenders, refundsOf, returnEntries, returnLotMovements, returnNumbers } from '../../src/journal/return-booking.ts'
import type { ReturnBody } from '../../src/journal/return-event.ts'
import type { LotMovement, SaleBody } from '../../src/journal/sale-event.ts'
import { replaySale, saleNumbers } from '../../src/journal/sold-of-sale.ts'
import { issuedCoupons } from '../../src/journal/coupons.ts'
import { sha256 } from '../../src/hq/crypto.ts'
import { parseProgramme } from '../../src/contract/programme-file.ts'
import type { Programme } from '../../src/domain/programme.ts'
import { saleEntries, saleExtras } from '../../src/till/sale/book-sale.ts'
import { START_MS, type TestHq } from './hq.ts'

/** Events as a till writes them, computed by the engine with rules that HQ has published. */
export type EngineRules = { readonly programme: Programme; readonly version: number; readonly hash: string }

export async function currentRules(hq: TestHq): Promise<EngineRules> {
  const row = await hq.hq.db.selectFrom('programmes').selectAll().where('current', '=', true).executeTakeFirstOrThrow()
  const parsed = parseProgramme(JSON.parse(row.canonical_json))
  if (!parsed.ok) throw new Error(parsed.problem)
  return { programme: parsed.programme, version: row.version, hash: row.hash }
}

export type EngineSale = { readonly body: SaleBody; readonly sold: SoldSale }

/** A sale of `pieces` teas at 10.00 paid in cash; of a member with these lots, who uses so many points of them. */
export function engineSale(rules: EngineRules, saleId: string, sale: { readonly memberId?: string; readonly lots?: readonly { readonly lotId: string; readonly points: number }[]; readonly redeemPoints?: number; readonly pieces?: number; readonly debtPoints?: number; readonly facts?: Partial<MemberState>; readonly coupons?: SaleInputs['coupons']; readonly storedValueMinor?: number; readonly loadMinor?: number; readonly loadedBonusMinor?: number }): EngineSale {
  const { memberId = null, lots = [], redeemPoints = 0, pieces = 4, debtPoints = 0, facts = {}, coupons = [], storedValueMinor = 0, loadMinor = 0, loadedBonusMinor = 0 } = sale
  const inputs: SaleInputs = {
    ...{ atMs: START_MS, store: 's1', role: 'cashier', budgets: {}, manualDiscountMinor: 0, coupons, redeemPoints, storedValueMinor },
    member: memberId === null ? null : { ...memberState(lots.map(lotState), debtPoints), ...facts },
    lines: loadMinor > 0 ? [{ sku: 'LOAD', category: 'value', quantityMilli: 1000, unitPriceMinor: loadMinor, memberPriceMinor: null, asset: 'stored-value' }] : [{ sku: 'TEA', category: 'tea', quantityMilli: pieces * 1000, unitPriceMinor: 1000, memberPriceMinor: null, asset: null }],
  }
  let left = redeemPoints
  const spent = lots.flatMap(({ lotId, points }): LotMovement[] => {
    const taken = Math.min(left, points)
    left -= taken
    return taken === 0 ? [] : [{ lotId, deltaPoints: -taken, earnedAtMs: null, availableAtMs: null, expiresAtMs: null, grace: false }]
  })
  const quoted = replaySale(rules.programme, { saleId, inputs, lotMovements: spent })
  if (quoted.kind === 'rejected') throw new Error(quoted.rejected)
  const { result } = quoted
  const payMinor = result.payMinor
  const issued = issuedCoupons(sha256, rules.programme, { saleId, inputs, quoted })
  const tenders = payMinor === 0 ? [] : [{ kind: 'cash' as const, paidMinor: payMinor, tenderedMinor: payMinor, changeMinor: 0, reference: null }]
  const settlement = { kind: 'settled' as const, tenders, paidMinor: payMinor, tenderedMinor: payMinor, changeMinor: 0, roundingMinor: 0 }
  const made = result.newLot === null ? [] : [{ lotId: saleId, deltaPoints: result.newLot.points, earnedAtMs: START_MS, availableAtMs: START_MS, expiresAtMs: null, grace: false }]
  return {
    sold: quoted.sold,
    body: {
      ...{ storeId: 's1', cashierId: 'p01', memberId, cardIndex: null, saleNumber: 1, feed: null, ownSeq: 0, inputs, tenders, lease: null },
      ...{ programmeVersion: rules.version, programmeHash: rules.hash, rulesVersion: RULES_VERSION },
      result: saleNumbers(quoted),
      entries: saleEntries(result, settlement, memberId, saleExtras(inputs, result, { issued, loadedBonusMinor, giftCards: [] })),
      ...(issued.length === 0 ? {} : { couponsIssued: issued }),
      ...(loadedBonusMinor === 0 ? {} : { loadedBonusMinor }),
      lotMovements: memberId === null ? [] : [...spent, ...made],
    },
  }
}

/** A return of so many pieces, as a till that knows these lots and earlier returns writes it. */
export function engineReturn(
  rules: EngineRules,
  returnId: string,
  sale: EngineSale & { readonly saleId: string },
  back: { readonly quantityMilli: number; readonly reason?: ReturnReason; readonly lots?: readonly { readonly lotId: string; readonly points: number }[]; readonly reversed?: ReversedSoFar; readonly refundedMinor?: number; readonly debtPoints?: number },
): { readonly body: ReturnBody; readonly reversed: ReversedSoFar } {
  const { sold, body: sold_ } = sale
  const { memberId } = sold_
  const reversed = back.reversed ?? nothingReversed(sold)
  const member = memberId === null ? null : memberState((back.lots ?? []).map(lotState), back.debtPoints ?? 0)
  const request = { reason: back.reason ?? ('change-of-mind' as const), lines: [{ line: 0, quantityMilli: back.quantityMilli }] }
  const quoted = quoteReturn(rules.programme, sold, member, reversed, request, START_MS, returnId)
  if (quoted.kind === 'rejected') throw new Error(quoted.rejected)
  const refundedMinor = sold_.tenders.map(() => back.refundedMinor ?? 0)
  const refunds = refundsOf(paidTenders(sold_.tenders), refundedMinor, quoted.refundOtherMinor)
  const numbers = returnNumbers(quoted)
  return {
    reversed: quoted.reversed,
    body: {
      ...{ storeId: 's1', cashierId: 'p01', memberId, saleId: sale.saleId, feed: null, ownSeq: 0, result: numbers, refunds },
      ...{ programmeVersion: rules.version, programmeHash: rules.hash, rulesVersion: RULES_VERSION },
      inputs: { atMs: START_MS, ...request, member, reversed, refundedMinor },
      entries: returnEntries({ sold, before: reversed, after: quoted.reversed, numbers, refunds, memberId, memberKnown: member !== null }),
      lotMovements: returnLotMovements(member, quoted.memberAfter),
    },
  }
}

function lotState({ lotId, points }: { readonly lotId: string; readonly points: number }): LotState {
  return { ref: lotId, id: lotId, points, earnedAtMs: START_MS - 1000, availableAtMs: null, expiresAtMs: null, grace: false }
}

function memberState(lots: readonly LotState[], debtPoints: number) {
  return {
    ...{ tier: null, birthday: null, joined: '2026-01-01', lastPurchase: null, purchases: 0, segments: [], lots, debtPoints, spendablePoints: null },
    ...{ qualifying: 0, earnedTodayPoints: 0, earnedMonthPoints: 0, carry: '0', promotionUses: {} },
    storedValue: { principalMinor: 0, bonusMinor: 0 },
  }
}
