/** The lines of a committed sale, what has come back of each, and the targets of returns. */
import { roundOf } from './fraction.ts'
import type { Input } from './case.ts'
import type { Lot } from './lots.ts'
import type { Sale } from './sale.ts'

/** What of a line has come back, or is to have come back: a cumulative target. */
export interface Reversed {
  readonly worth: bigint
  readonly principal: bigint
  readonly bonus: bigint
  readonly rest: bigint
  readonly used: bigint
  readonly earned: bigint
}

/** One line of the sale and its history of returns; `netAllotted` is the value that recompute gave it so far. */
export interface SoldLine {
  readonly index: number
  readonly quantityMilli: bigint
  readonly net: bigint
  readonly whole: Reversed
  returnedMilli: bigint
  netAllotted: bigint
  reversed: Reversed
}

/** The state that returns change. */
export interface Books {
  readonly input: Input
  readonly sale: Sale
  readonly lines: readonly SoldLine[]
  readonly lots: Lot[]
  debtPoints: bigint
  /** What of the sale's own lot has lowered a claw-back because it had expired. */
  lapsedPoints: bigint
}

const NONE: Reversed = { worth: 0n, principal: 0n, bonus: 0n, rest: 0n, used: 0n, earned: 0n }

export function openBooks(input: Input, sale: Sale): Books {
  const lines = sale.lines.map((line, index): SoldLine => {
    const at = (all: readonly bigint[]): bigint => all[index] ?? 0n
    const [worth, principal, bonus] = [at(sale.worthMinor), at(sale.principalMinor), at(sale.bonusMinor)]
    return {
      index,
      quantityMilli: line.quantityMilli,
      net: line.netMinor,
      whole: {
        worth,
        principal,
        bonus,
        rest: line.netMinor - worth - principal - bonus,
        used: at(sale.pointsUsed),
        earned: at(sale.earned.pointsOfLine),
      },
      returnedMilli: 0n,
      netAllotted: 0n,
      reversed: NONE,
    }
  })
  return { input, sale, lines, lots: sale.lots, debtPoints: sale.debtPoints, lapsedPoints: 0n }
}

/** Each number × part ÷ whole, rounded. */
export function share(numbers: Reversed, part: bigint, whole: bigint): Reversed {
  const of = (one: bigint): bigint => roundOf(one, part, whole)
  return {
    worth: of(numbers.worth),
    principal: of(numbers.principal),
    bonus: of(numbers.bonus),
    rest: of(numbers.rest),
    used: of(numbers.used),
    earned: of(numbers.earned),
  }
}

export const keepTarget = (line: SoldLine): Reversed => share(line.whole, line.returnedMilli, line.quantityMilli)
export const netOf = (numbers: Reversed): bigint => numbers.worth + numbers.principal + numbers.bonus + numbers.rest
