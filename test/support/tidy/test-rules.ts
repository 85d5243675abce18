import ts from 'typescript'
import { isTest } from './project.ts'
import { nodeRule, type Rule } from './rule.ts'

/** Simulated devices and people have speeds of their own; they are not tests. */
const isTimed = (name: string): boolean => /^test\/(sim|bench|demo)\//.test(name)

function dodges(node: ts.Node, tree: ts.SourceFile): string | null {
  if (ts.isPropertyAccessExpression(node) && /^(it|test|describe|suite|bench)\b.*\.(only|skip|todo|skipIf|runIf|fails)$/.test(node.getText(tree))) return node.getText(tree)
  if (ts.isPropertyAssignment(node) && /^(retry|retries)$/.test(node.name.getText(tree))) return node.getText(tree)
  return null
}

/** Waiting for time instead of for something to happen. */
function sleeps(node: ts.Node, tree: ts.SourceFile): string | null {
  if (ts.isImportDeclaration(node) && /^['"](node:)?timers\/promises['"]$/.test(node.moduleSpecifier.getText(tree))) return 'timers/promises'
  if (!ts.isCallExpression(node)) return null
  const called = node.expression.getText(tree)
  if (/(^|\.)(sleep|delay|waitForTimeout)$/.test(called)) return called
  const callback = node.arguments[0]
  const wakesOnly = called === 'setTimeout' && callback !== undefined && ts.isIdentifier(callback) && /^(resolve|done|r|ok|res)$/.test(callback.text)
  return wakesOnly ? node.getText(tree) : null
}

export const testRules: readonly Rule[] = [
  {
    name: 'no test is left out, singled out or tried again',
    instead: 'mend it or delete it',
    check: nodeRule(isTest, dodges),
    broken: ["it.only('a', f)", "describe.skip('a', f)", "test.todo('a')", "it('a', { retry: 2 }, f)"].map((text) => ({ 'test/a.test.ts': `${text}\n` })),
    fine: { 'test/a.test.ts': "it('a', () => { page.only })\n" },
  },
  {
    name: 'no sleeps in tests',
    instead: 'wait for what should happen: vi.waitFor, expect.poll, a locator, an event',
    check: nodeRule((name) => isTest(name) && !isTimed(name), sleeps),
    broken: ['await sleep(5)', 'await page.waitForTimeout(5)', 'await new Promise((resolve) => setTimeout(resolve, 5))', "import { setTimeout } from 'node:timers/promises'"].map(
      (text) => ({ 'test/a.test.ts': `${text}\n` }),
    ),
    fine: { 'test/a.test.ts': 'setTimeout(() => { fail() }, 5000)\n' },
  },
]
