import { quote } from '../../domain/quote.ts'
import type { SaleCase } from '../../domain/sale-case.ts'
import type { Programme, ProgrammeExample } from '../../domain/programme.ts'
import { parseCaseOf } from '../case-file.ts'
import { within } from '../bad-file.ts'
import { expectedDifference } from '../expected-difference.ts'
import { error } from './finding.ts'
import type { Finding } from './finding.ts'

/** Runs the programme's own examples: each fails on its first difference. */
export function exampleFindings(programme: Programme): Finding[] {
  return programme.examples.flatMap((example, index) => {
    const finding = exampleFinding(programme, example, `examples[${index}]`)
    return finding === null ? [] : [finding]
  })
}

function exampleFinding(programme: Programme, example: ProgrammeExample, path: string): Finding | null {
  const parsed = parseCaseOf(example.case, programme)
  if (!parsed.ok) {
    const bad = within(`${path}.case`, parsed)
    return error(bad.path, `"${example.name}": ${bad.problem}`)
  }
  const actual = answerOf(parsed.saleCase)
  const difference = expectedDifference(example.expect, actual)
  if (difference === null) return null
  const { path: at, expected, actual: got } = difference
  return error(
    at === '' ? `${path}.expect` : `${path}.expect.${at}`,
    `"${example.name}": expected ${JSON.stringify(expected)}, got ${got === undefined ? 'nothing' : JSON.stringify(got)}`,
  )
}

/** What `quote` would print; numbers beyond the safe integers are an answer as well. */
function answerOf(saleCase: SaleCase): object {
  try {
    const outcome = quote(saleCase)
    if (outcome.kind === 'quoted') return outcome.result
    return { rejected: outcome.rejected, detail: outcome.detail }
  } catch (thrown) {
    if (thrown instanceof RangeError) return { error: 'schema', path: '', problem: thrown.message }
    throw thrown
  }
}
