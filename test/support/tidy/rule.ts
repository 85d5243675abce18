import type ts from 'typescript'
import { at, treeOf, walk, type Project } from './project.ts'

/** One house rule, with a sample that breaks it: a rule that cannot fail is no rule. */
export type Rule = {
  readonly name: string
  /** What to do in place of what is banned. */
  readonly instead: string
  /** Where it is broken: "file:line what". */
  readonly check: (project: Project) => readonly string[]
  /** Files that break it, each by itself, ... */
  readonly broken: readonly Readonly<Record<string, string>>[]
  /** ... and files that look alike and do not. */
  readonly fine: Readonly<Record<string, string>>
}

/** A rule about single nodes: `judge` says what is wrong with one, or null. */
export function nodeRule(
  applies: (name: string) => boolean,
  judge: (node: ts.Node, tree: ts.SourceFile, name: string) => string | null,
): Rule['check'] {
  return (project) => {
    const found: string[] = []
    for (const [name, text] of project) {
      if (!applies(name)) continue
      const tree = treeOf(name, text)
      walk(tree, (node) => {
        const wrong = judge(node, tree, name)
        if (wrong !== null) found.push(`${at(name, tree, node)} ${wrong}`)
      })
    }
    return found
  }
}
