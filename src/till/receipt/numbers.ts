/** "12,345.60": minor units as money with two decimals, by integers alone. */
export function moneyText(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  return `${minor < 0 ? '−' : ''}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`
}

/** "1,200" */
export function pointsText(points: number): string {
  return `${points < 0 ? '−' : ''}${grouped(String(Math.abs(points)))}`
}

/** "+272", "−1,200", "0": a change. */
export function changeText(points: number): string {
  return points > 0 ? `+${pointsText(points)}` : pointsText(points)
}

/** "1.250" of a weight, "3" of whole pieces. */
export function quantityText(quantityMilli: number, unit: 'piece' | 'kg'): string {
  if (unit === 'piece' && quantityMilli % 1000 === 0) return String(quantityMilli / 1000)
  const digits = String(quantityMilli).padStart(4, '0')
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}
