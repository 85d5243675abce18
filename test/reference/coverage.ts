/** Counts what random cases reach: every kind applied, every reason, every rejection, every policy met by a return. */
import type { ReferenceAnswer } from './model/quote.ts'

type Json = { readonly [key: string]: unknown }

export type Coverage = Map<string, number>

const KINDS = [
  'earn-multiplier',
  'earn-bonus',
  'percent-off',
  'amount-off',
  'fixed-price',
  'buy-x-get-y',
  'spend-x-save-y',
  'gift',
]
const WHYS = [
  'not-live',
  'not-date',
  'not-weekday',
  'not-month-day',
  'not-recurrence',
  'not-hour',
  'not-in-birthday-window',
  'not-store',
  'not-member',
  'not-tier',
  'not-segment',
  'not-new',
  'not-lapsed',
  'not-first-purchase',
  'no-eligible-line',
  'below-minimum-spend',
  'below-minimum-quantity',
  'limit-reached',
  'budget-empty',
  'better-offer',
  'nothing-to-take-off',
]
const REJECTIONS = [
  'insufficient_points',
  'below_minimum_points',
  'not_a_step',
  'over_maximum_share',
  'coupon_unknown',
  'coupon_expired',
  'coupon_used',
  'coupon_not_applicable',
  'manual_discount_over_due',
  'insufficient_stored_value',
  'stored_value_over_due',
  'return_exceeds_sale',
]
const POLICIES = ['debt', 'clamp', 'deduct'].flatMap((shortage) =>
  ['keep', 'recompute'].map((offers) => `return under ${shortage}, ${offers}`),
)
const HELD = [
  'from',
  'to',
  'dates',
  'weekdays',
  'monthDays',
  'rrule',
  'hours',
  'birthday',
  'tiers',
  'segments',
  'newWithinDays',
  'lapsedDays',
  'firstPurchase',
  'stores',
  'minSpendMinor',
  'minQuantityMilli',
  'perMember',
]
const EXPIRIES = ['never', 'rolling', 'fixed', 'inactivity'].map((policy) => `lot under ${policy}`)
const SALES = [
  'accepted',
  'tier applied',
  'member-price applied',
  'points used',
  'points by max',
  'stored value used',
  'manual discount',
  'manager-approval',
  'verification',
  'debt repaid',
  'tier reached',
  'crossing',
  'carry',
  'caps',
  'points budget',
  'money budget',
  'gift line',
  'weighed goods',
  'asset line',
  'exclusion',
  'no member',
  'pending',
  'better offer of basket or earning',
  'stacking add',
  'stacking multiply',
  'stacking max',
  'base paid',
  'base due',
  'base gross',
  'line touched by excess',
  'points back',
  'points clawed back',
  'debt after a return',
  'reason defect',
  'reason statutory',
  'reason exchange',
]

/** Everything that a long enough run must reach. */
export const REQUIRED: readonly string[] = [
  ...SALES,
  ...[...KINDS, 'issue-coupon'].map((kind) => `promotion ${kind}`),
  ...KINDS.map((kind) => `coupon ${kind}`),
  ...WHYS.map((why) => `why ${why}`),
  ...REJECTIONS.map((one) => `rejected ${one}`),
  ...POLICIES,
  ...HELD.map((field) => `held ${field}`),
  ...EXPIRIES,
]

const record = (from: unknown): Json => (typeof from === 'object' && from !== null ? (from as Json) : {})
const list = (from: unknown): readonly unknown[] => (Array.isArray(from) ? (from as readonly unknown[]) : [])
const word = (from: unknown, otherwise: string): string => (typeof from === 'string' ? from : otherwise)

type SaleResult = Extract<ReferenceAnswer, { readonly exit: 0 }>['result']

function offersMet(basket: Json, result: SaleResult): string[] {
  const programme = record(basket['programme'])
  const promotions = list(programme['promotions'])
    .map(record)
    .filter((one) => result.applied.includes(String(one['id'])))
  const uses = list(basket['coupons']).map(record)
  const coupons = list(programme['coupons'])
    .map(record)
    .filter((kind) => uses.some((use) => use['coupon'] === kind['id']))
  const fields = promotions.flatMap((one) =>
    [one['when'], one['who'], one['where'], one['what'], one['limits']].flatMap((block) => {
      const held = Object.entries(record(block)).filter(
        ([, content]) => content !== null && !(Array.isArray(content) && content.length === 0),
      )
      return held.map(([field]) => `held ${field}`)
    }),
  )
  return [
    ...promotions.map((one) => `promotion ${String(one['kind'])}`),
    ...coupons.map((one) => `coupon ${String(one['kind'])}`),
    ...fields,
    ...(promotions.some(
      (one) => record(one['limits'])['budgetPoints'] !== undefined && String(one['kind']).startsWith('earn'),
    )
      ? ['points budget']
      : []),
    ...(promotions.some(
      (one) => record(one['limits'])['budgetMinor'] !== undefined && !String(one['kind']).startsWith('earn'),
    )
      ? ['money budget']
      : []),
  ]
}

function when(facts: { readonly [name: string]: boolean }): string[] {
  return Object.entries(facts)
    .filter(([, holds]) => holds)
    .map(([name]) => name)
}

function saleMet(basket: Json, result: SaleResult): string[] {
  const programme = record(basket['programme'])
  const earn = record(programme['earn'])
  const member = record(basket['member'])
  const lines = list(basket['lines']).map(record)
  const climbed = result.tierAfter !== null && result.tierAfter !== (member['tier'] ?? null)
  const earning = result.earnPoints > 0
  return [
    'accepted',
    ...when({
      'tier applied': result.applied.includes('tier'),
      'member-price applied': result.applied.includes('member-price'),
      'points used': result.pointsUsed > 0,
      'points by max': result.pointsUsed > 0 && basket['redeemPoints'] === 'max',
      'stored value used': result.storedValue.principalMinor + result.storedValue.bonusMinor > 0,
      'manual discount': Number(basket['manualDiscountMinor'] ?? 0) > 0,
      'debt repaid': result.debtRepaidPoints > 0,
      'tier reached': climbed,
      crossing: climbed && record(programme['tiers'])['crossingSaleEarnsAtNewTier'] === true,
      carry: result.carry !== '0',
      'gift line': result.lines.length > lines.length,
      caps: earning && Object.keys(record(earn['caps'])).length > 0,
      'weighed goods': lines.some((line) => Number(line['quantityMilli']) % 1000 !== 0),
      'asset line': lines.some((line) => typeof line['asset'] === 'string'),
      exclusion: earning && Object.keys(record(earn['exclude'])).length > 0,
      'no member': basket['member'] === null,
      pending: result.newLot !== null && Number(earn['pendingDays'] ?? 0) > 0,
      'better offer of basket or earning': result.notApplied.some(
        (one) => one.than !== undefined && /^(K|x|tier)/.test(one.than),
      ),
    }),
    ...result.needs,
    ...(earning ? [`stacking ${word(earn['stacking'], 'add')}`, `base ${word(earn['base'], 'paid')}`] : []),
    ...(result.newLot === null ? [] : [`lot under ${word(record(programme['expiry'])['policy'], 'never')}`]),
    ...result.notApplied.map((one) => `why ${one.why}`),
  ]
}

function returnsMet(basket: Json, result: SaleResult): string[] {
  const policy = record(record(basket['programme'])['returns'])
  const steps = list(basket['returns']).map(record)
  return result.returns.flatMap((one, index) => [
    `return under ${word(policy['shortage'], 'debt')}, ${word(policy['thresholdOffers'], 'keep')}`,
    `reason ${word(steps[index]?.['reason'], 'change-of-mind')}`,
    ...when({
      'points back': one.pointsBack > 0,
      'points clawed back': one.pointsClawedBack > 0,
      'debt after a return': one.debtPoints > 0,
      'line touched by excess':
        one.lines.length > new Set(list(steps[index]?.['lines']).map((line) => record(line)['line'])).size,
    }),
  ])
}

/** Counts every name that the case met, once a case. */
export function countCoverage(coverage: Coverage, basket: Json, answer: ReferenceAnswer): void {
  const met =
    answer.exit === 1
      ? [`rejected ${answer.result.rejected}`]
      : [...offersMet(basket, answer.result), ...saleMet(basket, answer.result), ...returnsMet(basket, answer.result)]
  for (const name of new Set(met)) coverage.set(name, (coverage.get(name) ?? 0) + 1)
}

export const missingFrom = (coverage: Coverage): string[] => REQUIRED.filter((name) => (coverage.get(name) ?? 0) === 0)

export const coverageText = (coverage: Coverage): string =>
  REQUIRED.map((name) => `${name} ${coverage.get(name) ?? 0}`).join('; ')
