/** Random iCalendar rules of the parts that RFC 5545 allows together. */
import type { Dice } from './dice.ts'

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

function byDay(dice: Dice, every: string, hasMonthDays: boolean): string {
  const days = dice.some(DAYS, 0.5)
  const numbered = (every === 'MONTHLY' || every === 'YEARLY') && !hasMonthDays && dice.chance(0.5)
  return (days.length === 0 ? ['WE'] : days)
    .map((day) => (numbered ? `${dice.pick([1, 2, 4, 5, -1, -2])}${day}` : day))
    .join(',')
}

export function generateRrule(dice: Dice): string {
  const every = dice.pick(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])
  const parts = [`FREQ=${every}`]
  const hasMonths = dice.chance(0.25)
  const hasMonthDays = every !== 'WEEKLY' && dice.chance(0.3)
  const hasDays = dice.chance(0.4)
  if (dice.chance(0.35)) parts.push(`INTERVAL=${dice.int(1, 4)}`)
  if (every === 'WEEKLY' && dice.chance(0.4)) parts.push(`WKST=${dice.pick(['SU', 'MO', 'WE'])}`)
  if (hasMonths) parts.push(`BYMONTH=${dice.pick(['1,2,3,10,11,12', '2,11', '3,4,9,10,11', '1,3,5,7,8,10,12'])}`)
  if (hasMonthDays) parts.push(`BYMONTHDAY=${dice.pick(['-1', '31', '29,30,1', '1,15,25', '-3,25', '28'])}`)
  if (hasDays) parts.push(`BYDAY=${byDay(dice, every, hasMonthDays)}`)
  if ((hasMonths || hasMonthDays || hasDays) && dice.chance(0.25))
    parts.push(`BYSETPOS=${dice.pick(['1', '-1', '2', '1,-1', '4'])}`)
  if (dice.chance(0.25)) parts.push(`COUNT=${dice.int(1, 60)}`)
  else if (dice.chance(0.15)) parts.push('UNTIL=20270228')
  return parts.join(';')
}
