import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { mutate } from '../support/mutants.ts'
import { root } from '../support/tidy/project.ts'
import { breaks } from './broken.ts'
import { readOptions } from './options.ts'
import { takeBack } from './sales.ts'
import type { DemoShop } from './shop.ts'

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

describe('a return in the demo', () => {
  it('chooses all that can come back, gives a reason, pays out, and keeps the code that the window shows', async () => {
    const done: string[] = []
    const button = { waitFor: () => Promise.resolve(void done.push('waited')) }
    const shop = { shown: [] as unknown[] }
    const till = {
      name: 'till B',
      page: () => ({ getByRole: () => button, locator: () => button }),
      hands: { press: (...keys: readonly string[]) => Promise.resolve(void done.push(...keys)) },
      untilSaved: () => Promise.resolve('R2-5-0badc0de'),
    }
    const note = (what: string) => () => Promise.resolve(void done.push(what))
    await takeBack(shop as unknown as DemoShop, till as unknown as DemoShop['b'], note('opened'), note('looked'))
    expect(done).toEqual(['opened', 'waited', 'alt+a', '1', 'waited', 'looked', 'F12'])
    expect(shop.shown).toEqual([{ till: 'till B', receiptCode: 'R2-5-0badc0de' }])
  })
})
