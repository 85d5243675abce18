import { ageOf } from '../../ui/format/ages.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import { MINUS } from '../../ui/format/digits.ts'
import type { ConsoleText } from '../texts.ts'
import type { ConsoleOverview, ConsoleTill } from '../../contract/console-wire.ts'

/** "8 seconds ago". */
export function ageWords(agoMs: number, text: ConsoleText): string {
  const age = ageOf(agoMs)
  switch (age.kind) {
    case 'now':
      return text('age.now')
    case 'hours':
      return text('age.hours', { count: age.count, minutes: age.minutes })
    default:
      return text(`age.${age.kind}`, { count: age.count })
  }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** "6 h", "11 min". */
export function spanWords(spanMs: number, text: ConsoleText): string {
  if (spanMs < HOUR_MS) return text('span.minutes', { count: Math.max(1, Math.floor(spanMs / MINUTE_MS)) })
  return spanMs < 2 * DAY_MS ? text('span.hours', { count: Math.floor(spanMs / HOUR_MS) }) : text('span.days', { count: Math.floor(spanMs / DAY_MS) })
}

/** "+0.4 s", "−11 min": by how much a till's clock is off. Tenths of a second are cut, not rounded. */
export function clockWords(offsetMs: number, text: ConsoleText): string {
  const sign = offsetMs < 0 ? MINUS : '+'
  const offMs = Math.abs(offsetMs)
  if (offMs < MINUTE_MS) return text('clock-off.seconds', { sign, count: `${Math.floor(offMs / 1000)}.${Math.floor((offMs % 1000) / 100)}` })
  return offMs < HOUR_MS ? text('clock-off.minutes', { sign, count: Math.floor(offMs / MINUTE_MS) }) : text('clock-off.hours', { sign, count: Math.floor(offMs / HOUR_MS) })
}

/** "学府路店 2 号机". */
export function tillName(overview: ConsoleOverview, till: Pick<ConsoleTill, 'storeId' | 'tillNumber'>, text: ConsoleText, locale: Locale): string {
  const store = overview.stores.find((one) => one.storeId === till.storeId)
  return text('till.name', { store: store ? nameIn(store.name, locale) : till.storeId, till: till.tillNumber })
}

/** A level's name; the id where the programme does not know it (any more). */
export function tierName(overview: ConsoleOverview, tier: string, locale: Locale): string {
  const level = overview.tiers.find((one) => one.tier === tier)
  return (level && nameIn(level.name, locale)) ?? tier
}
