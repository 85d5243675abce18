/** The generator reaches every rule, and mostly makes sales that are accepted. */
import { expect, test } from 'vitest'
import { countCoverage, missingFrom } from './coverage.ts'
import type { Coverage } from './coverage.ts'
import { generateCase } from './generate.ts'
import { referenceQuote } from './model/quote.ts'

test('two thousand seeds reach every kind, condition, reason, rejection and policy', () => {
  const coverage: Coverage = new Map()
  for (let seed = 1; seed <= 2000; seed += 1) {
    const basket = generateCase(seed)
    countCoverage(coverage, basket, referenceQuote(basket))
  }
  expect(missingFrom(coverage)).toEqual([])
  expect(coverage.get('accepted')).toBeGreaterThan(1600)
  expect(coverage.get('accepted')).toBeLessThan(1900)
})

test('a seed makes the same case each time', () => {
  expect(JSON.stringify(generateCase(7))).toBe(JSON.stringify(generateCase(7)))
})
