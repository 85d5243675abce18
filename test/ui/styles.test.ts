import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'

const folders = ['src/ui/components', 'src/renderer'] as const
const files = folders.flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)))
const textOf = (name: string): string => readFileSync(path.join(root, name), 'utf8')
const modules = files.filter((name) => name.endsWith('.module.css'))
const tokens = new Set([...textOf('src/ui/tokens.css').matchAll(/--([\w-]+):/g)].map((match) => match[1]))

/** What a style sheet may not say by itself: colours, sizes of text, radii. Those are tokens. */
function ownValues(css: string): readonly string[] {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, '')
  return [
    ...[...rules.matchAll(/#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch)\(/g)].map(([found]) => found),
    ...[...rules.matchAll(/font-size:\s*([^;]+);/g)].map((match) => match[1] ?? '').filter((size) => !/^var\(--fs-[\w-]+\)$|^\.\d+em$/.test(size.trim())),
    ...[...rules.matchAll(/border-radius:\s*([^;]+);/g)].map((match) => match[1] ?? '').filter((radius) => !/^var\(--r-[\w-]+\)$|^50%$|^3px$/.test(radius.trim())),
    ...[...rules.matchAll(/font-weight:\s*([^;]+);/g)].map((match) => match[1] ?? '').filter((weight) => !/^var\(--fw-[\w-]+\)$|^inherit$/.test(weight.trim())),
  ]
}

describe('style sheets', () => {
  it.each(modules)('%s reads tokens only', (name) => expect(ownValues(textOf(name))).toEqual([]))
  it('finds values of a sheet’s own', () => {
    expect(ownValues('.a { color: #fff; font-size: 13px; border-radius: 9px; font-weight: 600; }')).toHaveLength(4)
  })
  it.each(modules)('%s names no unknown token', (name) => {
    const used = [...textOf(name).matchAll(/var\(--([\w-]+)/g)].map((match) => match[1])
    expect(used.filter((token) => !tokens.has(token))).toEqual([])
  })
})

describe('class names', () => {
  const users = files.filter((name) => name.endsWith('.tsx'))
  const importsOf = (name: string): readonly string[] => [...textOf(name).matchAll(/import css from '(.+?\.module\.css)'/g)].map((match) => path.join(path.dirname(name), match[1] ?? ''))
  const classesIn = (css: string): ReadonlySet<string> => new Set([...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/\.([a-zA-Z][\w-]*)(?=[^{}]*\{)/g)].map((match) => match[1] ?? ''))

  it.each(users)('%s uses classes that are there', (name) => {
    const [sheet] = importsOf(name)
    if (sheet === undefined) return
    const known = classesIn(textOf(sheet))
    const used = [...textOf(name).matchAll(/css\['([\w-]+)'\]/g)].map((match) => match[1] ?? '')
    expect(used.filter((each) => !known.has(each))).toEqual([])
  })
  it.each(modules)('%s has no class that nobody uses', (sheet) => {
    const own = users.filter((name) => importsOf(name).includes(sheet))
    // `css[tone]`: the names are values of the code beside it.
    const beside = files.filter((name) => name.endsWith('.ts') && path.dirname(name) === path.dirname(sheet))
    const code = [...own, ...beside].map(textOf).join('\n')
    const isUsed = (name: string): boolean => code.includes(`css['${name}']`) || (/css\[[^'\]]/.test(code) && new RegExp(`['"]${name}['"]|\\b${name}:`).test(code))
    const byOthers = new Set(['s', 'm', 'l'])
    if (sheet.endsWith('card.module.css')) return // used by the console
    expect([...classesIn(textOf(sheet))].filter((name) => !isUsed(name) && !byOthers.has(name))).toEqual([])
  })
})
