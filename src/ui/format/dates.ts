import { intlTags, type Locale } from './locale.ts'

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(intlTags[locale], { ...options, numberingSystem: 'latn', calendar: 'gregory' })
  formatters.set(key, made)
  return made
}

/** "18:42" in the store's time zone; with seconds "18:42:07". */
export function formatClock(atMs: number, timeZone: string, precision: 'minute' | 'second' = 'minute'): string {
  const seconds = precision === 'second' ? ({ second: '2-digit' } as const) : {}
  return formatter('en', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...seconds }).format(atMs)
}

/** "11月20日 周五", "11月20日 週五", "Fri 20 Nov". */
export function formatDay(atMs: number, timeZone: string, locale: Locale): string {
  const monthDay = formatter(locale, { timeZone, month: 'short', day: 'numeric' }).format(atMs)
  const weekday = formatter(locale, { timeZone, weekday: 'short' }).format(atMs)
  return locale === 'en' ? `${weekday} ${monthDay}` : `${monthDay} ${weekday}`
}

/** "11月27日", "27 Nov" of a calendar date ("2026-11-27") or an instant with offset, which counts by its own date. */
export function formatMonthDay(isoDate: string, locale: Locale): string {
  const dayMs = Date.parse(`${isoDate.slice(0, 10)}T12:00:00Z`)
  if (Number.isNaN(dayMs)) return isoDate
  return formatter(locale, { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(dayMs)
}

/** "2026-11-20 18:44": for lists and papers, the same in every language. */
export function formatStamp(atMs: number, timeZone: string): string {
  const parts = new Map(
    formatter('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  )
  return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''} ${formatClock(atMs, timeZone)}`
}

/** How many whole days lie between a calendar date and an instant seen in the store's time zone. Never negative. */
export function daysSince(isoDate: string, nowMs: number, timeZone: string): number {
  const today = formatStamp(nowMs, timeZone).slice(0, 10)
  const days = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`)) / 86_400_000)
  return Number.isNaN(days) ? 0 : Math.max(0, days)
}
