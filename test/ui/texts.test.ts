import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { locales, type Locale } from '../../src/ui/format/locale.ts'
import { root } from '../support/tidy/project.ts'

type Table = Readonly<Record<string, string>>
type Area = { readonly name: string; readonly tables: Readonly<Record<Locale, Table>> }

const textsDir = path.join(root, 'src/ui/i18n')
const areas: readonly Area[] = await Promise.all(
  readdirSync(textsDir)
    .filter((name) => statSync(path.join(textsDir, name)).isDirectory())
    .map(async (name) => {
      const exports = (await import(path.join(textsDir, name, 'texts.ts'))) as Record<string, Area['tables']>
      const [tables] = Object.values(exports)
      if (tables === undefined) throw new Error(`${name}/texts.ts exports no tables`)
      return { name, tables }
    }),
)

const baseOf = (key: string): string => key.replace(/_(one|other)$/, '')
const placesOf = (text: string): readonly string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort()
const sourceOf = (folder: string): string =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8'))
    .join('\n')

/** Every key that is not used by `source`: neither written out, nor of a form that a template in it makes. */
function unusedKeys(keys: readonly string[], source: string): readonly string[] {
  const templates = [...source.matchAll(/`([^`\s]*\$\{[^`]*)`/g)]
    .map((match) => (match[1] ?? '').replace(/\$\{[^}]*\}/g, '\u0001'))
    .filter((template) => /^[a-z][\w-]*\.|^\u0001\./.test(template))
    .map((template) => new RegExp(`^${template.split('\u0001').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\w-]+(?:[.-][\\w-]+)*')}$`))
    // A template that begins with a hole ("${key}.help") says nothing about what comes before the dot.
    .filter((template) => !template.source.startsWith('^[\\w-]+'))
  return keys.filter((key) => {
    const whole = key.replace(/\.help$/, '')
    return !source.includes(`'${key}'`) && !templates.some((template) => template.test(key)) && !(whole !== key && source.includes(`'${whole}'`))
  })
}

describe.each(areas)('texts of $name', ({ tables }) => {
  const english = Object.keys(tables.en).map(baseOf)
  it.each(locales)('%s has every key, no other, and a plural ending where English has one', (locale) => {
    const ending = locale === 'en' ? /_(one|other)$/ : /_other$/
    expect([...new Set(Object.keys(tables[locale]).map((key) => key.replace(ending, '')))].sort()).toEqual([...new Set(english)].sort())
    const plurals = (table: Table): readonly string[] => Object.keys(table).filter((key) => key.endsWith('_other')).sort()
    expect(plurals(tables[locale])).toEqual(plurals(tables.en))
  })
  it.each(locales)('%s says nothing empty but on purpose', (locale) => {
    const empty = Object.entries(tables[locale]).filter(([, text]) => text.trim() === '').map(([key]) => key)
    // Joins of lists may be a space or nothing; a search that has not begun is called nothing.
    expect(empty.filter((key) => !/^list\.|^find\.kind\.empty$/.test(key))).toEqual([])
  })
  it.each(locales)('%s has the places of English', (locale) => {
    for (const [key, text] of Object.entries(tables[locale])) {
      // A surname in the script of the language: English has it in Latin letters.
      if (key.startsWith('member.address.')) continue
      const base = baseOf(key)
      const inEnglish = new Set([...placesOf(tables.en[base] ?? ''), ...placesOf(tables.en[`${base}_one`] ?? ''), ...placesOf(tables.en[`${base}_other`] ?? '')])
      for (const place of placesOf(text)) expect([...inEnglish], `${locale} ${key}`).toContain(place)
    }
  })
  it('Chinese is written in Chinese, Traditional without simplified forms', () => {
    const simplifiedOnly = /[们这个为么会员积单现钱码网销备请说没还样头问开关两张种]/u
    const words = Object.entries(tables['zh-Hant']).filter(([key]) => !key.startsWith('locale.'))
    for (const [key, text] of words) expect(simplifiedOnly.exec(text)?.[0] ?? null, key).toBeNull()
    expect(Object.values(tables['zh-Hans']).some((text) => simplifiedOnly.test(text)), 'the list finds simplified text').toBe(true)
  })
})

describe('keys and code', () => {
  const page = `${sourceOf('src/renderer')}\n${sourceOf('src/ui/components')}`
  it('every text of the till is used', () => {
    const keys = areas.filter(({ name }) => name === 'till' || name === 'common').flatMap(({ tables }) => Object.keys(tables.en).map(baseOf))
    const everywhere = `${page}\n${sourceOf('src/console')}`
    expect(unusedKeys([...new Set(keys)], everywhere)).toEqual([])
  })
  it('finds an unused key', () => {
    expect(unusedKeys(['age.now', 'nobody.uses.this', 'error.x', 'error.x.help'], "text('age.now'); const key = `error.${code}` as const; `error.${code}.help`")).toEqual(['nobody.uses.this'])
  })
  it('no key is in two areas that one page joins', () => {
    for (const pageAreas of [['common', 'till', 'explain'], ['common', 'console', 'explain']]) {
      const keys = areas.filter(({ name }) => pageAreas.includes(name)).flatMap(({ tables }) => Object.keys(tables.en))
      expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([])
    }
  })
})
