/**
 * An exact fraction of the rules engine ("5/2", "1.5", "3") for a person: a decimal where it ends within four digits,
 * else "5/3". No floating point.
 */
export function formatFraction(exact: string): string {
  const match = /^(-?)(\d+)(?:\/(\d+))?$/.exec(exact)
  if (match === null) return exact.replace('-', '\u2212')
  const [, minus = '', top = '0', bottom = '1'] = match
  const sign = minus === '' ? '' : '\u2212'
  const numerator = BigInt(top)
  const denominator = BigInt(bottom)
  if (denominator === 0n) return exact
  const scaled = numerator * 10_000n
  if (scaled % denominator !== 0n) return `${sign}${top}/${bottom}`
  const digits = (scaled / denominator).toString().padStart(5, '0')
  const fraction = digits.slice(-4).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -4)}${fraction === '' ? '' : `.${fraction}`}`
}
