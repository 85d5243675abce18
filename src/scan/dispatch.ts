import { aimSymbology, isGs1Aim, splitAim, type Symbology } from './aim.ts'
import { hasValidCheck } from './check-digits.ts'
import { parseGs1, type Gs1Item } from './gs1.ts'
import { retailGtin, type RetailForm } from './gtin.ts'
import { isPaymentCard, parseTracks, stripeNumber, type Tracks } from './magstripe.ts'
import { CODE_CHARACTERS_MAX, type CodeForm, type ScanKind, type ScanRules } from './rules.ts'

/** Where a scan came from. */
export type ScanSource = 'wedge' | 'hid' | 'serial' | 'magstripe' | 'typed'

/** A code as a device gave it. */
export type RawScan = {
  readonly source: ScanSource
  /** The code, perhaps still with an AIM identifier in front and line ends behind. */
  readonly text: string
  /** What the device itself says of the code, where it does. */
  readonly aim: string | null
  readonly symbology: Symbology | null
  /** The tracks of a card where the device gives them apart; a swipe as text is found by itself. */
  readonly tracks: Tracks | null
}

/** What a code is. */
export type Classified = {
  readonly kind: ScanKind
  /** The code; null for payment codes and cards, which are never kept. */
  readonly text: string | null
  readonly symbology: Symbology | null
  readonly aim: string | null
  /** What a product code says; null for all other kinds. */
  readonly product: ProductCode | null
}
export type ProductCode =
  /** `gtin` in the form that products are stored under: EAN-13 (also for UPC), EAN-8, or 14 digits for a case. */
  | { readonly kind: 'gtin'; readonly gtin: string }
  | ({ readonly kind: 'gs1' } & Gs1Item)
  /** Weighed by the shop's scale. */
  | { readonly kind: 'weighed'; readonly item: string; readonly weightGrams: number }
  | { readonly kind: 'priced'; readonly item: string; readonly priceMinor: number }

/** Kinds whose text is not kept, shown, stored or logged. */
const SECRET_KINDS: ReadonlySet<ScanKind> = new Set(['payment-card', 'payment-code'])

type Code = {
  readonly text: string
  readonly aim: string | null
  readonly symbology: Symbology | null
  readonly tracks: Tracks | null
}

/**
 * Says what a scan is by the first rule that fits. Null: there is no code in it (empty, or a swipe without a number).
 */
export function classify(scan: RawScan, rules: ScanRules): Classified | null {
  const code = readCode(scan)
  if (code === null) return null
  if (code.text.length > CODE_CHARACTERS_MAX) return { ...outcome(code, 'unknown'), product: null }
  for (const rule of rules.rules) {
    const match = fit(rule.form, code)
    if (match === null) continue
    return { ...outcome(code, rule.kind), product: rule.kind === 'product' ? match.product : null }
  }
  return { ...outcome(code, 'unknown'), product: null }
}

function outcome(code: Code, kind: ScanKind): Omit<Classified, 'product'> {
  return { kind, text: SECRET_KINDS.has(kind) ? null : code.text, symbology: code.symbology, aim: code.aim }
}

/** A scan in its parts: frame, identifier and line ends off, tracks read. */
function readCode(scan: RawScan): Code | null {
  const bare = scan.text.replace(/^\x02/, '').replace(/[\r\n]*\x03?[\r\n]*$/, '')
  const split = scan.aim === null ? splitAim(bare) : { aim: scan.aim, text: bare.startsWith(scan.aim) ? bare.slice(3) : bare }
  const tracks = scan.tracks ?? (split.aim === null ? parseTracks(bare) : null)
  if (tracks !== null) {
    const number = stripeNumber(tracks)
    return number === null ? null : { text: number, aim: null, symbology: 'magstripe', tracks }
  }
  if (split.text === '') return null
  const symbology = (split.aim === null ? null : aimSymbology(split.aim, split.text)) ?? scan.symbology
  return { text: split.text, aim: split.aim, symbology, tracks: null }
}

type Fit = { readonly product: ProductCode | null }
const PLAIN_FIT: Fit = { product: null }

function fit(form: CodeForm, code: Code): Fit | null {
  const { text } = code
  switch (form.form) {
    case 'payment-stripe':
      return code.tracks !== null && isPaymentCard(code.tracks) ? PLAIN_FIT : null
    case 'characters':
      return fitsCharacters(form, text) ? PLAIN_FIT : null
    case 'receipt':
      return /^R[0-9]{1,9}-[0-9]{1,15}-[0-9A-Fa-f]{8}$/.test(text) ? PLAIN_FIT : null
    case 'link':
      return form.addresses.some((address) => isBelow(text, address)) ? PLAIN_FIT : null
    case 'retail':
      return fitRetail(form.symbologies, code)
    case 'in-store':
      return fitInStore(form, text)
    case 'gs1':
      return fitGs1(code)
    default:
      return assertNever(form)
  }
}

const CHARACTER_SETS = { digits: /^[0-9]*$/, 'letters-digits': /^[0-9A-Za-z]*$/, any: /^[^\x00-\x1f\x7f]*$/ }

function fitsCharacters(form: Extract<CodeForm, { form: 'characters' }>, text: string): boolean {
  if (text.length < form.lengthMin || text.length > form.lengthMax) return false
  const start = form.startsWith.find((candidate) => text.startsWith(candidate))
  if (start === undefined || !CHARACTER_SETS[form.then].test(text.slice(start.length))) return false
  return form.check === null || hasValidCheck(checkedPart(text, start), form.check)
}

/** A start of letters (GC) is not part of what the check digit covers; a start of digits (88) is. */
function checkedPart(text: string, start: string): string {
  return /^[0-9]*$/.test(start) ? text : text.slice(start.length)
}

/** Is the link one of this address? `https://shop.example` does not take in `https://shop.example.evil`. */
function isBelow(text: string, address: string): boolean {
  const link = lowerCaseHost(text)
  if (!address.startsWith('https://') || !link.startsWith(lowerCaseHost(address))) return false
  return address.endsWith('/') || link.length === address.length || /^[/?#]/.test(link.slice(address.length))
}

/** Scheme and host mean the same in capitals, and small QR codes are printed in capitals. */
function lowerCaseHost(link: string): string {
  return link.replace(/^https:\/\/[^/?#]*/i, (origin) => origin.toLowerCase())
}

function fitRetail(forms: readonly RetailForm[], { text, symbology, aim }: Code): Fit | null {
  if (!/^[0-9]+$/.test(text)) return null
  const named = forms.filter((form) => form === symbology)
  // ]E3: an EAN-13 with the two or five add-on digits of a magazine behind it.
  const digits = aim === ']E3' && text.length > 13 ? text.slice(0, 13) : text
  for (const form of [...named, ...forms]) {
    const gtin = retailGtin(digits, form)
    if (gtin !== null) return { product: { kind: 'gtin', gtin } }
  }
  return null
}

function fitInStore(form: Extract<CodeForm, { form: 'in-store' }>, text: string): Fit | null {
  if (!text.startsWith(form.startsWith) || retailGtin(text, 'ean-13') === null) return null
  const item = text.slice(2, 7)
  const content = Number(text.slice(7, 12))
  const product: ProductCode =
    form.content === 'weight-grams'
      ? { kind: 'weighed', item, weightGrams: content }
      : { kind: 'priced', item, priceMinor: content }
  return { product }
}

function fitGs1(code: Code): Fit | null {
  // A device that names another kind of code knows better; without a name the element strings must speak for themselves.
  if (!isGs1Aim(code.aim) && code.symbology !== null && code.symbology !== 'gs1-128' && code.symbology !== 'gs1-qr')
    return null
  const item = parseGs1(code.text)
  return item === null ? null : { product: { kind: 'gs1', ...item } }
}

function assertNever(form: never): never {
  throw new Error(`a code form without a reader: ${JSON.stringify(form)}`)
}
