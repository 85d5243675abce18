/** Where HQ gets the time from; a test passes its own. */
export type Clock = {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number
}

export const systemClock: Clock = { nowMs: () => Date.now() }

/** The calendar date of an instant in a zone, `YYYY-MM-DD`. */
export function dateIn(timeZone: string, atMs: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(atMs)
}
