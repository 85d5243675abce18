/** Notes and coins that a customer rounds up to, in minor units. */
const roundTo = [500, 1000, 2000, 5000, 10_000] as const
const NOTES_SHOWN_MAX = 3

/**
 * What a customer is likely to hand over for an amount: the next sums by notes, smallest first, at most three.
 * The exact amount has a key of its own, but a sum of whole notes may equal it.
 */
export function quickNotes(restMinor: number): readonly number[] {
  if (restMinor <= 0) return []
  const fitting = restMinor < 1000 ? roundTo : roundTo.slice(1)
  const sums = [...new Set(fitting.map((noteMinor) => Math.ceil(restMinor / noteMinor) * noteMinor))].sort((a, b) => a - b)
  if (sums.length <= NOTES_SHOWN_MAX) return sums
  if (restMinor < 1000) return sums.slice(0, NOTES_SHOWN_MAX)
  // Twenties are the note that people combine least: their sum gives way first.
  const twenties = Math.ceil(restMinor / 2000) * 2000
  const withoutTwenties = sums.filter((sum) => sum !== twenties || sum % 5000 === 0)
  return (withoutTwenties.length >= NOTES_SHOWN_MAX ? withoutTwenties : sums).slice(0, NOTES_SHOWN_MAX)
}
