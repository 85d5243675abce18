import ts from 'typescript'
import { at, importsOf, isSource, isTypeScript, resolveImport, treeOf, type Import, type Project } from './project.ts'
import { mayImport, roomOf } from './rooms.ts'
import { nodeRule, type Rule } from './rule.ts'

/** What of the contract a page may import as it is: tables without a library. */
const contractTables: readonly string[] = ['src/contract/choices.ts', 'src/contract/staff-rights.ts']

/** A rule about single imports. */
function importRule(
  applies: (name: string) => boolean,
  judge: (imported: Import, target: string | null, name: string) => boolean,
): Rule['check'] {
  return (project) => [...project].flatMap(([name, text]) => {
    if (!applies(name)) return []
    const tree = treeOf(name, text)
    const wrong = importsOf(tree).filter((imported) => judge(imported, resolveImport(project, name, imported.specifier), name))
    return wrong.map(({ node, specifier }) => `${at(name, tree, node)} imports ${specifier}`)
  })
}

/** Files that import each other in a ring: each ring once, as "a → b → a". */
function cyclesOf(project: Project): readonly string[] {
  const found: string[] = []
  const state = new Map<string, 'open' | 'closed'>()
  const trail: string[] = []
  const visit = (name: string): void => {
    state.set(name, 'open')
    trail.push(name)
    for (const { specifier } of importsOf(treeOf(name, project.get(name) ?? ''))) {
      const target = resolveImport(project, name, specifier)
      if (target === null || !isTypeScript(target)) continue
      if (state.get(target) === 'open') found.push([...trail.slice(trail.indexOf(target)), target].join(' → '))
      else if (!state.has(target)) visit(target)
    }
    trail.pop()
    state.set(name, 'closed')
  }
  for (const name of project.keys()) if (isTypeScript(name) && !state.has(name)) visit(name)
  return found
}

const inRoom = (...rooms: readonly string[]) => (name: string): boolean => rooms.some((room) => name.startsWith(`src/${room}/`))
const statement = /^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|TRIGGER)\s|PRAGMA\s)/

export const roomRules: readonly Rule[] = [
  {
    name: 'no import cycles',
    instead: 'move what both need to a file of its own',
    check: cyclesOf,
    broken: [{ 'src/domain/a.ts': "import { b } from './b.ts'\n", 'src/domain/b.ts': "import type { A } from './a.ts'\n" }],
    fine: { 'src/domain/a.ts': "import { b } from './b.ts'\n", 'src/domain/b.ts': 'export const b = 1\n' },
  },
  {
    // The compiler refuses most of these itself (test/rooms.test.ts); not those that an allowed room imports.
    name: 'a room imports only the rooms below it',
    instead: 'move it down, or pass it in as an argument',
    check: importRule(isSource, (_, target, name) => {
      const [from, to] = [roomOf(name), target === null ? null : roomOf(target)]
      return from !== null && to !== null && from !== to && !mayImport[from]?.includes(to)
    }),
    broken: [
      { 'src/preload/a.ts': "import type { B } from '../domain/b.ts'\n", 'src/domain/b.ts': 'export type B = 1\n' },
      { 'src/domain/a.ts': "import { b } from '../till/b.ts'\n", 'src/till/b.ts': 'export const b = 1\n' },
    ],
    fine: { 'src/till/a.ts': "import { b } from '../domain/b.ts'\n", 'src/domain/b.ts': 'export const b = 1\n' },
  },
  {
    name: 'electron only in src/main and src/preload',
    instead: 'pass what you need in from the shell',
    check: importRule((name) => isSource(name) && !inRoom('main', 'preload')(name), ({ specifier }) => /^electron(\/|$)|^electron-log/.test(specifier)),
    broken: [{ 'src/till/a.ts': "import { app } from 'electron'\n" }, { 'src/till/a.ts': "const { app } = require('electron')\n" }],
    fine: { 'src/main/a.ts': "import { app } from 'electron'\n" },
  },
  {
    name: 'preload, renderer and console import only types and tables of the contract',
    instead: '`import type`: the engine and HQ validate, pages do not',
    check: importRule(inRoom('preload', 'renderer', 'console'), ({ typesOnly }, target) => !typesOnly && target !== null && inRoom('contract')(target) && !contractTables.includes(target)),
    broken: ['preload', 'renderer', 'console'].map((room) => ({
      [`src/${room}/a.ts`]: "import { calls } from '../contract/calls.ts'\n",
      'src/contract/calls.ts': 'export const calls = 1\n',
    })),
    fine: { 'src/preload/a.ts': "import type { Calls } from '../contract/calls.ts'\nimport { REASONS } from '../contract/choices.ts'\n", 'src/contract/calls.ts': 'export type Calls = 1\n', 'src/contract/choices.ts': 'export const REASONS = 1\n' },
  },
  {
    name: 'the tables of the contract import nothing',
    instead: 'a page that takes one would take what it imports with it',
    check: importRule((name) => contractTables.includes(name), () => true),
    broken: [{ 'src/contract/choices.ts': "import { z } from 'zod'\n" }],
    fine: { 'src/contract/choices.ts': 'export const REASONS = 1\n' },
  },
  {
    name: 'sale and sync meet only through tables',
    instead: 'read or write a table module of src/till/db/',
    check: importRule(inRoom('till/sale', 'till/sync'), (_, target, name) =>
      target !== null && (inRoom('till/sale')(name) ? inRoom('till/sync')(target) : inRoom('till/sale')(target)),
    ),
    broken: [
      { 'src/till/sale/a.ts': "import { b } from '../sync/b.ts'\n", 'src/till/sync/b.ts': 'export const b = 1\n' },
      { 'src/till/sync/b.ts': "import type { A } from '../sale/a.ts'\n", 'src/till/sale/a.ts': 'export type A = 1\n' },
    ],
    fine: { 'src/till/sale/a.ts': "import { b } from '../db/b.ts'\n", 'src/till/db/b.ts': 'export const b = 1\n' },
  },
  {
    name: 'the independent rules and the recount import nothing from src',
    instead: 'write it a second time: that is their use',
    check: importRule((name) => /^test\/(recount|reference)\//.test(name), ({ specifier }) => /(^|\/)src\//.test(specifier)),
    broken: [{ 'test/recount/a.ts': "import { quote } from '../../src/domain/quote.ts'\n" }, { 'test/reference/a.ts': "import type { Q } from '../../src/domain/quote.ts'\n" }],
    fine: { 'test/domain/a.test.ts': "import { quote } from '../../src/domain/quote.ts'\n" },
  },
  {
    name: 'SQL only under src/till/db/ and src/hq/',
    instead: 'a function of a table module in src/till/db/',
    check: nodeRule((name) => isSource(name) && !inRoom('till/db', 'hq')(name), (node) =>
      (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && statement.test(node.text) ? node.text.trim().slice(0, 40) : null,
    ),
    broken: [{ 'src/cli/a.ts': "export const a = 'SELECT 1 FROM sales'\n" }, { 'src/till/sale/a.ts': 'export const a = `\n  INSERT INTO ${b} VALUES (1)`\n' }],
    fine: { 'src/till/db/a.ts': "export const a = 'SELECT 1'\n", 'src/cli/a.ts': "export const a = 'Select a till'\n" },
  },
  {
    name: 'no OR REPLACE',
    instead: 'ON CONFLICT … DO UPDATE: it keeps the row, its references and its triggers; in a migration plain CREATE',
    check: nodeRule(isSource, (node) =>
      (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node)) && /\bOR\s+REPLACE\b/i.test(node.text)
        ? 'replaces rows' : null,
    ),
    broken: [{ 'src/till/db/a.ts': "export const a = 'INSERT OR REPLACE INTO a VALUES (1)'\n" }],
    fine: { 'src/till/db/a.ts': "export const a = 'INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING'\n" },
  },
]
