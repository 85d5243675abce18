/** Makes a case that shows a difference smaller, as long as the difference stays. */

type Json = { readonly [key: string]: unknown }

const record = (from: unknown): Json =>
  typeof from === 'object' && from !== null && !Array.isArray(from) ? (from as Json) : {}
const list = (from: unknown): readonly unknown[] => (Array.isArray(from) ? (from as readonly unknown[]) : [])
const without = <T>(all: readonly T[], index: number): T[] => all.filter((_, place) => place !== index)
const drop = (from: Json, key: string): Json =>
  Object.fromEntries(Object.entries(from).filter(([name]) => name !== key))

/** The case without one line; returns that name later lines follow, those that name it lose it. */
function withoutLine(basket: Json, index: number): Json {
  const returns = list(basket['returns'])
    .map(record)
    .map((step) => ({
      ...step,
      lines: list(step['lines'])
        .map(record)
        .filter((one) => one['line'] !== index)
        .map((one) => ({ ...one, line: Number(one['line']) > index ? Number(one['line']) - 1 : one['line'] })),
    }))
  return {
    ...basket,
    lines: without(list(basket['lines']), index),
    ...(basket['returns'] === undefined ? {} : { returns }),
  }
}

const REQUIRED_FIELDS = [
  'format',
  'id',
  'version',
  'name',
  'currency',
  'timeZone',
  'state',
  'kind',
  'effect',
  'at',
  'store',
  'lines',
  'programme',
  'promotions',
  'coupons',
]

/** The same object with one entry less: of a list an item, of an object a field that may be absent. */
function smaller(from: Json, path: readonly string[]): Json[] {
  const [key, ...rest] = path
  if (key === undefined)
    return Object.keys(from)
      .filter((name) => !REQUIRED_FIELDS.includes(name))
      .map((name) => drop(from, name))
  const inner = from[key]
  if (inner === undefined || inner === null) return []
  if (rest.length === 0 && Array.isArray(inner))
    return list(inner).map((_, index) => ({ ...from, [key]: without(list(inner), index) }))
  if (key === '*') return []
  if (Array.isArray(inner)) {
    return list(inner).flatMap((one, index) =>
      smaller(record(one), rest).map((less) => ({
        ...from,
        [key]: list(inner).map((old, place) => (place === index ? less : old)),
      })),
    )
  }
  return smaller(record(inner), rest).map((less) => ({ ...from, [key]: less }))
}

const PATHS: readonly (readonly string[])[] = [
  ['returns'],
  ['programme', 'promotions'],
  ['coupons'],
  ['member', 'lots'],
  ['returns', 'lines'],
  ['programme', 'coupons'],
  [],
  ['member'],
  ['programme'],
  ['programme', 'promotions', 'when'],
  ['programme', 'promotions', 'who'],
  ['programme', 'promotions', 'what'],
  ['programme', 'coupons', 'what'],
  ['programme', 'coupons', 'when'],
  ['programme', 'earn'],
  ['programme', 'redeem'],
  ['programme', 'returns'],
  ['programme', 'tiers'],
  ['programme', 'tiers', 'levels'],
]

function* candidates(basket: Json): Generator<Json> {
  yield* smaller(basket, ['returns'])
  for (const [index] of list(basket['lines']).entries()) yield withoutLine(basket, index)
  for (const path of PATHS) yield* smaller(basket, path)
  const fields: readonly (readonly string[])[] = [
    ['programme', 'promotions'],
    ['programme', 'coupons'],
    ['coupons'],
    ['lines'],
    ['returns'],
    ['member', 'lots'],
  ]
  for (const path of fields) yield* smallerItems(basket, path)
}

/** Optional fields of the items of a list. */
function smallerItems(from: Json, path: readonly string[]): Json[] {
  const [key = '', ...rest] = path
  if (rest.length > 0) return smallerItems(record(from[key]), rest).map((less) => ({ ...from, [key]: less }))
  const items = list(from[key]).map(record)
  return items.flatMap((item, index) =>
    smaller(item, []).map((less) => ({ ...from, [key]: items.map((old, place) => (place === index ? less : old)) })),
  )
}

/** Greedy: takes the first smaller case that still differs, until none does. */
export async function shrink(basket: Json, differs: (smallerCase: Json) => Promise<boolean>): Promise<Json> {
  let smallest = basket
  for (let found = true; found;) {
    found = false
    for (const candidate of candidates(smallest)) {
      if (!(await differs(candidate))) continue
      smallest = candidate
      found = true
      break
    }
  }
  return smallest
}
