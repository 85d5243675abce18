import { shortGtin } from './gtin.ts'

/** What a GS1 code (GS1-128, GS1 QR, GS1 DataMatrix) says of an item; parts that are not in the code are null. */
export type Gs1Item = {
  readonly gtin: string
  readonly batch: string | null
  readonly serial: string | null
  /** YYMMDD as in the code; a day of 00 means the month's last. */
  readonly bestBefore: string | null
  readonly expiry: string | null
  readonly netWeightGrams: number | null
}

/** Characters after these application identifiers (GS1 General Specifications, 7.8): no separator follows them. */
const FIXED_LENGTHS: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  '03': 14,
  '04': 16,
  '11': 6,
  '12': 6,
  '13': 6,
  '14': 6,
  '15': 6,
  '16': 6,
  '17': 6,
  '18': 6,
  '19': 6,
  '20': 2,
  '31': 8,
  '32': 8,
  '33': 8,
  '34': 8,
  '35': 8,
  '36': 8,
  '41': 14,
}

/** Length of an application identifier by its first two digits; those that are not listed have two. */
const IDENTIFIER_LENGTHS: Readonly<Record<string, number>> = {
  '23': 3,
  '24': 3,
  '25': 3,
  '31': 4,
  '32': 4,
  '33': 4,
  '34': 4,
  '35': 4,
  '36': 4,
  '39': 4,
  '40': 3,
  '41': 3,
  '42': 3,
  '43': 4,
  '70': 4,
  '71': 3,
  '80': 4,
  '82': 4,
}
const VARIABLE_LENGTH_MAX = 90
const GS = '\x1d'

/**
 * Reads element strings, with GS separators or in brackets as printed under the code: `(01)0690…(10)A1`.
 * Null where they are not well formed or name no item by (01) with a right check digit.
 */
export function parseGs1(text: string): Gs1Item | null {
  const elements = text.startsWith('(') ? bracketed(text) : concatenated(text.startsWith(GS) ? text.slice(1) : text)
  if (elements === null) return null
  const gtin = shortGtin(elements.get('01') ?? '')
  if (gtin === null) return null
  return {
    gtin,
    batch: elements.get('10') ?? null,
    serial: elements.get('21') ?? null,
    bestBefore: elements.get('15') ?? null,
    expiry: elements.get('17') ?? null,
    netWeightGrams: netWeightGrams(elements),
  }
}

function concatenated(text: string): ReadonlyMap<string, string> | null {
  const elements = new Map<string, string>()
  let rest = text
  while (rest !== '') {
    const start = rest.slice(0, 2)
    if (!/^[0-9]{2}$/.test(start)) return null
    const identifierLength = IDENTIFIER_LENGTHS[start] ?? 2
    const identifier = rest.slice(0, identifierLength)
    const fixed = FIXED_LENGTHS[start]
    const separator = rest.indexOf(GS)
    const end = fixed === undefined ? (separator < 0 ? rest.length : separator) : 2 + fixed
    const content = rest.slice(identifierLength, end)
    if (
      identifier.length < identifierLength ||
      !isContent(content, fixed === undefined ? null : end - identifierLength)
    )
      return null
    elements.set(identifier, content)
    rest = rest.slice(end)
    if (rest.startsWith(GS)) rest = rest.slice(1)
  }
  return elements
}

function bracketed(text: string): ReadonlyMap<string, string> | null {
  if (!/^(\([0-9]{2,4}\)[^()]+)+$/.test(text)) return null
  const elements = new Map<string, string>()
  for (const [, identifier = '', content = ''] of text.matchAll(/\(([0-9]{2,4})\)([^()]+)/g))
    elements.set(identifier, content)
  return elements
}

function isContent(content: string, length: number | null): boolean {
  if (length !== null) return content.length === length && /^[0-9]+$/.test(content)
  return content.length >= 1 && content.length <= VARIABLE_LENGTH_MAX && /^[\x21-\x7e]+$/.test(content)
}

/** (310n): net weight in kilograms with n decimals. Only what is a whole number of grams. */
function netWeightGrams(elements: ReadonlyMap<string, string>): number | null {
  for (let decimals = 0; decimals <= 5; decimals += 1) {
    const content = elements.get(`310${decimals}`)
    if (content === undefined) continue
    const grams = decimals <= 3 ? Number(content) * 10 ** (3 - decimals) : Number(content) / 10 ** (decimals - 3)
    return Number.isInteger(grams) ? grams : null
  }
  return null
}
