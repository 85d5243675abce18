import { must } from '../assert.ts'
import { compareFractions, fraction, multiply, parseFraction } from '../fraction.ts'
import type { Programme } from '../programme.ts'
import { sumOf } from '../rounding.ts'
import type { Role } from '../sale-case.ts'
import { split } from '../split.ts'
import { isGoods } from './basket-line.ts'
import type { BasketLine } from './basket-line.ts'

/** Net of the lines that a manual discount is split over. */
export function goodsNet(lines: readonly BasketLine[]): number {
  return sumOf(lines.filter(isGoods).map((line) => line.netMinor))
}

/** Splits a manual discount by net over the lines that are goods; it is not above their sum. */
export function applyManualDiscount(lines: readonly BasketLine[], manualMinor: number): void {
  const goods = lines.filter(isGoods)
  const parts = split(
    manualMinor,
    goods.map((line) => line.netMinor),
  )
  goods.forEach((line, index) => {
    line.manualMinor = must(parts[index])
    line.netMinor -= line.manualMinor
  })
}

/** Whether a manual discount on goods of this net is above what the role may give by itself. */
export function needsManager(programme: Programme, role: Role, manualMinor: number, goodsNetMinor: number): boolean {
  if (role === 'manager' || manualMinor === 0) return false
  const { minorMax, percentMax } = programme.manualDiscount[role]
  const shareMax = multiply(parseFraction(percentMax), fraction(goodsNetMinor, 100))
  return manualMinor > minorMax || compareFractions(fraction(manualMinor), shareMax) > 0
}
