import type { LotState, MemberState, StoredValue } from '../sale-case.ts'
import type { ClawedBack } from './claw-back.ts'
import type { GivenBack } from './give-back.ts'
import type { Reversal } from './reversal.ts'

/** What all lines of a return reverse together. */
export interface ReturnTotals {
  readonly pointsUsed: number
  readonly earnPoints: number
  readonly qualifying: number
  readonly restMinor: number
  readonly storedValue: StoredValue
}

/** What a return does to a member's points. */
export interface PointsWork {
  readonly givenBack: GivenBack
  readonly clawedBack: ClawedBack
  readonly lots: readonly LotState[]
  readonly debtPoints: number
  readonly graceLot: LotState | null
}

/** What a return's result and explanation are read off. */
export interface ReturnWork extends PointsWork {
  readonly reversal: Reversal
  readonly totals: ReturnTotals
  readonly member: MemberState | null
  readonly atMs: number
}
