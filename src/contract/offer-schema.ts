import { z } from 'zod'
import type { CouponKind, EffectByKind, OfferKind, Promotion } from '../domain/programme.ts'
import { recurrenceProblem } from '../domain/recurrence.ts'
import {
  atLeastOne,
  choice,
  clock,
  count,
  date,
  days,
  decimal,
  id,
  ids,
  localText,
  percent,
} from './file-primitives.ts'

/** Effects by kind of offer: the fields of an effect are required, but a few that have a usual setting. */
const effects = {
  'earn-multiplier': z.strictObject({ multiplier: decimal }),
  'earn-bonus': z.strictObject({ points: count, per: z.enum(['sale', 'unit']).default('sale') }),
  'percent-off': z.strictObject({ percent }),
  'amount-off': z.strictObject({ minor: count, per: z.enum(['unit', 'basket']).default('unit') }),
  'fixed-price': z.strictObject({ minor: count }),
  'buy-x-get-y': z.strictObject({ buy: atLeastOne, get: atLeastOne, percent: percent.default('100') }),
  'spend-x-save-y': z.strictObject({ spendMinor: atLeastOne, saveMinor: count, repeat: choice }),
  gift: z.strictObject({
    sku: id,
    category: id.nullable().default(null),
    quantityMilli: atLeastOne.default(1_000),
    unitPriceMinor: count,
  }),
  'issue-coupon': z.strictObject({ coupon: id }),
} satisfies { readonly [K in OfferKind]: z.ZodType<EffectByKind[K]> }

const when = z
  .strictObject({
    from: date.nullable().default(null),
    to: date.nullable().default(null),
    dates: z.array(date).default([]),
    weekdays: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).default([]),
    monthDays: z.array(z.int().min(1).max(31)).default([]),
    rrule: z.string().max(500).nullable().default(null),
    hours: z.tuple([clock, clock]).nullable().default(null),
    birthday: z.enum(['day', 'week', 'month']).nullable().default(null),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string, message: string): void => {
      issues.push({ code: 'custom', input: value, path: [path], message })
    }
    if (value.hours !== null && value.hours[0] === value.hours[1]) refuse('hours', 'both times are the same')
    if (value.rrule === null) return
    const problem = recurrenceProblem(value.rrule)
    if (problem !== null) refuse('rrule', problem)
    else if (value.from === null) refuse('rrule', 'needs "from": a recurrence starts on it')
  })

const who = z.strictObject({
  everyone: choice,
  tiers: ids,
  segments: ids,
  newWithinDays: days.nullable().default(null),
  lapsedDays: days.nullable().default(null),
  firstPurchase: choice,
})

const what = z.strictObject({
  skus: ids,
  categories: ids,
  excludeSkus: ids,
  excludeCategories: ids,
  minSpendMinor: count.default(0),
  minQuantityMilli: count.default(0),
})

const perMember = z.strictObject({
  count,
  period: z.enum(['day', 'week', 'month', 'year', 'ever']).default('day'),
})

/** Ids under which results name what is no promotion. */
const offerId = id.refine((name) => name !== 'tier' && name !== 'member-price', 'is a name of the engine itself')

const rule = {
  id: offerId,
  name: localText.default({}),
  priority: z.int().default(0),
  group: id.nullable().default(null),
  when: when.prefault({}),
  who: who.prefault({}),
  where: z.strictObject({ stores: ids }).prefault({}),
  what: what.prefault({}),
}

const promotionRule = {
  ...rule,
  state: z.enum(['draft', 'scheduled', 'live', 'paused', 'ended']),
  limits: z
    .strictObject({
      perMember: perMember.nullable().default(null),
      budgetPoints: count.nullable().default(null),
      budgetMinor: count.nullable().default(null),
    })
    .prefault({}),
}

const couponRule = {
  ...rule,
  validDays: days.nullable().default(null),
  uses: count.default(1),
  bearer: choice,
}

export const promotion: z.ZodType<Promotion> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...promotionRule, ...offering('earn-multiplier') }),
    z.strictObject({ ...promotionRule, ...offering('earn-bonus') }),
    z.strictObject({ ...promotionRule, ...offering('percent-off') }),
    z.strictObject({ ...promotionRule, ...offering('amount-off') }),
    z.strictObject({ ...promotionRule, ...offering('fixed-price') }),
    z.strictObject({ ...promotionRule, ...offering('buy-x-get-y') }),
    z.strictObject({ ...promotionRule, ...offering('spend-x-save-y') }),
    z.strictObject({ ...promotionRule, ...offering('gift') }),
    z.strictObject({ ...promotionRule, ...offering('issue-coupon') }),
  ],
  { error: 'is no kind of promotion' },
)

export const couponKind: z.ZodType<CouponKind> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...couponRule, ...offering('earn-multiplier') }),
    z.strictObject({ ...couponRule, ...offering('earn-bonus') }),
    z.strictObject({ ...couponRule, ...offering('percent-off') }),
    z.strictObject({ ...couponRule, ...offering('amount-off') }),
    z.strictObject({ ...couponRule, ...offering('fixed-price') }),
    z.strictObject({ ...couponRule, ...offering('buy-x-get-y') }),
    z.strictObject({ ...couponRule, ...offering('spend-x-save-y') }),
    z.strictObject({ ...couponRule, ...offering('gift') }),
  ],
  { error: 'is no kind of coupon' },
)

function offering<K extends OfferKind>(kind: K) {
  return { kind: z.literal(kind), effect: effects[kind] }
}
