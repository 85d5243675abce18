import { ageOf, type Age } from '../../ui/format/ages.ts'
import type { TillText } from '../texts.ts'

/** "just now", "12 seconds ago". @param agoMs what lies ahead counts as now. */
export function ageText(agoMs: number, text: TillText): string {
  return sayAge(ageOf(agoMs), text)
}

/** As {@link ageText}, but what is under a minute is "just now": for numbers beside which nothing should flicker. */
export function calmAgeText(agoMs: number, text: TillText): string {
  const age = ageOf(agoMs)
  return sayAge(age.kind === 'seconds' ? { kind: 'now' } : age, text)
}

function sayAge(age: Age, text: TillText): string {
  switch (age.kind) {
    case 'now':
      return text('age.now')
    case 'hours':
      return text('age.hours', { count: age.count, minutes: age.minutes })
    case 'seconds':
    case 'minutes':
    case 'days':
      return text(`age.${age.kind}`, { count: age.count })
  }
}
