import { z } from 'zod'
import { minor, points } from './primitives.ts'

/** The parts of a return's event that HQ books from (their types: src/journal/return-event.ts). */

const LINES_MAX = 2000
/** What money goes back to; `exchange`: it pays for new goods under the same receipt. */
export const refundKind = z.enum(['cash', 'card', 'wallet', 'gift-card', 'exchange'])
export const returnReason = z.enum(['change-of-mind', 'defect', 'statutory', 'exchange'])

const lineParts = z.looseObject({
  pointsTenderMinor: minor,
  storedPrincipalMinor: minor,
  storedBonusMinor: minor,
  restMinor: minor,
  pointsUsed: points,
  earnPoints: points,
  qualifying: z.int(),
})

export const reversedSoFar = z.looseObject({
  lines: z.array(z.looseObject({ quantityMilli: z.int().min(0), netMinor: minor, parts: lineParts })).max(LINES_MAX),
  lotsBackPoints: z.array(points).max(10_000),
  expiredNotDuePoints: points,
})

export const returnedLines = z.array(z.looseObject({ line: z.int().min(0), quantityMilli: z.int().min(1) })).max(LINES_MAX)

export const returnNumbers = z.looseObject({
  refundMinor: minor,
  storedValue: z.looseObject({ principalMinor: minor, bonusMinor: minor }),
  pointsBack: points,
  pointsClawedBack: points,
  debtPoints: points,
  balancePoints: points,
  lines: z
    .array(z.looseObject({ line: z.int().min(0), netMinor: minor, pointsTenderMinor: minor, pointsBack: points, pointsClawedBack: points }))
    .max(LINES_MAX),
  refundOtherMinor: minor,
  points: z.looseObject({
    backPoints: points,
    droppedPoints: points,
    duePoints: points,
    takenPoints: points,
    debtAddedPoints: points,
    letGoPoints: points,
    paidPoints: points,
    deductedMinor: minor,
  }),
  qualifyingReversed: z.int(),
  wholeSale: z.boolean(),
})

export const saleRefunds = z
  .array(
    z.looseObject({
      tender: z.int().min(0),
      kind: refundKind,
      refundMinor: minor.min(1),
      reference: z.string().max(64).nullable(),
    }),
  )
  .max(80)
