/** Check digits of the codes a shop meets. All take the whole code, check character included, and never throw. */
export type CheckName =
  'gs1-mod-10' | 'luhn' | 'iso7064-11-2' | 'iso7064-37-2' | 'iso7064-97-10' | 'iso7064-11-10' | 'iso7064-37-36'

/** True if the code's check character is right; false for characters that the method does not know. */
export function hasValidCheck(code: string, check: CheckName): boolean {
  return CHECKS[check](code.toUpperCase())
}

const DIGITS = '0123456789'
const DIGITS_X = '0123456789X'
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const CHECKS: Readonly<Record<CheckName, (code: string) => boolean>> = {
  'gs1-mod-10': (code) => isDigits(code) && gs1CheckDigit(code.slice(0, -1)) === Number(code.at(-1)),
  luhn: (code) => isDigits(code) && luhnSum(code) % 10 === 0,
  'iso7064-11-2': (code) => pureSystem(code, { modulus: 11, radix: 2, body: DIGITS, check: DIGITS_X }),
  'iso7064-37-2': (code) => pureSystem(code, { modulus: 37, radix: 2, body: ALPHANUMERIC, check: `${ALPHANUMERIC}*` }),
  'iso7064-97-10': (code) => pureSystem(code, { modulus: 97, radix: 10, body: DIGITS, check: DIGITS }),
  'iso7064-11-10': (code) => hybridSystem(code, DIGITS),
  'iso7064-37-36': (code) => hybridSystem(code, ALPHANUMERIC),
}

function isDigits(code: string): boolean {
  return /^[0-9]{2,}$/.test(code)
}

/** The GS1 check digit (EAN, UPC, GTIN, SSCC) that belongs behind these digits: weights 3, 1, 3 … from the right. */
export function gs1CheckDigit(digits: string): number {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    sum += Number(digits.charAt(digits.length - 1 - index)) * (index % 2 === 0 ? 3 : 1)
  }
  return (10 - (sum % 10)) % 10
}

/** ISO/IEC 7812-1: every second digit from the right is doubled. */
function luhnSum(digits: string): number {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index))
    const doubled = index % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum
}

/** The digit that makes `digits` + digit valid by Luhn. */
export function luhnCheckDigit(digits: string): number {
  return (10 - (luhnSum(`${digits}0`) % 10)) % 10
}

/** ISO/IEC 7064 pure systems: the weighted sum of all characters leaves 1. */
function pureSystem(
  code: string,
  system: { readonly modulus: number; readonly radix: number; readonly body: string; readonly check: string },
): boolean {
  if (code.length < 2) return false
  let sum = 0
  for (let index = 0; index < code.length; index += 1) {
    const alphabet = index === code.length - 1 ? system.check : system.body
    const rank = alphabet.indexOf(code.charAt(index))
    if (rank < 0) return false
    sum = (sum * system.radix + rank) % system.modulus
  }
  return sum === 1
}

/** ISO/IEC 7064 hybrid systems: modulus M and M + 1. */
function hybridSystem(code: string, alphabet: string): boolean {
  if (code.length < 2) return false
  const modulus = alphabet.length
  let product = modulus
  for (let index = 0; index < code.length; index += 1) {
    const rank = alphabet.indexOf(code.charAt(index))
    if (rank < 0) return false
    const sum = (product + rank) % modulus
    if (index === code.length - 1) return sum === 1
    product = ((sum === 0 ? modulus : sum) * 2) % (modulus + 1)
  }
  return false
}
