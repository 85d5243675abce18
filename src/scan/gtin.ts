import { hasValidCheck, gs1CheckDigit } from './check-digits.ts'

export type RetailForm = 'ean-13' | 'ean-8' | 'upc-a' | 'upc-e'

/**
 * The twelve digits that a UPC-E code stands for, or null where it stands for none or its check digit is wrong.
 * @param code eight digits: number system (0 or 1), six digits, check digit (GS1 General Specifications, 5.2.2.4).
 */
export function expandUpcE(code: string): string | null {
  const parts = /^([01])([0-9])([0-9])([0-9])([0-9])([0-9])([0-9])([0-9])$/.exec(code)
  if (parts === null) return null
  const [, system = '', a = '', b = '', c = '', d = '', e = '', last = '', check = ''] = parts
  const body = upcABody([a, b, c, d, e], last)
  const digits = `${system}${body}`
  return gs1CheckDigit(digits) === Number(check) ? `${digits}${check}` : null
}

function upcABody(digits: readonly [string, string, string, string, string], last: string): string {
  const [a, b, c, d, e] = digits
  if (last <= '2') return `${a}${b}${last}0000${c}${d}${e}`
  if (last === '3') return `${a}${b}${c}00000${d}${e}`
  if (last === '4') return `${a}${b}${c}${d}00000${e}`
  return `${a}${b}${c}${d}${e}0000${last}`
}

/**
 * The trade item number of a retail code in the one form that products are stored under: EAN-13 for EAN-13, UPC-A and
 * UPC-E, EAN-8 for EAN-8. Null where the text is not of that form or its check digit is wrong.
 */
export function retailGtin(text: string, form: RetailForm): string | null {
  if (form === 'upc-e') {
    const expanded = expandUpcE(text)
    return expanded === null ? null : `0${expanded}`
  }
  const length = { 'ean-13': 13, 'ean-8': 8, 'upc-a': 12 }[form]
  if (text.length !== length || !hasValidCheck(text, 'gs1-mod-10')) return null
  return form === 'upc-a' ? `0${text}` : text
}

/** A GTIN-14 in the shortest form that products are stored under; null if its check digit is wrong. */
export function shortGtin(gtin14: string): string | null {
  if (gtin14.length !== 14 || !hasValidCheck(gtin14, 'gs1-mod-10')) return null
  if (gtin14.startsWith('000000')) return gtin14.slice(6)
  return gtin14.startsWith('0') ? gtin14.slice(1) : gtin14
}
