import type { ConsoleOverview, ConsoleTill } from '../../contract/console-wire.ts'

/** What a person at HQ should look at, worst first. Derived from the overview alone; the words are the page's. */
export type Task =
  | { readonly kind: 'suspense'; readonly till: ConsoleTill; readonly sinceMs: number | null }
  | { readonly kind: 'fork'; readonly till: ConsoleTill; readonly sinceMs: number | null }
  | { readonly kind: 'silent'; readonly till: ConsoleTill; readonly sinceMs: number | null }
  | { readonly kind: 'clock'; readonly till: ConsoleTill; readonly sinceMs: null }
  | { readonly kind: 'no-tills'; readonly sinceMs: null }

/** A till that was not heard of for so long is called silent. */
export const SILENT_MS = 10 * 60_000
/** A clock that is off by more is worth a call. */
export const CLOCK_OFF_MS = 60_000

/** What is the matter with a till, the worst of it; null: nothing. */
export type TillTrouble = 'suspense' | 'fork' | 'revoked' | 'silent' | 'clock'

export function troublesOf(till: ConsoleTill, nowMs: number): TillTrouble[] {
  const troubles: TillTrouble[] = []
  if (till.suspenseEvents > 0) troubles.push('suspense')
  if (till.forkSeenAtMs !== null) troubles.push('fork')
  if (till.revoked) troubles.push('revoked')
  else if (till.lastSeenAtMs === null || nowMs - till.lastSeenAtMs > SILENT_MS) troubles.push('silent')
  if (Math.abs(till.clockOffsetMs ?? 0) > CLOCK_OFF_MS) troubles.push('clock')
  return troubles
}

/** How much a trouble weighs: what risks money first. */
export const weightOf: Record<TillTrouble, 'stop' | 'wait' | 'plain'> = { suspense: 'stop', fork: 'stop', silent: 'wait', clock: 'wait', revoked: 'plain' }

const ORDER = ['suspense', 'fork', 'silent', 'clock'] as const

export function tasksOf(overview: ConsoleOverview): Task[] {
  if (overview.tills.length === 0) return overview.stores.length === 0 ? [] : [{ kind: 'no-tills', sinceMs: null }]
  return ORDER.flatMap((kind) => overview.tills.filter((till) => troublesOf(till, overview.nowMs).includes(kind)).map((till) => taskOf(kind, till)))
}

function taskOf(kind: (typeof ORDER)[number], till: ConsoleTill): Task {
  switch (kind) {
    case 'suspense':
      return { kind, till, sinceMs: till.suspenseSinceMs }
    case 'fork':
      return { kind, till, sinceMs: till.forkSeenAtMs }
    case 'silent':
      return { kind, till, sinceMs: till.lastSeenAtMs }
    case 'clock':
      return { kind, till, sinceMs: null }
  }
}
