import ts from 'typescript'
import { isCode, isSource, isTypeScript, treeOf } from './project.ts'
import { nodeRule, type Rule } from './rule.ts'

const isSettings = (name: string): boolean => /(^|\/)[\w.-]+\.config\.(ts|js|mjs)$/.test(name)
const isClock = (name: string): boolean => /^src\/.*(^|\/)(clock|ids)\.ts$/.test(name)
const isFormatting = (name: string): boolean => name.startsWith('src/ui/format/')

/** Text of a comment that switches the compiler off; put together here so that this file does not break the rule. */
const switchedOff = new RegExp(`@ts-(${['ignore', 'nocheck'].join('|')})`)

function readsClockOrChance(node: ts.Node, tree: ts.SourceFile): string | null {
  if (ts.isNewExpression(node) && node.expression.getText(tree) === 'Date' && (node.arguments?.length ?? 0) === 0) return 'new Date()'
  if (!ts.isPropertyAccessExpression(node)) return null
  const text = node.getText(tree)
  return /^(Date\.now|Math\.random|Temporal\.Now)$/.test(text) ? text : null
}

export const languageRules: readonly Rule[] = [
  {
    name: 'no any',
    instead: 'say the type, or `unknown` and look at it',
    check: nodeRule(isTypeScript, (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : null)),
    broken: [{ 'src/domain/a.ts': 'export const a = 1 as any\n' }, { 'src/domain/a.ts': 'export function f(x: any[]): void {}\n' }],
    fine: { 'src/domain/a.ts': '// any\nexport const any = "any"\n' },
  },
  {
    name: 'the compiler is not switched off',
    instead: 'mend the type',
    check: (project) => [...project].flatMap(([name, text]) =>
      isCode(name) ? text.split('\n').flatMap((line, index) => (switchedOff.test(line) ? [`${name}:${index + 1} ${line.trim()}`] : [])) : [],
    ),
    broken: [{ 'src/domain/a.ts': '// @ts-' + 'ignore\nexport const a = 1\n' }],
    fine: { 'src/domain/a.ts': '// the compiler knows\n' },
  },
  {
    name: 'no default exports',
    instead: 'export it by its name',
    check: nodeRule((name) => isCode(name) && !isSettings(name), (node) => {
      const isDefault = ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword && ts.isFunctionDeclaration(node.parent)
      return isDefault ? 'default export' : null
    }),
    broken: [{ 'src/domain/a.ts': 'export default 1\n' }, { 'src/domain/a.ts': 'export default function f() {}\n' }],
    fine: { 'src/domain/a.ts': 'export const a = 1\n', 'electron.vite.config.ts': 'export default {}\n' },
  },
  {
    name: 'no barrels',
    instead: 'import from the file that defines it',
    check: (project) => [...project].flatMap(([name, text]) => {
      if (!isTypeScript(name)) return []
      const { statements } = treeOf(name, text)
      const reexports = statements.filter((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier)
      const all = reexports.some((statement) => ts.isExportDeclaration(statement) && !statement.exportClause)
      return all || (reexports.length > 0 && reexports.length === statements.length) ? [`${name}:1 re-exports`] : []
    }),
    broken: [{ 'src/domain/a.ts': "export * from './b.ts'\nexport const a = 1\n" }, { 'src/domain/a.ts': "export { b } from './b.ts'\n" }],
    fine: { 'src/domain/a.ts': "import { b } from './b.ts'\nexport const a = b\n" },
  },
  {
    name: 'clock and chance only in clock.ts and ids.ts',
    instead: 'take the clock or the ids as an argument',
    check: nodeRule((name) => isSource(name) && !isClock(name), readsClockOrChance),
    broken: ['Date.now()', 'new Date()', 'Math.random()'].map((text) => ({ 'src/till/a.ts': `export const a = ${text}\n` })),
    fine: { 'src/till/clock.ts': 'export const nowMs = () => Date.now()\n', 'src/till/a.ts': 'export const a = new Date(0)\n' },
  },
  {
    name: 'parseFloat and toFixed only in src/ui/format/',
    instead: 'count in integers; people read numbers through src/ui/format/',
    check: nodeRule((name) => isSource(name) && !isFormatting(name), (node) =>
      ts.isIdentifier(node) && /^(parseFloat|toFixed)$/.test(node.text) ? node.text : null,
    ),
    broken: [{ 'src/domain/a.ts': 'export const a = (1).toFixed(2)\n' }, { 'src/cli/a.ts': "export const a = Number.parseFloat('1')\n" }],
    fine: { 'src/ui/format/a.ts': 'export const a = (1).toFixed(2)\n' },
  },
]
