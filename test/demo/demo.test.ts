import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { mutate } from '../support/mutants.ts'
import { root } from '../support/tidy/project.ts'
import { breaks } from './broken.ts'
import { readOptions } from './options.ts'

describe('programs that are broken on purpose', () => {
  it.each(Object.entries(breaks))('%s changes its module into one that still compiles', (_name, { mutant, side }) => {
    const source = readFileSync(path.join(root, 'src', mutant.module), 'utf8')
    const changed = mutate(source, mutant)
    expect(changed).not.toBe(source)
    const { diagnostics } = ts.transpileModule(changed, { reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext } })
    expect(diagnostics).toEqual([])
    expect(mutant.module.startsWith(`${side}/`)).toBe(true)
  })
  it('refuses to be applied where its text is gone', () => {
    expect(() => mutate('something else', breaks.drop.mutant)).toThrow('no longer holds')
  })
})

describe('the flags of the demo', () => {
  it('knows nothing, or one of the breaks', () => {
    expect(readOptions([])).toEqual({ broken: null })
    for (const name of Object.keys(breaks)) expect(readOptions([`--break=${name}`])).toEqual({ broken: name })
  })
  it('refuses everything else', () => {
    for (const args of [['--break=toString'], ['--break'], ['--brake=drop'], ['drop']]) expect(readOptions(args)).toBeNull()
  })
})
