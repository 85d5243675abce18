/** Random cases by seed: a programme, a basket, a member, tenders and returns that fit it. Most are accepted. */
import { businessDate, dayOf } from './model/calendar.ts'
import { referenceQuote } from './model/quote.ts'
import { diceOf } from './dice.ts'
import type { Dice } from './dice.ts'
import { CATEGORIES, LEVELS, SKUS, dateText, generateProgramme, maybe } from './generate-programme.ts'
import type { Json } from './generate-programme.ts'

const ZONES = [
  'Asia/Shanghai',
  'Asia/Shanghai',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'UTC',
]
const STARTS = ['00:00', '00:00', '04:00', '02:30', '06:00', '00:30', '18:00']
const DAYS = [
  [2026, 11, 25],
  [2028, 2, 29],
  [2027, 2, 28],
  [2027, 3, 1],
  [2026, 12, 31],
  [2027, 1, 1],
  [2026, 1, 31],
  [2027, 4, 30],
  [2026, 3, 8],
  [2026, 11, 1],
  [2027, 3, 14],
  [2026, 3, 29],
  [2026, 10, 25],
  [2026, 4, 5],
  [2026, 10, 4],
  [2026, 4, 24],
  [2026, 10, 29],
  [2026, 9, 30],
  [2028, 12, 31],
] as const
const CLOCKS = [
  '00:00:00',
  '00:29:59',
  '00:30:00',
  '01:59:59',
  '02:15:00',
  '02:30:00',
  '03:00:00',
  '04:00:00',
  '05:59:59',
  '10:00:00',
  '13:59:59',
  '14:00:00',
  '15:04:00',
  '21:30:00',
  '23:30:00',
  '23:59:59.999',
]
const OFFSETS: { readonly [zone: string]: readonly string[] } = {
  'Asia/Shanghai': ['+08:00'],
  'America/New_York': ['-05:00', '-04:00'],
  'Europe/Berlin': ['+01:00', '+02:00'],
  'Australia/Lord_Howe': ['+10:30', '+11:00'],
  'Africa/Cairo': ['+02:00', '+03:00'],
  'Asia/Kathmandu': ['+05:45'],
  UTC: ['Z'],
}
const PRICES = [
  0, 1, 2, 49, 99, 100, 333, 500, 999, 1000, 1000, 2000, 3333, 3334, 3334, 5000, 5000, 6000, 6000, 10_000, 10_000,
  12_880, 20_000,
]
const QUANTITIES = [1000, 1000, 1000, 1000, 2000, 2000, 3000, 4000, 6000, 1250, 500, 333, 2500, 1]

const instant = (day: number, clock: string, offset: string): string => `${dateText(day)}T${clock}${offset}`

function line(dice: Dice): Json {
  const unitPriceMinor = dice.chance(0.85)
    ? dice.pick(PRICES)
    : dice.chance(0.95)
      ? dice.int(1, 20_000)
      : 9_007_199_254_741 - dice.int(0, 9)
  const isAsset = dice.chance(0.05)
  return {
    sku: isAsset ? 'TOP' : dice.pick(SKUS),
    ...(dice.chance(0.9) ? { category: dice.pick(CATEGORIES) } : {}),
    quantityMilli: isAsset ? 1000 : dice.pick(QUANTITIES),
    unitPriceMinor,
    ...(!isAsset && dice.chance(0.15)
      ? {
          memberPriceMinor: dice.pick([
            Math.floor(unitPriceMinor * 0.8),
            Math.floor(unitPriceMinor / 2),
            unitPriceMinor + 1,
            0,
          ]),
        }
      : {}),
    ...(isAsset ? { asset: dice.pick(['stored-value', 'gift-card']) } : {}),
  }
}

function lot(dice: Dice, day: number, at: string, offset: string): Json {
  const later = (): string => instant(day + dice.pick([1, 2, 5, 30, 365]), dice.pick(['00:00:00', '04:00:00']), offset)
  return {
    ...(dice.chance(0.6) ? { id: dice.pick(['l1', 'l2', 'L3', 'l2', null]) } : {}),
    points: dice.pick([0, 1, 30, 50, 100, 100, 200, 200, 500, 500, 999, 5000]),
    earnedAt: instant(day - dice.pick([1, 10, 10, 100, 300]), '10:00:00', offset),
    ...(dice.chance(0.12) ? { availableAt: dice.pick([later(), at, instant(day - 1, '00:00:00', offset)]) } : {}),
    ...(dice.chance(0.55)
      ? { expiresAt: dice.chance(0.88) ? later() : dice.pick([at, instant(day - 1, '00:00:00', offset)]) }
      : {}),
    ...(dice.chance(0.12) ? { grace: true } : {}),
  }
}

function member(dice: Dice, day: number, at: string, offset: string, levels: readonly Json[], programme: Json): Json {
  const promotions = programme['promotions'] as readonly Json[]
  const uses = Object.fromEntries(
    dice
      .some(
        promotions.map((one) => String(one['id'])),
        0.3,
      )
      .map((id) => [id, dice.int(0, 2)]),
  )
  const near = dateText(day + dice.pick([0, 0, 0, 1, -1, 3, -5, 40])).slice(5)
  return {
    ...(levels.length > 0 && dice.chance(0.9) ? { tier: dice.pick(levels)['id'] } : {}),
    ...(dice.chance(0.85) ? { birthday: dice.chance(0.85) ? near : dice.pick(['02-29', '06-15', '12-31']) } : {}),
    ...maybe(dice, 0.85, {
      joined: dateText(day - dice.pick([0, 24, 30, 31, 900])),
      lastPurchase: dateText(day - dice.pick([0, 30, 89, 90, 500])),
      purchases: dice.pick([0, 1, 12]),
      segments: dice.some(['vip', 'staff'], 0.6),
      lots: Array.from({ length: dice.pick([0, 1, 2, 2, 3, 5]) }, () => lot(dice, day, at, offset)),
      qualifying: dice.pick([0, 0, 5, 99, 1800, 1990, 2500, 5000]),
    }),
    ...maybe(dice, 0.2, {
      debtPoints: dice.pick([0, 1, 20, 40, 150]),
      spendablePoints: dice.pick([0, 100, 200, 1000]),
    }),
    ...maybe(dice, 0.4, {
      earnedTodayPoints: dice.pick([0, 20, 80, 130]),
      earnedMonthPoints: dice.pick([0, 50, 250, 1100]),
      promotionUses: uses,
    }),
    ...(dice.chance(0.35) ? { carry: dice.pick(['0', '3/5', '1/2', '99/100', '6/7', '2/4', '7/5']) } : {}),
    ...(dice.chance(0.5)
      ? {
          storedValue: maybe(dice, 0.9, {
            principalMinor: dice.pick([1, 500, 2000, 20_000, 20_000]),
            bonusMinor: dice.pick([0, 1, 100, 777]),
          }),
        }
      : {}),
  }
}

function couponUses(dice: Dice, programme: Json, at: string, day: number, offset: string): Json[] {
  const kinds = (programme['coupons'] as readonly Json[]).map((kind) => String(kind['id']))
  if (kinds.length === 0 || dice.chance(0.5)) return []
  const expiry = (): string =>
    dice.chance(0.95)
      ? instant(day + dice.pick([1, 20, 60]), '00:00:00', offset)
      : dice.pick([at, instant(day - 1, '00:00:00', offset)])
  const uses: Json[] = []
  for (const code of dice.shuffle(['K1', 'K2', 'K3', 'x2']).slice(0, dice.pick([1, 1, 2, 3, 4]))) {
    const use = {
      code,
      coupon: dice.chance(0.99) ? dice.pick(kinds) : 'nowhere',
      ...(dice.chance(0.4) ? { expiresAt: expiry() } : {}),
      ...(dice.chance(0.3) ? { usesLeft: dice.pick([1, 2, 3, 0]) } : {}),
    }
    uses.push(use)
    if (dice.chance(0.1)) uses.push(dice.chance(0.8) ? { ...use, usesLeft: 2 } : use)
  }
  return uses
}

function budgets(dice: Dice, programme: Json): Json {
  const promotions = programme['promotions'] as readonly Json[]
  const left = (): Json =>
    maybe(dice, 0.7, { points: dice.pick([0, 1, 20, 90, 400]), minor: dice.pick([0, 30, 250, 999, 5000]) })
  return Object.fromEntries(
    [
      ...dice.some(
        promotions.map((one) => String(one['id'])),
        0.4,
      ),
      'nobody',
    ].map((id) => [id, left()]),
  )
}

/** Returns by steps over the lines that the sale really had, gifts included. */
function returnSteps(dice: Dice, quantities: readonly number[], day: number, offset: string): Json[] {
  const left = [...quantities]
  const portions = dice.pick([[1000], [1000], [1000, 250, 333], [500]])
  const all = dice.chance(0.35)
  const steps: Json[] = []
  let when = day
  for (let step = dice.int(1, 4); step > 0; step -= 1) {
    const lines: Json[] = []
    for (const index of dice.shuffle(left.map((_, place) => place))) {
      const most = left[index] ?? 0
      if (most === 0 || !dice.chance(0.5)) continue
      const quantityMilli = all ? most : Math.min(most, dice.pick(portions) * dice.int(1, 2))
      left[index] = most - quantityMilli
      lines.push({ line: index, quantityMilli: dice.chance(0.98) ? quantityMilli : quantityMilli + most })
      if (dice.chance(0.05) && (left[index] ?? 0) > 0) {
        lines.push({ line: index, quantityMilli: 1 })
        left[index] = (left[index] ?? 0) - 1
      }
    }
    when += dice.pick([0, 0, 1, 5, 29, 31, 400, -2])
    steps.push({
      at: instant(when, dice.pick(['10:00:00', '23:30:00', '00:00:00']), offset),
      lines,
      ...(dice.chance(0.85)
        ? { reason: dice.pick(['change-of-mind', 'change-of-mind', 'defect', 'statutory', 'exchange']) }
        : {}),
    })
  }
  return steps
}

function addTenders(dice: Dice, basket: Json, programme: Json, at: string, day: number, offset: string): void {
  const step = Number((programme['redeem'] as Json | undefined)?.['stepPoints'] ?? 1)
  Object.assign(basket, { coupons: couponUses(dice, programme, at, day, offset) })
  if (dice.chance(0.2)) basket['manualDiscountMinor'] = dice.pick([1, 50, 99, 250, 333, 1000, 6000])
  const smallest = Math.ceil(Number((programme['redeem'] as Json | undefined)?.['minPoints'] ?? 0) / step) * step
  if (dice.chance(0.6))
    basket['redeemPoints'] = dice.chance(0.45)
      ? 'max'
      : (dice.chance(0.9) ? smallest : 0) + step * dice.pick([0, 1, 2, 3, 7, 10, 25, 50]) + (dice.chance(0.25) ? 1 : 0)
  if (dice.chance(0.3)) basket['storedValueMinor'] = dice.pick([1, 2, 100, 500, 777, 2000, 20_000, 20_000])
  if (dice.chance(0.2)) basket['budgets'] = budgets(dice, programme)
}

/** How much the gift of that promotion or coupon code is: a gift names itself first on its line. */
function giftQuantity(programme: Json, basket: Json, name: string): number {
  const kindId = (basket['coupons'] as readonly Json[]).find((use) => use['code'] === name)?.['coupon']
  const offers = [
    ...(programme['promotions'] as readonly Json[]).filter((one) => one['id'] === name),
    ...(programme['coupons'] as readonly Json[]).filter((one) => one['id'] === kindId),
  ]
  const gift = offers.find((one) => one['kind'] === 'gift')?.['effect'] as Json | undefined
  return Number(gift?.['quantityMilli'] ?? 1000)
}

/** Takes out what was refused, until the case is accepted. */
function repair(basket: Json): void {
  for (;;) {
    const answer = referenceQuote(basket)
    if (answer.exit === 0) return
    const { rejected } = answer.result
    if (rejected.startsWith('coupon')) basket['coupons'] = (basket['coupons'] as readonly Json[]).slice(1)
    else if (rejected.startsWith('manual')) delete basket['manualDiscountMinor']
    else if (rejected.includes('stored')) delete basket['storedValueMinor']
    else if (basket['redeemPoints'] !== undefined) delete basket['redeemPoints']
    else delete basket['returns']
  }
}

const NULLS: readonly (readonly [string, Json])[] = [
  ['lines', { category: null, memberPriceMinor: null, asset: null }],
  ['coupons', { expiresAt: null }],
]

/** Writes the neutral values out that are mostly left out. */
function writeNulls(basket: Json): void {
  for (const [field, nulls] of NULLS)
    basket[field] = (basket[field] as readonly Json[]).map((item) => ({ ...nulls, ...item }))
  const programme = basket['programme'] as Json
  const plain = {
    group: null,
    priority: 0,
    when: { from: null, to: null, dates: [], weekdays: [], monthDays: [], rrule: null, birthday: null },
    where: { stores: [] },
  }
  programme['promotions'] = (programme['promotions'] as readonly Json[]).map((one) => ({
    ...plain,
    limits: { perMember: null, budgetPoints: null, budgetMinor: null },
    ...one,
  }))
  programme['coupons'] = (programme['coupons'] as readonly Json[]).map((one) => ({ ...plain, ...one }))
  if (basket['member'] !== null) {
    const person = basket['member'] as Json
    const lots = (person['lots'] as readonly Json[] | undefined) ?? []
    basket['member'] = {
      tier: null,
      birthday: null,
      joined: null,
      lastPurchase: null,
      spendablePoints: null,
      ...person,
      lots: lots.map((one) => ({ id: null, availableAt: null, expiresAt: null, ...one })),
    }
  }
}

/** The case of a seed. */
export function generateCase(seed: number): Json {
  const dice = diceOf(seed)
  const zone = dice.pick(ZONES)
  const offset = dice.pick(OFFSETS[zone] ?? ['Z'])
  const start = dice.pick(STARTS)
  const clock = dice.pick(CLOCKS)
  const [year, month, date] = dice.chance(0.85)
    ? dice.pick(DAYS)
    : [dice.int(2024, 2029), dice.int(1, 12), dice.int(1, 28)]
  const at = instant(dayOf(year, month, date), clock, offset)
  const day = businessDate(zone, start, Date.parse(at))
  const levels = dice.pick(LEVELS)
  const programme = generateProgramme(
    dice,
    { day, clock, zone, levels: levels.map((level) => String(level['id'])) },
    levels,
    start,
  )
  const basket: Json = {
    programme,
    at,
    store: dice.pick(['s1', 's1', 's1', 's2']),
    ...(dice.chance(0.5) ? { role: dice.pick(['cashier', 'supervisor', 'manager']) } : {}),
    member: dice.chance(0.07) ? null : member(dice, day, at, offset, levels, programme),
    lines: Array.from({ length: dice.chance(0.02) ? 0 : dice.pick([1, 2, 2, 3, 3, 4, 5, 8]) }, () => line(dice)),
  }
  addTenders(dice, basket, programme, at, day, offset)
  if (dice.chance(0.1)) writeNulls(basket)
  const mayBeRefused = dice.chance(0.2)
  if (!mayBeRefused) repair(basket)
  const answer = referenceQuote(basket)
  if (answer.exit === 0 && dice.chance(0.6)) {
    const bought = basket['lines'] as readonly Json[]
    const quantities = answer.result.lines.map((one, index) =>
      Number(bought[index]?.['quantityMilli'] ?? giftQuantity(programme, basket, one.offers[0] ?? '')),
    )
    basket['returns'] = returnSteps(dice, quantities, day, offset)
    if (!mayBeRefused) repair(basket)
  }
  return basket
}
