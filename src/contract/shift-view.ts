import type { VarianceReason } from './choices.ts'
import type { ShiftNumbers } from './shift-numbers.ts'

/** The shift as the status bar and its page show it. */
export type ShiftView =
  | { readonly kind: 'none'; readonly nextShiftNumber: number; readonly lastZ: number | null }
  | {
      readonly kind: 'open'
      readonly shiftId: string
      readonly shiftNumber: number
      readonly openedAtMs: number
      readonly openedByName: string
      readonly floatMinor: number
      /** Notes and coins to count, largest first. */
      readonly denominationsMinor: readonly number[]
      /** It was open when this till was started: a crash, or somebody left without closing. */
      readonly foundOpen: boolean
      /** Handed in; null: not counted, or money moved since. */
      readonly count: ShiftCount | null
    }

/** A count that was handed in, and what it is held against: shown only now. */
export type ShiftCount = {
  readonly countedMinor: number
  readonly pieces: readonly { readonly denominationMinor: number; readonly pieces: number }[]
  readonly varianceMinor: number
  /** Further off than the shop lets pass: it wants a reason and somebody with the right. */
  readonly beyondTolerance: boolean
  readonly toleranceMinor: number
  readonly countedByName: string
  readonly report: ShiftNumbers
}

/** A report as it is shown and printed. `zNumber` null: an X report, of an open shift. */
export type ShiftReport = {
  readonly zNumber: number | null
  readonly shiftNumber: number
  readonly businessDate: string
  readonly openedAtMs: number
  readonly openedByName: string
  readonly closedAtMs: number | null
  readonly closedByName: string | null
  readonly approvedByName: string | null
  readonly countedMinor: number | null
  readonly varianceMinor: number | null
  readonly varianceReason: VarianceReason | null
  readonly note: string
  readonly numbers: ShiftNumbers
}
export type ShiftClosed = {
  readonly report: ShiftReport
  /** 0: all synced, safe to switch off. */
  readonly queuedEvents: number
}
