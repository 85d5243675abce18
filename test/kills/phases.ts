import type { Draw } from '../disk/power-cut.ts'

/** Where in the life of a sale a till can be killed. */
export const phases = [
  'before-transaction',
  'inside-transaction',
  'committed-unanswered',
  'answered',
  'pushing',
  'pulling',
] as const
export type Phase = (typeof phases)[number]

/** What the till under test shall do to itself: counted by the preloaded library at writes, syncs and sends. */
export type Plan = {
  readonly phase: Phase
  /** Sales to finish before the fault is set, so that the queue and the files are not always new. */
  readonly salesBefore: number
  /** Such as `write@ledger:7:mid`; null: the program kills itself right after the answer. */
  readonly fault: string | null
}

/** Writes of the small transaction that keeps the basket, of a sale's transaction, and of a page of the feed: at least so many. */
const WRITES_OF = { basket: 6, sale: 24, feed: 8 } as const
const SENDS = 3

/** Draws one plan for a phase. */
export function planFor(phase: Phase, draw: Draw): Plan {
  const salesBefore = draw(3)
  const when = (['before', 'mid', 'after'] as const)[draw(3)] ?? 'before'
  const plan = (fault: string | null): Plan => ({ phase, salesBefore, fault })
  switch (phase) {
    case 'before-transaction':
      return plan(`write@ledger:${1 + draw(WRITES_OF.basket)}:${when}`)
    case 'inside-transaction':
      return plan(`write@ledger:${1 + draw(WRITES_OF.sale)}:${when}`)
    case 'committed-unanswered':
      return plan('sync@ledger:1:after')
    case 'answered':
      return plan(null)
    case 'pushing':
      return plan(`send:${1 + draw(SENDS)}:${when === 'mid' ? 'after' : when}`)
    case 'pulling':
      return plan(`write@mirror:${1 + draw(WRITES_OF.feed)}:${when}`)
  }
}
