import type { CheckName } from './check-digits.ts'
import type { RetailForm } from './gtin.ts'

/** What a code is for. */
export type ScanKind =
  'payment-card' | 'payment-code' | 'staff' | 'receipt' | 'coupon' | 'gift-card' | 'member' | 'product' | 'unknown'

/** What a code of a kind looks like. A wrong check digit means that it does not fit. */
export type CodeForm =
  /** A magnetic stripe of a bank. */
  | { readonly form: 'payment-stripe' }
  /** A start, then characters of one sort; lengths are of the whole code. The check is over the code's digits. */
  | {
      readonly form: 'characters'
      readonly startsWith: readonly string[]
      readonly then: 'digits' | 'letters-digits' | 'any'
      readonly lengthMin: number
      readonly lengthMax: number
      readonly check: CheckName | null
    }
  /** `R`, till number, `-`, sequence number, `-`, 8 hex digits. */
  | { readonly form: 'receipt' }
  /** A link that begins with one of the shop's own addresses. */
  | { readonly form: 'link'; readonly addresses: readonly string[] }
  | { readonly form: 'retail'; readonly symbologies: readonly RetailForm[] }
  /** 13 digits that the shop's own scale prints: start (2 digits), item (5), weight or price (5), check digit. */
  | { readonly form: 'in-store'; readonly startsWith: string; readonly content: 'weight-grams' | 'price-minor' }
  /** GS1 element strings with (01). */
  | { readonly form: 'gs1' }

/** The first rule whose form fits decides; no rule: `unknown`. */
export type ScanRule = { readonly kind: Exclude<ScanKind, 'unknown'>; readonly form: CodeForm }
export type ScanRules = { readonly format: 'tillpoint-scan-rules/1'; readonly rules: readonly ScanRule[] }

/** The longest code taken; what is longer is `unknown`. */
export const CODE_CHARACTERS_MAX = 4096

type Characters = Omit<Extract<CodeForm, { form: 'characters' }>, 'form' | 'startsWith'>

function startingWith(startsWith: readonly string[], characters: Characters): CodeForm {
  return { form: 'characters', startsWith, ...characters }
}

/** The rules of a shop that has not changed any. */
export const DEFAULT_SCAN_RULES: ScanRules = {
  format: 'tillpoint-scan-rules/1',
  rules: [
    { kind: 'payment-card', form: { form: 'payment-stripe' } },
    {
      kind: 'payment-code', // WeChat
      form: startingWith(['10', '11', '12', '13', '14', '15'], {
        then: 'digits',
        lengthMin: 18,
        lengthMax: 18,
        check: null,
      }),
    },
    {
      kind: 'payment-code', // Alipay
      form: startingWith(['25', '26', '27', '28', '29', '30'], {
        then: 'digits',
        lengthMin: 16,
        lengthMax: 24,
        check: null,
      }),
    },
    { kind: 'staff', form: startingWith(['ST'], { then: 'letters-digits', lengthMin: 6, lengthMax: 14, check: null }) },
    { kind: 'receipt', form: { form: 'receipt' } },
    {
      kind: 'coupon',
      form: startingWith(['CP'], { then: 'letters-digits', lengthMin: 8, lengthMax: 22, check: null }),
    },
    { kind: 'gift-card', form: startingWith(['GC'], { then: 'digits', lengthMin: 12, lengthMax: 22, check: 'luhn' }) },
    { kind: 'member', form: startingWith(['88'], { then: 'digits', lengthMin: 16, lengthMax: 16, check: 'luhn' }) },
    {
      kind: 'member',
      form: startingWith(['MEM'], { then: 'letters-digits', lengthMin: 7, lengthMax: 19, check: null }),
    },
    // The address of the sample shop; every shop sets its own.
    { kind: 'member', form: { form: 'link', addresses: ['https://m.example.com/'] } },
    {
      kind: 'member',
      form: startingWith(['TP1.'], { then: 'any', lengthMin: 5, lengthMax: CODE_CHARACTERS_MAX, check: null }),
    },
    { kind: 'product', form: { form: 'in-store', startsWith: '21', content: 'weight-grams' } },
    { kind: 'product', form: { form: 'in-store', startsWith: '23', content: 'price-minor' } },
    { kind: 'product', form: { form: 'retail', symbologies: ['ean-13', 'ean-8', 'upc-a', 'upc-e'] } },
    { kind: 'product', form: { form: 'gs1' } },
  ],
}
