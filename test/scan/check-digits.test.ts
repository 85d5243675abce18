import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { gs1CheckDigit, hasValidCheck, luhnCheckDigit, type CheckName } from '../../src/scan/check-digits.ts'

// Right codes from the standards and from well-known public examples.
const RIGHT: readonly [CheckName, string][] = [
  ['gs1-mod-10', '6901234567892'],
  ['gs1-mod-10', '4006381333931'],
  ['gs1-mod-10', '96385074'],
  ['gs1-mod-10', '036000291452'],
  ['luhn', '8800123456781231'],
  ['luhn', '4111111111111111'],
  ['luhn', '79927398713'],
  ['iso7064-11-2', '07940'], // the standard's example
  ['iso7064-11-2', '079X'],
  ['iso7064-11-2', '0000000218250097'], // ORCID's example
  ['iso7064-37-2', 'G123498654321H'], // ISBT 128's example
  ['iso7064-97-10', '79444'],
  ['iso7064-11-10', '07945'],
  ['iso7064-37-36', 'A12425GABC1234002M'], // GRid's example
  ['iso7064-37-36', '00000000C36D002B00000000E'], // ISAN's example
]

describe('check digits', () => {
  it.each(RIGHT)('%s takes %s and none with another last character', (check, code) => {
    expect(hasValidCheck(code, check)).toBe(true)
    const others = Array.from('0123456789').filter((digit) => digit !== code.at(-1))
    const wrong = others.filter((digit) => hasValidCheck(code.slice(0, -1) + digit, check))
    expect(wrong).toEqual([])
  })

  it('finds every single wrong digit', () => {
    const digits = fc.stringMatching(/^[0-9]{7,18}$/)
    fc.assert(
      fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, place, step) => {
        for (const code of [`${body}${String(gs1CheckDigit(body))}`])
          expect(changed(code, place, step, 'gs1-mod-10')).toBe(false)
        expect(changed(`${body}${String(luhnCheckDigit(body))}`, place, step, 'luhn')).toBe(false)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('knows no code of one character, nor letters where digits belong', () => {
    for (const check of ['gs1-mod-10', 'luhn', 'iso7064-11-2', 'iso7064-97-10'] as const) {
      for (const code of ['', '0', 'A1', '1-1']) expect(hasValidCheck(code, check)).toBe(false)
    }
  })
})

/** Is the code still right when one digit is another? */
function changed(code: string, place: number, step: number, check: CheckName): boolean {
  const at = place % code.length
  const digit = String((Number(code.charAt(at)) + step) % 10)
  return hasValidCheck(code.slice(0, at) + digit + code.slice(at + 1), check)
}
