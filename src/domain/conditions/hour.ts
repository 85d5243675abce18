import type { PersonalCondition } from './condition.ts'

/** What local clocks show is from the first time (included) to the second (excluded), past midnight if that is earlier. */
export const hour: PersonalCondition = (offer, { moment: { localSecondOfDay } }) => {
  const { hours } = offer.rule.when
  if (hours === null) return null
  const [from, to] = [secondOfDay(hours[0]), secondOfDay(hours[1])]
  const afterFrom = from <= localSecondOfDay
  const beforeTo = localSecondOfDay < to
  const holds = from < to ? afterFrom && beforeTo : afterFrom || beforeTo
  return holds ? null : { why: 'not-hour' }
}

function secondOfDay(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number)
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60
}
