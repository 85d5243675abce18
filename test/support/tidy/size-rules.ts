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

/**
 * The lines of a function without those of the functions inside it, which are measured by themselves: a factory of
 * closures is a list of them, as a class is.
 */
function ownLines(tree: ts.SourceFile, node: ts.Node): number {
  let inner = 0
  const visit = (child: ts.Node): void => {
    // The first line of an inner function is also one of the outer.
    if (isFunctionWithBody(child)) inner += linesOf(tree, child) - 1
    else ts.forEachChild(child, visit)
  }
  ts.forEachChild(node, visit)
  return linesOf(tree, node) - inner
}

function isFunctionWithBody(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined
}

/** A function that only gives back a literal is a table with a name. */
function isTableFunction(node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return false
  const [first, second] = ts.isBlock(node.body) ? node.body.statements : []
  const given = ts.isBlock(node.body) ? (first && !second && ts.isReturnStatement(first) ? first.expression : undefined) : node.body
  if (given === undefined) return false
  const bare = ts.isParenthesizedExpression(given) ? given.expression : given
  return ts.isObjectLiteralExpression(bare) || ts.isArrayLiteralExpression(bare)
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
    name: `functions have at most ${FUNCTION_LINES_MAX} lines (tables, and functions inside them, not counted)`,
    instead: 'name its parts and call them',
    check: nodeRule(isCode, (node, tree) => {
      if (!isFunctionWithBody(node) || isTableFunction(node)) return null
      const lines = ownLines(tree, node)
      return lines > FUNCTION_LINES_MAX ? `has ${lines} lines` : null
    }),
    broken: [{ 'src/till/a.ts': `function f() {\n${line.repeat(FUNCTION_LINES_MAX)}}\n` }],
    fine: {
      'test/a.test.ts': `describe('a', () => {\n${`it('a', () => {\n${line}})\n`.repeat(FUNCTION_LINES_MAX / 2)}})\n`,
      'test/sample.ts': `export const sample = () => ({\n${'  a: 1,\n'.repeat(FUNCTION_LINES_MAX)}})\n`,
    },
  },
]
