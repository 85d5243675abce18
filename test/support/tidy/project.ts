import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** The clone. */
export const root = path.resolve(import.meta.dirname, '../../..')

/** Paths with forward slashes, relative to the clone, and their texts. A rule sees nothing else, so a sample can be made up. */
export type Project = ReadonlyMap<string, string>

const textFile = /(\.(ts|tsx|mts|mjs|js|cjs|json|md|css|html|sh|yml|yaml|c|svg|txt|rules)|^bin\/[\w-]+|^\.ci\/run)$/

/** All text files of the clone that git knows or would take in; generated and installed ones are not among them. */
export function readProject(): Project {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  const names = listed.split('\0').filter((name) => textFile.test(name) && name !== 'package-lock.json')
  const files = new Map<string, string>()
  for (const name of names.sort()) {
    const text = readIfThere(path.join(root, name))
    if (text !== null) files.set(name, text)
  }
  return files
}

/** A file that is deleted but not yet committed is listed and not there. */
function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

const parsed = new Map<string, { readonly text: string; readonly tree: ts.SourceFile }>()

/** The syntax tree of a file; parsed once. */
export function treeOf(name: string, text: string): ts.SourceFile {
  const known = parsed.get(name)
  if (known?.text === text) return known.tree
  const kind = name.endsWith('x') ? ts.ScriptKind.TSX : name.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS
  const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind)
  parsed.set(name, { text, tree })
  return tree
}

export const isCode = (name: string): boolean => /\.(ts|tsx|mjs|js)$/.test(name)
export const isTypeScript = (name: string): boolean => /\.tsx?$/.test(name)
export const isSource = (name: string): boolean => name.startsWith('src/') && isTypeScript(name)
export const isTest = (name: string): boolean => name.startsWith('test/') && isTypeScript(name)

/** Calls `visit` for a node and all below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => {
    walk(child, visit)
  })
}

/** "file:line", as editors open it. */
export function at(name: string, tree: ts.SourceFile, node: ts.Node): string {
  return `${name}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`
}

/** The lines a node covers. */
export function linesOf(tree: ts.SourceFile, node: ts.Node): number {
  const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line
  return tree.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1
}

export type Import = { readonly specifier: string; readonly typesOnly: boolean; readonly node: ts.Node }

/** What a file imports or re-exports, dynamically or not. */
export function importsOf(tree: ts.SourceFile): readonly Import[] {
  const found: Import[] = []
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, typesOnly: importsTypesOnly(node), node })
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, typesOnly: node.isTypeOnly, node })
    } else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(tree) === 'require')) {
      const argument = node.arguments[0]
      if (argument && ts.isStringLiteral(argument)) found.push({ specifier: argument.text, typesOnly: false, node })
    }
  })
  return found
}

function importsTypesOnly(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const bindings = clause.namedBindings
  return !clause.name && bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.every((element) => element.isTypeOnly)
}

/** The project's file that a relative specifier names; null for packages and for files that are not there. */
export function resolveImport(project: Project, from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier))
  return project.has(target) ? target : null
}
