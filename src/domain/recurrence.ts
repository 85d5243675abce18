import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'

/**
 * Whether a business date is one of an RFC 5545 recurrence that starts on `from`. Dates only: computed in UTC, where
 * every day begins at midnight. `from` itself counts only where it matches; COUNT counts matches.
 */
export function recursOn(date: string, rrule: string, from: string): boolean {
  const key = `${rrule} ${from} ${date}`
  const known = answers.get(key)
  if (known !== undefined) return known
  const answer = date >= from && hasOccurrence(ruleOf(rrule, from), date)
  if (answers.size >= ANSWERS_MAX) answers.clear()
  answers.set(key, answer)
  return answer
}

/** Why a recurrence cannot be used, or null: only rules of whole days, in a form that every calendar understands. */
export function recurrenceProblem(rrule: string): string | null {
  const parts = new Map<string, string>()
  for (const part of rrule.split(';')) {
    const match = /^([A-Z]+)=(.+)$/.exec(part)
    if (match === null) return `"${part}" is not a recurrence part`
    const [, name = '', setting = ''] = match
    if (parts.has(name)) return `${name} is given twice`
    parts.set(name, setting)
  }
  if (!parts.has('FREQ')) return 'FREQ is missing'
  for (const [name, setting] of parts) {
    const shape = PART_SHAPES.get(name)
    if (shape === undefined) return `${name} is not supported`
    if (!shape.test(setting)) return `${name} cannot be ${setting}`
  }
  if (parts.has('COUNT') && parts.has('UNTIL')) return 'COUNT and UNTIL exclude each other'
  try {
    ruleOf(rrule, '2024-01-01')
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'not a recurrence rule'
  }
}

const WEEKDAY = '(?:MO|TU|WE|TH|FR|SA|SU)'
const DAY = '(?:[1-9]|[12]\\d|3[01])'
const PART_SHAPES = new Map<string, RegExp>([
  ['FREQ', /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/],
  ['INTERVAL', /^[1-9]\d{0,3}$/],
  ['COUNT', /^[1-9]\d{0,3}$/],
  ['UNTIL', /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/],
  ['BYDAY', new RegExp(`^[+-]?\\d{0,2}${WEEKDAY}(?:,[+-]?\\d{0,2}${WEEKDAY})*$`)],
  ['BYMONTHDAY', new RegExp(`^[+-]?${DAY}(?:,[+-]?${DAY})*$`)],
  ['BYMONTH', /^(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*$/],
  ['BYSETPOS', /^[+-]?[1-9]\d{0,2}(?:,[+-]?[1-9]\d{0,2})*$/],
  ['WKST', new RegExp(`^${WEEKDAY}$`)],
])

const ANSWERS_MAX = 4096
const RULES_MAX = 512
/** Above the largest COUNT that `recurrenceProblem` lets through. */
const ITERATIONS_MAX = 200_000
const answers = new Map<string, boolean>()
const rules = new Map<string, RRuleTemporal>()

function hasOccurrence(rule: RRuleTemporal, date: string): boolean {
  const day = midnight(date)
  return rule.between(day, day, true).length > 0
}

function ruleOf(rrule: string, from: string): RRuleTemporal {
  const key = `${rrule} ${from}`
  const known = rules.get(key)
  if (known !== undefined) return known
  const rule = new RRuleTemporal({
    rruleString: `RRULE:${rrule}`,
    dtstart: midnight(from),
    maxIterations: ITERATIONS_MAX,
  })
  if (rules.size >= RULES_MAX) rules.clear()
  rules.set(key, rule)
  return rule
}

function midnight(date: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(date).toZonedDateTime('UTC')
}
