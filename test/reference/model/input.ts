/** Reads a case from raw JSON, with every default of the format filled in. */
import { businessDate, localClock, parseDate } from './calendar.ts'
import type { Day } from './calendar.ts'
import type { CouponUse, Effect, Input, Kind, Member, Offer, Programme } from './case.ts'
import { parseFraction } from './fraction.ts'
import type { Fraction } from './fraction.ts'

type Json = { readonly [key: string]: unknown }

const record = (from: unknown): Json => (typeof from === 'object' && from !== null ? (from as Json) : {})

const list = (from: unknown): readonly unknown[] => (Array.isArray(from) ? (from as readonly unknown[]) : [])

const texts = (from: unknown): string[] => list(from).map(String)

const text = (from: unknown, otherwise: string): string => (typeof from === 'string' ? from : otherwise)

const textOrNull = (from: unknown): string | null => (typeof from === 'string' ? from : null)

const whole = (from: unknown, otherwise: bigint): bigint => (typeof from === 'number' ? BigInt(from) : otherwise)

const wholeOrNull = (from: unknown): bigint | null => (typeof from === 'number' ? BigInt(from) : null)

const count = (from: unknown, otherwise: number): number => (typeof from === 'number' ? from : otherwise)

const countOrNull = (from: unknown): number | null => (typeof from === 'number' ? from : null)

const exact = (from: unknown, otherwise: string): Fraction => parseFraction(text(from, otherwise))

const dateOrNull = (from: unknown): Day | null => (typeof from === 'string' ? parseDate(from) : null)

const instantOrNull = (from: unknown): number | null => (typeof from === 'string' ? Date.parse(from) : null)

function readEffect(kind: string, raw: Json): Effect {
  return {
    multiplier: exact(raw['multiplier'], '1'),
    points: whole(raw['points'], 0n),
    per: text(raw['per'], kind === 'amount-off' ? 'unit' : 'sale'),
    percent: exact(raw['percent'], '100'),
    minor: whole(raw['minor'], 0n),
    buy: whole(raw['buy'], 1n),
    get: whole(raw['get'], 1n),
    spendMinor: whole(raw['spendMinor'], 1n),
    saveMinor: whole(raw['saveMinor'], 0n),
    repeat: raw['repeat'] === true,
    sku: text(raw['sku'], ''),
    category: textOrNull(raw['category']),
    quantityMilli: whole(raw['quantityMilli'], 1000n),
    unitPriceMinor: whole(raw['unitPriceMinor'], 0n),
  }
}

function readConditions(raw: Json): Pick<Offer, 'when' | 'who' | 'stores' | 'what'> {
  const when = record(raw['when'])
  const who = record(raw['who'])
  const what = record(raw['what'])
  return {
    when: {
      from: dateOrNull(when['from']),
      to: dateOrNull(when['to']),
      dates: texts(when['dates']).map(parseDate),
      weekdays: texts(when['weekdays']),
      monthDays: list(when['monthDays']).map(Number),
      rrule: textOrNull(when['rrule']),
      hours: texts(when['hours']),
      birthday: textOrNull(when['birthday']),
    },
    who: {
      everyone: who['everyone'] === true,
      tiers: texts(who['tiers']),
      segments: texts(who['segments']),
      newWithinDays: countOrNull(who['newWithinDays']),
      lapsedDays: countOrNull(who['lapsedDays']),
      firstPurchase: who['firstPurchase'] === true,
    },
    stores: texts(record(raw['where'])['stores']),
    what: {
      skus: texts(what['skus']),
      categories: texts(what['categories']),
      excludeSkus: texts(what['excludeSkus']),
      excludeCategories: texts(what['excludeCategories']),
      minSpendMinor: whole(what['minSpendMinor'], 0n),
      minQuantityMilli: whole(what['minQuantityMilli'], 0n),
    },
  }
}

function readPromotion(raw: Json, given: Json, uses: Json): Offer {
  const id = text(raw['id'], '')
  const kind = text(raw['kind'], '') as Kind
  const limits = record(raw['limits'])
  const left = record(given[id])
  return {
    rank: id,
    name: id,
    isCoupon: false,
    bearer: false,
    state: text(raw['state'], ''),
    kind,
    effect: readEffect(kind, record(raw['effect'])),
    priority: count(raw['priority'], 0),
    group: textOrNull(raw['group']),
    ...readConditions(raw),
    usesMax: wholeOrNull(record(limits['perMember'])['count']),
    uses: whole(uses[id], 0n),
    budgetPoints: wholeOrNull(left['points']) ?? wholeOrNull(limits['budgetPoints']),
    budgetMinor: wholeOrNull(left['minor']) ?? wholeOrNull(limits['budgetMinor']),
  }
}

function readCouponOffer(code: string, raw: Json): Offer {
  const kind = text(raw['kind'], '') as Kind
  return {
    rank: text(raw['id'], ''),
    name: code,
    isCoupon: true,
    bearer: raw['bearer'] === true,
    state: 'live',
    kind,
    effect: readEffect(kind, record(raw['effect'])),
    priority: count(raw['priority'], 0),
    group: textOrNull(raw['group']),
    ...readConditions(raw),
    usesMax: null,
    uses: 0n,
    budgetPoints: null,
    budgetMinor: null,
  }
}

function readMember(raw: Json): Member {
  const stored = record(raw['storedValue'])
  return {
    tier: textOrNull(raw['tier']),
    birthday: textOrNull(raw['birthday']),
    joined: dateOrNull(raw['joined']),
    lastPurchase: dateOrNull(raw['lastPurchase']),
    purchases: whole(raw['purchases'], 0n),
    segments: texts(raw['segments']),
    lots: list(raw['lots'])
      .map(record)
      .map((lot) => ({
        id: textOrNull(lot['id']),
        points: whole(lot['points'], 0n),
        earnedAtMs: Date.parse(text(lot['earnedAt'], '')),
        availableAtMs: instantOrNull(lot['availableAt']),
        expiresAtMs: instantOrNull(lot['expiresAt']),
        grace: lot['grace'] === true,
      })),
    debtPoints: whole(raw['debtPoints'], 0n),
    spendablePoints: wholeOrNull(raw['spendablePoints']),
    qualifying: whole(raw['qualifying'], 0n),
    earnedTodayPoints: whole(raw['earnedTodayPoints'], 0n),
    earnedMonthPoints: whole(raw['earnedMonthPoints'], 0n),
    carry: exact(raw['carry'], '0'),
    principalMinor: whole(stored['principalMinor'], 0n),
    bonusMinor: whole(stored['bonusMinor'], 0n),
  }
}

function readEarn(raw: Json): Programme['earn'] {
  const exclude = record(raw['exclude'])
  const caps = record(raw['caps'])
  return {
    points: whole(raw['points'], 1n),
    perMinor: whole(raw['perMinor'], 100n),
    base: text(raw['base'], 'paid'),
    rounding: text(raw['rounding'], 'floor'),
    carry: raw['carry'] === true,
    stacking: text(raw['stacking'], 'add'),
    excludeSkus: texts(exclude['skus']),
    excludeCategories: texts(exclude['categories']),
    perSalePoints: wholeOrNull(caps['perSalePoints']),
    perDayPoints: wholeOrNull(caps['perDayPoints']),
    perMonthPoints: wholeOrNull(caps['perMonthPoints']),
    pendingDays: count(raw['pendingDays'], 0),
    onTopUp: raw['onTopUp'] === true,
  }
}

function readProgramme(raw: Json): Programme {
  const expiry = record(raw['expiry'])
  const redeem = record(raw['redeem'])
  const tiers = record(raw['tiers'])
  const returns = record(raw['returns'])
  const manual = record(raw['manualDiscount'])
  const limit = (role: string, percent: string, minor: bigint): { percentMax: Fraction; minorMax: bigint } => {
    const of = record(manual[role])
    return { percentMax: exact(of['percentMax'], percent), minorMax: whole(of['minorMax'], minor) }
  }
  return {
    timeZone: text(raw['timeZone'], ''),
    businessDayStart: text(raw['businessDayStart'], '00:00'),
    earn: readEarn(record(raw['earn'])),
    expiry: {
      policy: text(expiry['policy'], 'never'),
      months: count(expiry['months'], 0),
      roundTo: text(expiry['roundTo'], 'none'),
      dates: texts(expiry['dates']),
      minDays: count(expiry['minDays'], 90),
    },
    redeem: {
      points: whole(redeem['points'], 100n),
      minor: whole(redeem['minor'], 100n),
      stepPoints: whole(redeem['stepPoints'], 1n),
      minPoints: whole(redeem['minPoints'], 0n),
      maxShare: exact(redeem['maxShare'], '1'),
      excludeCategories: texts(redeem['excludeCategories']),
      verifyAbovePoints: wholeOrNull(redeem['verifyAbovePoints']),
    },
    tiers: {
      metric: text(tiers['metric'], 'points-earned'),
      counts: text(tiers['counts'], 'base'),
      crossing: tiers['crossingSaleEarnsAtNewTier'] === true,
      levels: list(tiers['levels'])
        .map(record)
        .map((level) => ({
          id: text(level['id'], ''),
          threshold: whole(level['threshold'], 0n),
          earnMultiplier: exact(level['earnMultiplier'], '1'),
          percentOff: exact(level['percentOff'], '0'),
        })),
    },
    returns: {
      shortage: text(returns['shortage'], 'debt'),
      graceDays: count(returns['graceDays'], 30),
      thresholdOffers: text(returns['thresholdOffers'], 'keep'),
    },
    manual: { cashier: limit('cashier', '0', 0n), supervisor: limit('supervisor', '10', 5000n) },
  }
}

function readCoupons(raw: Json, programme: Json): CouponUse[] {
  const kinds = list(programme['coupons']).map(record)
  return list(raw['coupons'])
    .map(record)
    .map((use) => {
      const code = text(use['code'], '')
      const kindId = text(use['coupon'], '')
      const kind = kinds.find((one) => one['id'] === kindId)
      return {
        code,
        kindId,
        expiresAtMs: instantOrNull(use['expiresAt']),
        usesLeft: whole(use['usesLeft'], 1n),
        offer: kind === undefined ? null : readCouponOffer(code, kind),
      }
    })
}

export function readCase(caseJson: unknown): Input {
  const raw = record(caseJson)
  const rawProgramme = record(raw['programme'])
  const programme = readProgramme(rawProgramme)
  const member = raw['member'] === null || raw['member'] === undefined ? null : readMember(record(raw['member']))
  const uses = record(record(raw['member'])['promotionUses'])
  const atMs = Date.parse(text(raw['at'], ''))
  return {
    programme,
    promotions: list(rawProgramme['promotions']).map((promotion) =>
      readPromotion(record(promotion), record(raw['budgets']), uses),
    ),
    atMs,
    businessDay: businessDate(programme.timeZone, programme.businessDayStart, atMs),
    sinceMidnightMs: localClock(programme.timeZone, atMs).sinceMidnightMs,
    store: text(raw['store'], ''),
    role: text(raw['role'], 'cashier'),
    member,
    lines: list(raw['lines'])
      .map(record)
      .map((line) => ({
        sku: text(line['sku'], ''),
        category: textOrNull(line['category']),
        quantityMilli: whole(line['quantityMilli'], 0n),
        unitPriceMinor: whole(line['unitPriceMinor'], 0n),
        memberPriceMinor: wholeOrNull(line['memberPriceMinor']),
        isAsset: line['asset'] !== null && line['asset'] !== undefined,
      })),
    manualDiscountMinor: whole(raw['manualDiscountMinor'], 0n),
    coupons: readCoupons(raw, rawProgramme),
    redeemPoints: raw['redeemPoints'] === 'max' ? 'max' : whole(raw['redeemPoints'], 0n),
    storedValueMinor: whole(raw['storedValueMinor'], 0n),
    returns: list(raw['returns'])
      .map(record)
      .map((one) => ({
        atMs: Date.parse(text(one['at'], '')),
        reason: text(one['reason'], 'change-of-mind'),
        lines: list(one['lines'])
          .map(record)
          .map((line) => ({ line: count(line['line'], 0), quantityMilli: whole(line['quantityMilli'], 0n) })),
      })),
  }
}
