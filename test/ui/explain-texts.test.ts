import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parseCase } from '../../src/contract/case-file.ts'
import { rememberingParser } from '../../src/contract/programme-file.ts'
import type { ExplainNode } from '../../src/domain/explain-node.ts'
import { quote } from '../../src/domain/quote.ts'
import { explainTexts } from '../../src/ui/i18n/explain/texts.ts'
import { root } from '../support/tidy/project.ts'

/** The parts of the tree that "Why?" shows. */
const shown = new Set(['earn', 'earn-lines', 'due', 'discount', 'points-used', 'points-tender', 'pay', 'new-lot', 'balance', 'qualifying'])

function keysBelow(node: ExplainNode): readonly string[] {
  return [node.key, ...node.children.flatMap(keysBelow)]
}

it('every step of a sale’s explanation has its words, over the worked cases of the rules', () => {
  const parse = rememberingParser()
  const seen = new Set<string>()
  for (const line of readFileSync(path.join(root, 'test/fixtures/rule-cases.jsonl'), 'utf8').split('\n')) {
    if (line.trim() === '') continue
    const document = JSON.parse(line) as { readonly case?: unknown }
    const parsed = parseCase(document.case ?? document, { load: () => ({ ok: false, path: '', problem: 'no files here' }), parse })
    if (!parsed.ok) continue
    const outcome = quote(parsed.saleCase)
    if (outcome.kind !== 'quoted') continue
    for (const node of outcome.result.explain.children) if (shown.has(node.id)) for (const key of keysBelow(node)) seen.add(key)
  }
  expect(seen.size).toBeGreaterThan(20)
  expect([...seen].filter((key) => !Object.hasOwn(explainTexts.en, key))).toEqual([])
})
