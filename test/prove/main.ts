import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../support/tidy/project.ts'
import { makeCopy, type Copy } from './copy.ts'
import { items, type Item } from './items.ts'
import { runTests } from './run-tests.ts'
import { verdictOf } from './verdict.ts'

/**
 * npm run prove [-- --issue N] [--item NAME] [--project unit|tidy|e2e]: empties each file that an item names in a copy
 * of the project and runs the item's test there. Exit 1 if a test passes without its file, or not even with it.
 */
const { values } = parseArgs({ options: { issue: { type: 'string' }, item: { type: 'string' }, project: { type: 'string' } } })
const chosen = items.filter(
  ({ issue, item, project }) => (values.issue ?? String(issue)) === String(issue) && (values.item ?? item) === item && (values.project ?? project) === project,
)
if (chosen.length === 0) {
  process.stderr.write('usage: npm run prove [-- --issue N --item NAME --project unit|tidy|e2e]: no item is called so\n')
  process.exit(2)
}
const print = (line: string): void => void process.stdout.write(`${line}\n`)
const startedMs = performance.now()
const copy = makeCopy(root, path.join(root, 'out/prove/copy'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (copy.remove(), process.exit(130)))
const faults = [...(await control(copy)), ...(await proveAll(copy))]
copy.remove()
for (const fault of faults) print(`✗ ${fault}`)
const files = chosen.reduce((sum, item) => sum + item.files.length, 0)
print(`${chosen.length} items, ${files} files emptied one by one, ${faults.length} without proof, ${Math.round((performance.now() - startedMs) / 1000)} s`)
process.exitCode = faults.length === 0 ? 0 : 1

/** With everything in place each test passes: a test that always fails proves nothing. */
async function control(whole: Copy): Promise<string[]> {
  const found: string[] = []
  for (const project of ['unit', 'tidy', 'e2e'] as const) {
    const tests = chosen.filter((item) => item.project === project)
    if (tests.length === 0) continue
    print(`all ${tests.length} ${project} tests, nothing emptied …`)
    const report = await runTests(whole.folder, project, tests)
    for (const { issue, item, testFile, testName } of tests) {
      const verdict = verdictOf(report, testFile, testName)
      if (verdict !== 'passed') found.push(`issue ${issue}, ${item}: ${testFile} "${testName}" ${verdict} with nothing emptied`)
    }
  }
  return [...new Set(found)]
}

async function proveAll(whole: Copy): Promise<string[]> {
  const found: string[] = []
  for (const item of chosen) {
    for (const file of item.files) {
      const verdict = await whole.emptied(file, async () => verdictOf(await runTests(whole.folder, item.project, [item]), item.testFile, item.testName))
      print(`${verdict === 'failed' ? '✓' : '✗'} ${labelOf(item)}  without ${file}: ${item.testFile} ${verdict}`)
      if (verdict !== 'failed') found.push(`${labelOf(item)}: ${item.testFile} "${item.testName}" ${verdict} without ${file}`)
    }
  }
  return found
}

function labelOf({ issue, item, what }: Item): string {
  return `issue ${issue}, ${item} (${what})`
}
