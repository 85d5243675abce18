/** Twelve digits with their EAN-13 check digit behind. */
export function ean13(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** A label of the shop's scale: 21 with grams, 23 with a price in minor units. */
export function scaleLabel(start: '21' | '23', item: string, content: number): string {
  return ean13(`${start}${item}${String(content).padStart(5, '0')}`)
}
