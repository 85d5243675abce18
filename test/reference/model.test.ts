/** The worked rule cases, played against the reference model. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { comparePart } from './compare.ts'
import { referenceQuote } from './model/quote.ts'

interface RuleCase {
  readonly name: string
  readonly case: unknown
  readonly expect?: unknown
  readonly exit: number
}

const file = fileURLToPath(new URL('../fixtures/rule-cases.jsonl', import.meta.url))
const cases = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as RuleCase)

describe('the reference model plays the worked cases', () => {
  const played = cases.filter((one) => one.exit !== 2)

  test('they are there', () => {
    expect(played.length).toBeGreaterThan(80)
  })

  test.each(played.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const answer = referenceQuote(one.case)
    expect(answer.exit).toBe(one.exit)
    expect(comparePart(one.expect, answer.result)).toBeNull()
  })
})
