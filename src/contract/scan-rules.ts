import { z } from 'zod'

/**
 * The file in which a shop says what its codes look like (the type is `ScanRules` of the scan room; the till engine's
 * defaults are `DEFAULT_SCAN_RULES` there). Unknown keys are refused, so that a slip of the pen is found.
 */
const CODE_CHARACTERS_MAX = 4096
const start = z.string().min(1).max(200)
const codeForm = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('payment-stripe') }),
  z.strictObject({
    form: z.literal('characters'),
    startsWith: z.array(start).min(1).max(100),
    then: z.enum(['digits', 'letters-digits', 'any']),
    lengthMin: z.int().min(1).max(CODE_CHARACTERS_MAX),
    lengthMax: z.int().min(1).max(CODE_CHARACTERS_MAX),
    check: z
      .enum(['gs1-mod-10', 'luhn', 'iso7064-11-2', 'iso7064-37-2', 'iso7064-97-10', 'iso7064-11-10', 'iso7064-37-36'])
      .nullable(),
  }),
  z.strictObject({ form: z.literal('receipt') }),
  z.strictObject({
    form: z.literal('link'),
    addresses: z
      .array(z.url({ protocol: /^https$/ }))
      .min(1)
      .max(100),
  }),
  z.strictObject({
    form: z.literal('retail'),
    symbologies: z.array(z.enum(['ean-13', 'ean-8', 'upc-a', 'upc-e'])).min(1),
  }),
  z.strictObject({
    form: z.literal('in-store'),
    startsWith: z.string().regex(/^2[0-9]$/, 'two digits from 20 to 29'),
    content: z.enum(['weight-grams', 'price-minor']),
  }),
  z.strictObject({ form: z.literal('gs1') }),
])

const kind = z.enum(['payment-card', 'payment-code', 'staff', 'receipt', 'coupon', 'gift-card', 'member', 'product'])

export const scanRules = z
  .strictObject({
    format: z.literal('tillpoint-scan-rules/1'),
    rules: z.array(z.strictObject({ kind, form: codeForm })).max(200),
  })
  .refine(({ rules }) => rules[0]?.kind === 'payment-card' && rules[0].form.form === 'payment-stripe', {
    path: ['rules', 0],
    message: 'the first rule must be the payment card: no setting may let a bank card through',
  })
