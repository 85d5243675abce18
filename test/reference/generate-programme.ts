/** Random programmes that fit the format: every kind, condition, policy and corner comes up. */
import { addMonths, civil } from './model/calendar.ts'
import type { Day } from './model/calendar.ts'
import type { Dice } from './dice.ts'
import { generateRrule } from './generate-rrule.ts'

export type Json = { [key: string]: unknown }

/** What the programme should fit, so that its conditions hold more often than not. */
export interface Setting {
  readonly day: Day
  readonly clock: string
  readonly zone: string
  readonly levels: readonly string[]
}

export const SKUS = ['A', 'B', 'C', 'D', 'E']
export const CATEGORIES = ['c', 'd', 'x']
const KINDS = [
  'earn-multiplier',
  'earn-bonus',
  'percent-off',
  'amount-off',
  'fixed-price',
  'buy-x-get-y',
  'spend-x-save-y',
  'gift',
  'issue-coupon',
]
const PERCENTS = ['1', '5', '5', '10', '10', '12.5', '15', '20', '33', '50', '99.9', '100', '100.0', '0', '0.1']
const MULTIPLIERS = ['2', '3', '3', '1.5', '1.25', '5', '0.5', '1', '1.0', '0', '2.75']
const MINORS = [1, 10, 33, 50, 99, 100, 150, 333, 500, 1000, 5000]
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const RRULES = [
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=2',
  'FREQ=DAILY;INTERVAL=3;COUNT=40',
  'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=DAILY;BYMONTH=1,2,3,10,11,12',
  'FREQ=WEEKLY',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE,SA',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE;WKST=SU',
  'FREQ=WEEKLY;BYDAY=WE,SU,TH;COUNT=60',
  'FREQ=MONTHLY',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYMONTHDAY=1,25,28,29,31',
  'FREQ=MONTHLY;BYDAY=-1FR,-1SU,4WE',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=MONTHLY;BYDAY=SU,WE',
  'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31,25',
  'FREQ=MONTHLY;COUNT=5',
  'FREQ=YEARLY',
  'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH,4WE',
  'FREQ=YEARLY;BYMONTH=2,11;BYMONTHDAY=-1,25',
  'FREQ=YEARLY;INTERVAL=2',
  'FREQ=WEEKLY;UNTIL=20270228',
]

export function dateText(day: Day): string {
  const { year, month, date } = civil(day)
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

/** Adds the fields with their probability, so that defaults are used as well. */
export function maybe(dice: Dice, probability: number, fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(() => dice.chance(probability)))
}

function when(dice: Dice, { day, clock }: Setting): Json {
  const { date } = civil(day)
  const near = (): Day => day + dice.pick([0, 0, 0, -1, 1, 7])
  const conditions: Json = {}
  const once = (): boolean => dice.chance(0.09)
  if (once()) conditions['from'] = dateText(day - dice.pick([0, 0, 1, 30, -1]))
  if (once()) conditions['to'] = dateText(day + dice.pick([0, 0, 1, 30, -1]))
  if (once()) conditions['dates'] = [dateText(near()), dateText(near())]
  if (once()) conditions['weekdays'] = dice.some(WEEKDAYS, 0.6)
  if (once()) conditions['monthDays'] = dice.pick([[31], [date], [date, 31], [8, 18, 28], [1, 29, 30], [25, 26, 28]])
  if (dice.chance(0.13)) {
    conditions['from'] = dateText(
      dice.pick([day, day - 7, day - 14, day - 28, addMonths(day, -1), addMonths(day, -12), day - 321, day - 100]),
    )
    conditions['rrule'] = dice.chance(0.6) ? dice.pick(RRULES) : generateRrule(dice)
  }
  if (once()) {
    const hour = clock.slice(0, 5)
    conditions['hours'] = dice.pick([
      ['10:00', '14:00'],
      ['22:00', '02:00'],
      ['14:00', '10:00'],
      ['00:00', '02:30'],
      [hour, hour === '23:30' ? '23:45' : '23:30'],
      ['23:15', hour === '23:15' ? '23:16' : hour],
    ])
  }
  if (once()) conditions['birthday'] = dice.pick(['day', 'week', 'week', 'month', 'month'])
  return conditions
}

function who(dice: Dice, { levels }: Setting): Json {
  const conditions: Json = dice.chance(0.25) ? { everyone: true } : {}
  const once = (): boolean => dice.chance(0.06)
  if (dice.chance(0.1) && levels.length > 0) conditions['tiers'] = dice.some(levels, 0.6)
  if (once()) conditions['segments'] = dice.pick([['vip'], ['staff', 'vip'], ['none']])
  if (once()) conditions['newWithinDays'] = dice.pick([0, 24, 30, 1000])
  if (once()) conditions['lapsedDays'] = dice.pick([0, 30, 90, 400])
  if (once()) conditions['firstPurchase'] = true
  return conditions
}

function what(dice: Dice, thresholds: boolean): Json {
  const conditions: Json = {}
  const once = (probability: number): boolean => dice.chance(probability)
  if (once(0.2)) conditions['skus'] = dice.some([...SKUS, 'MUG'], 0.4)
  if (once(0.2)) conditions['categories'] = dice.some(CATEGORIES, 0.5)
  if (once(0.12)) conditions['excludeSkus'] = dice.some(SKUS, 0.3)
  if (once(0.12)) conditions['excludeCategories'] = dice.some(CATEGORIES, 0.3)
  if (thresholds && once(0.2)) conditions['minSpendMinor'] = dice.pick([1, 500, 1000, 5000, 9000, 10_000, 30_000])
  if (thresholds && once(0.12)) conditions['minQuantityMilli'] = dice.pick([1000, 2000, 3000, 2500, 6000])
  return conditions
}

const EFFECTS: { readonly [kind: string]: (dice: Dice) => Json } = {
  'earn-multiplier': (dice) => ({ multiplier: dice.pick(MULTIPLIERS) }),
  'earn-bonus': (dice) => ({
    points: dice.pick([0, 1, 5, 7, 100, 500]),
    ...(dice.chance(0.75) ? { per: dice.pick(['sale', 'unit', 'unit']) } : {}),
  }),
  'percent-off': (dice) => ({ percent: dice.pick(PERCENTS) }),
  'amount-off': (dice) => ({
    minor: dice.pick(MINORS),
    ...(dice.chance(0.85) ? { per: dice.pick(['unit', 'basket']) } : {}),
  }),
  'fixed-price': (dice) => ({ minor: dice.pick([0, 90, 333, 800, 980, 1000, 2000, 3000, 3000]) }),
  'buy-x-get-y': (dice) => ({
    buy: dice.int(1, 3),
    get: dice.int(1, 2),
    ...(dice.chance(0.4) ? { percent: dice.pick(PERCENTS) } : {}),
  }),
  'spend-x-save-y': (dice) => ({
    spendMinor: dice.pick([100, 999, 1000, 5000, 10_000, 20_000]),
    saveMinor: dice.pick([1, 50, 100, 333, 1000, 5000]),
    ...(dice.chance(0.5) ? { repeat: dice.chance(0.7) } : {}),
  }),
  gift: (dice) => ({
    sku: dice.pick(['MUG', 'CUP', 'A']),
    ...(dice.chance(0.8) ? { category: dice.pick([...CATEGORIES, 'cup']) } : {}),
    ...(dice.chance(0.7) ? { quantityMilli: dice.pick([1000, 1000, 2000, 3000, 250]) } : {}),
    unitPriceMinor: dice.pick([0, 1, 99, 500, 1000, 2500, 3333]),
  }),
}

function offer(
  dice: Dice,
  setting: Setting,
  id: string,
  kind: string,
  couponIds: readonly string[],
  conditions: number,
): Json {
  const effect = kind === 'issue-coupon' ? { coupon: dice.pick(couponIds) } : (EFFECTS[kind]?.(dice) ?? {})
  return {
    id,
    kind,
    effect,
    ...(dice.chance(0.5) ? { name: { en: id } } : {}),
    ...(dice.chance(0.3) ? { priority: dice.pick([0, 1, 1, 2, 5, 9, -1]) } : {}),
    ...(dice.chance(0.35) ? { group: dice.pick(['g', 'g', 'h', 'price', 'a']) } : {}),
    ...(dice.chance(conditions) ? { when: when(dice, setting) } : {}),
    ...(dice.chance(0.75 * conditions) ? { who: who(dice, setting) } : {}),
    ...(dice.chance(0.1 * conditions) ? { where: { stores: dice.pick([['s1'], ['s1', 's2'], ['s2'], []]) } } : {}),
    ...(dice.chance(0.6) ? { what: what(dice, dice.chance(conditions)) } : {}),
  }
}

function limits(dice: Dice, kind: string): Json {
  const isEarning = kind.startsWith('earn')
  return {
    ...(dice.chance(0.35)
      ? {
          perMember: {
            count: dice.int(1, 2),
            ...(dice.chance(0.8) ? { period: dice.pick(['day', 'week', 'month', 'year', 'ever']) } : {}),
          },
        }
      : {}),
    ...(dice.chance(isEarning ? 0.8 : 0.1) ? { budgetPoints: dice.pick([0, 1, 10, 30, 100, 1000]) } : {}),
    ...(dice.chance(isEarning ? 0.1 : 0.7) ? { budgetMinor: dice.pick([0, 1, 30, 400, 500, 1000, 20_000]) } : {}),
  }
}

function earn(dice: Dice): Json {
  const carry = dice.chance(0.2)
  return {
    points: dice.pick([1, 1, 1, 2, 3, 10]),
    perMinor: dice.pick([100, 100, 100, 7, 500, 1000, 33]),
    ...maybe(dice, 0.45, {
      base: dice.pick(['paid', 'due', 'gross']),
      stacking: dice.pick(['add', 'multiply', 'max', 'max']),
      pendingDays: dice.pick([0, 1, 7, 30]),
      onTopUp: dice.chance(0.6),
    }),
    ...(carry ? { carry: true } : maybe(dice, 0.4, { rounding: dice.pick(['floor', 'half-up', 'ceil']) })),
    ...maybe(dice, 0.15, {
      exclude: maybe(dice, 0.7, { skus: dice.some(SKUS, 0.25), categories: dice.some(CATEGORIES, 0.25) }),
    }),
    ...maybe(dice, 0.3, {
      caps: maybe(dice, 0.5, {
        perSalePoints: dice.pick([0, 20, 50, 100, 250, 400]),
        perDayPoints: dice.pick([50, 100, 200]),
        perMonthPoints: dice.pick([100, 300, 1000]),
      }),
    }),
  }
}

function expiry(dice: Dice): Json {
  const months = dice.pick([1, 1, 3, 6, 12, 24])
  return dice.pick<Json>([
    { policy: 'never' },
    {
      policy: 'rolling',
      months,
      ...maybe(dice, 0.7, { roundTo: dice.pick(['none', 'month-end', 'quarter-end', 'half-year-end', 'year-end']) }),
    },
    { policy: 'rolling', months },
    {
      policy: 'fixed',
      dates: dice.pick([['06-30'], ['12-31', '06-30'], ['02-29'], ['02-28', '03-01', '11-25']]),
      ...maybe(dice, 0.5, { minDays: dice.pick([0, 1, 37, 90, 365]) }),
    },
    { policy: 'inactivity', months },
  ])
}

function redeem(dice: Dice): Json {
  const [points, minor] = dice.pick([
    [100, 100],
    [100, 100],
    [1, 1],
    [7, 33],
    [100, 1],
    [3, 7],
    [1, 10],
  ])
  return {
    points,
    minor,
    ...maybe(dice, 0.3, {
      stepPoints: dice.pick([1, 9, 10, 50, 100]),
      minPoints: dice.pick([0, 20, 100, 250]),
      maxShare: dice.pick(['1', '0.5', '0.333', '0.9', '0.05', '0']),
      excludeCategories: dice.some([...CATEGORIES, 'cup'], 0.3),
      verifyAbovePoints: dice.pick([0, 50, 100, 500]),
    }),
  }
}

export const LEVELS: readonly (readonly Json[])[] = [
  [],
  [
    { id: 'silver', threshold: 0 },
    { id: 'gold', threshold: 2000, earnMultiplier: '1.5' },
  ],
  [
    { id: 'silver', threshold: 0, earnMultiplier: '1', percentOff: '0' },
    { id: 'gold', threshold: 2000, earnMultiplier: '1.5', percentOff: '5' },
    { id: 'black', threshold: 3000, earnMultiplier: '2', percentOff: '12.5' },
  ],
  [
    { id: 'gold', threshold: 100, earnMultiplier: '2', percentOff: '10' },
    { id: 'silver', threshold: 10, percentOff: '2.5' },
  ],
  [
    { id: 'silver', threshold: 0, earnMultiplier: '0.5' },
    { id: 'gold', threshold: 1000, earnMultiplier: '0.8', percentOff: '1' },
    { id: '钻石', threshold: 4000, earnMultiplier: '1.25' },
  ],
]

function blocks(dice: Dice, levels: readonly Json[]): Json {
  return {
    ...(dice.chance(0.9) ? { earn: earn(dice) } : {}),
    ...maybe(dice, 0.7, { expiry: expiry(dice), redeem: redeem(dice) }),
    tiers: {
      ...maybe(dice, 0.5, {
        metric: dice.pick(['points-earned', 'spend']),
        counts: dice.pick(['base', 'all']),
        crossingSaleEarnsAtNewTier: dice.chance(0.8),
        window: dice.pick<Json>([
          { kind: 'rolling-months', months: 12 },
          { kind: 'calendar-year' },
          { kind: 'membership-year' },
          { kind: 'lifetime' },
        ]),
      }),
      levels,
    },
    ...(dice.chance(0.8)
      ? {
          returns: maybe(dice, 0.7, {
            shortage: dice.pick(['debt', 'clamp', 'deduct']),
            graceDays: dice.pick([0, 1, 30]),
            thresholdOffers: dice.pick(['keep', 'recompute', 'recompute']),
          }),
        }
      : {}),
    ...maybe(dice, 0.2, {
      manualDiscount: maybe(dice, 0.8, {
        cashier: maybe(dice, 0.8, { percentMax: '5', minorMax: 300 }),
        supervisor: maybe(dice, 0.8, { percentMax: '20', minorMax: 900 }),
      }),
    }),
  }
}

/** A programme for that setting; `size` is how many promotions at most. */
export function generateProgramme(dice: Dice, setting: Setting, levels: readonly Json[], start: string): Json {
  const couponIds = dice.some(['ten', 'pct', 'cup', 'dbl', 'x2', 'Z'], 0.5)
  const coupons = couponIds.map((id) => ({
    ...offer(dice, setting, id, dice.pick(KINDS.slice(0, 8)), couponIds, 0.3),
    ...maybe(dice, 0.3, { validDays: 30, uses: dice.int(1, 3) }),
    ...(dice.chance(0.35) ? { bearer: dice.chance(0.9) } : {}),
  }))
  const ids = dice
    .shuffle([
      'p10',
      'x2',
      'x3',
      'b',
      'B',
      'bonus',
      'a-1',
      'a',
      'gift',
      'z',
      'm',
      'ss',
      '会员日',
      '\u{1F381}',
      '\uFF5E',
    ])
    .slice(0, dice.pick([0, 1, 2, 2, 3, 3, 4, 5, 8]))
  const kinds = couponIds.length === 0 ? KINDS.slice(0, 8) : KINDS
  const promotions = ids.map((id) => {
    const kind = dice.pick(kinds)
    return {
      ...offer(dice, setting, id, kind, couponIds, 0.45),
      state: dice.chance(0.96) ? 'live' : dice.pick(['draft', 'scheduled', 'paused', 'ended']),
      ...(dice.chance(0.3) ? { limits: limits(dice, kind) } : {}),
    }
  })
  return {
    format: 'tillpoint-programme/1',
    id: 't',
    version: 1,
    name: { en: 'T' },
    currency: 'CNY',
    timeZone: setting.zone,
    ...(start === '00:00' && dice.chance(0.5) ? {} : { businessDayStart: start }),
    ...blocks(dice, levels),
    promotions: dice.shuffle(promotions),
    coupons,
  }
}
