import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { mutate, type Mutant } from '../../support/mutants.ts'

const src = path.resolve(import.meta.dirname, '../../../src')

/** A defect that the compiler would find proves nothing about tests. @returns the compiler's findings, a list a mutant */
export function typeProblems(mutants: readonly Mutant[]): string[][] {
  const services = new Map<string, ReturnType<typeof serviceOf>>()
  return mutants.map((mutant) => {
    const room = mutant.module.split('/')[0] ?? ''
    const service = services.get(room) ?? serviceOf(room, mutants.filter((each) => each.module.startsWith(`${room}/`)))
    services.set(room, service)
    return service.problemsOf(mutant)
  })
}

/** One compiler a room: it reads everything once, and looks at one changed file at a time. */
function serviceOf(room: string, mutants: readonly Mutant[]): { problemsOf(mutant: Mutant): string[] } {
  const config = ts.readConfigFile(path.join(src, room, 'tsconfig.json'), (file) => readFileSync(file, 'utf8'))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, path.join(src, room))
  const files = [...new Set(mutants.map((mutant) => path.join(src, mutant.module)))]
  let changed: { readonly file: string; readonly text: string; readonly version: number } = { file: '', text: '', version: 0 }
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ ...options, composite: false, noEmit: true, emitDeclarationOnly: false, rootDir: src }),
    getScriptFileNames: () => files,
    getScriptVersion: (file) => (file === changed.file ? String(changed.version) : '0'),
    getScriptSnapshot: (file) => {
      const text = file === changed.file ? changed.text : ts.sys.readFile(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => path.dirname(src),
    getDefaultLibFileName: (chosen) => ts.getDefaultLibFilePath(chosen),
    fileExists: (file) => ts.sys.fileExists(file),
    readFile: (file) => ts.sys.readFile(file),
  })
  return {
    problemsOf(mutant) {
      const file = path.join(src, mutant.module)
      changed = { file, text: mutate(readFileSync(file, 'utf8'), mutant), version: changed.version + 1 }
      const found = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)]
      return found.map((problem) => `${mutant.module}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`)
    },
  }
}
