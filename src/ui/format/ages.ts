/** How long ago, in the words a person would choose: the text keys `age.*` take `count`, `minutes` as given here. */
export type Age =
  | { readonly kind: 'now' }
  | { readonly kind: 'seconds'; readonly count: number }
  | { readonly kind: 'minutes'; readonly count: number }
  | { readonly kind: 'hours'; readonly count: number; readonly minutes: string }
  | { readonly kind: 'days'; readonly count: number }

/** @param agoMs how long ago; what lies ahead counts as now (a clock may step back). */
export function ageOf(agoMs: number): Age {
  const seconds = Math.floor(agoMs / 1000)
  if (seconds < 5) return { kind: 'now' }
  if (seconds < 60) return { kind: 'seconds', count: seconds }
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return { kind: 'minutes', count: minutes }
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return { kind: 'hours', count: hours, minutes: String(minutes % 60).padStart(2, '0') }
  return { kind: 'days', count: Math.floor(hours / 24) }
}
