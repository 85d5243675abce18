import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCase } from '../../src/contract/case-file.ts'
import { expectedDifference } from '../../src/contract/expected-difference.ts'
import { quote } from '../../src/domain/quote.ts'

interface RuleCase {
  readonly name: string
  readonly case: unknown
  readonly expect?: unknown
  readonly exit: 0 | 1 | 2
}

const file = new URL('../fixtures/rule-cases.jsonl', import.meta.url)
const ruleCases = readFileSync(file, 'utf8')
  .split('\n')
  .filter((text) => text !== '')
  .map((text) => JSON.parse(text) as RuleCase)

/** The same answer as `tillpoint quote`. */
function play(json: unknown): { exit: number; answer: unknown } {
  const parsed = parseCase(json, { load: () => ({ ok: false, path: '', problem: 'no files here' }) })
  if (!parsed.ok) return { exit: 2, answer: parsed }
  const outcome = quote(parsed.saleCase)
  return outcome.kind === 'quoted' ? { exit: 0, answer: outcome.result } : { exit: 1, answer: outcome }
}

describe('cases worked out by hand', () => {
  it('are all there', () => expect(ruleCases.length).toBeGreaterThanOrEqual(100))
  it.each(ruleCases.map((ruleCase) => [ruleCase.name, ruleCase] as const))('%s', (_name, ruleCase) => {
    const { exit, answer } = play(ruleCase.case)
    expect(exit, JSON.stringify(answer)).toBe(ruleCase.exit)
    if (ruleCase.expect !== undefined) expect(expectedDifference(ruleCase.expect, answer)).toBeNull()
  })
})
