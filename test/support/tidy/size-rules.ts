import ts from 'typescript'
import { isCode, linesOf, treeOf } from './project.ts'
import { nodeRule, type Rule } from './rule.ts'

const FILE_LINES_MAX = 400
const FUNCTION_LINES_MAX = 60

/** A constant without code in it: a table, a schema, a text. It may be as long as what it lists. */
function isTable(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement)) return false
  let hasCode = false
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) hasCode = true
    else ts.forEachChild(node, visit)
  }
  visit(statement)
  return !hasCode
}

/** `describe(name, () => { … })` is a chapter, not a function. */
function isChapter(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^(describe|suite)\b/.test(node.parent.expression.getText())
}

const line = 'x()\n'

export const sizeRules: readonly Rule[] = [
  {
    name: `files have at most ${FILE_LINES_MAX} lines (tables and schemas not counted)`,
    instead: 'split it by nouns: one file, one thing',
    check: (project) => {
      const found: string[] = []
      for (const [name, text] of project) {
        if (!isCode(name)) continue
        const tree = treeOf(name, text)
        const tables = tree.statements.filter(isTable).reduce((sum, statement) => sum + linesOf(tree, statement), 0)
        const lines = text.split('\n').length - 1 - tables
        if (lines > FILE_LINES_MAX) found.push(`${name}:1 has ${lines} lines`)
      }
      return found
    },
    broken: [{ 'src/till/long.ts': line.repeat(FILE_LINES_MAX + 1) }],
    fine: { 'src/till/table.ts': `export const rows = [\n${'  1,\n'.repeat(FILE_LINES_MAX)}]\n` },
  },
  {
    name: `functions have at most ${FUNCTION_LINES_MAX} lines`,
    instead: 'name its parts and call them',
    check: nodeRule(isCode, (node, tree) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || !node.body || isChapter(node)) return null
      const lines = linesOf(tree, node)
      return lines > FUNCTION_LINES_MAX ? `has ${lines} lines` : null
    }),
    broken: [{ 'src/till/a.ts': `function f() {\n${line.repeat(FUNCTION_LINES_MAX)}}\n` }],
    fine: { 'test/a.test.ts': `describe('a', () => {\n${line.repeat(FUNCTION_LINES_MAX)}})\n` },
  },
]
