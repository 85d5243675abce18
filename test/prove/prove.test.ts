import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'
import { makeCopy } from './copy.ts'
import { items, itemsOfIssue } from './items.ts'
import { patternOf, verdictOf, type Report } from './verdict.ts'

describe('the list that npm run prove works through', () => {
  it('names files and tests that are there', () => {
    for (const { files, testFile, testName, what } of items) {
      for (const file of files) expect(statSync(path.join(root, file)).isFile(), `${what}: ${file}`).toBe(true)
      // As it stands in the source: a name in double quotes there is the same text here.
      expect(readFileSync(path.join(root, testFile), 'utf8'), `${what}: ${testFile}`).toContain(testName)
    }
  })
  it('has every numbered item of every closed issue', () => {
    for (const [issue, count] of Object.entries(itemsOfIssue)) {
      const numbers = new Set(items.filter((item) => String(item.issue) === issue).map(({ item }) => item))
      for (let number = 1; number <= count; number += 1) expect(numbers, `issue ${issue}`).toContain(String(number))
    }
  })
  it('names no row twice', () => {
    const rows = items.map((item) => JSON.stringify(item))
    expect(new Set(rows).size).toBe(rows.length)
  })
})

describe('prove', () => {
  const report = (status: string, ...tests: readonly (readonly [fullName: string, status: string])[]): Report => ({
    testResults: [{ name: '/x/test/a.test.ts', status, assertionResults: tests.map(([fullName, each]) => ({ fullName, status: each })) }],
  })
  it('takes a test for failed that failed, or whose file could not be loaded, and for nothing that did not run', () => {
    expect(verdictOf(report('failed', ['a sale is kept', 'failed']), 'test/a.test.ts', 'is kept')).toBe('failed')
    expect(verdictOf(report('failed'), 'test/a.test.ts', 'is kept')).toBe('failed')
    expect(verdictOf(report('passed', ['a sale is kept', 'passed']), 'test/a.test.ts', 'is kept')).toBe('passed')
    expect(verdictOf(report('failed', ['a sale is kept', 'passed'], ['another', 'failed']), 'test/a.test.ts', 'is kept')).toBe('passed')
    expect(verdictOf(report('passed', ['a sale is kept', 'skipped']), 'test/a.test.ts', 'is kept')).toBe('did not run')
    expect(verdictOf(report('passed', ['a sale is kept', 'passed']), 'test/b.test.ts', 'is kept')).toBe('did not run')
    expect(verdictOf(null, 'test/a.test.ts', 'is kept')).toBe('did not run')
    expect(new RegExp(patternOf(['what? (so)', 'a+b'])).test('x a+b')).toBe(true)
  })
  it('empties a file of the copy and no other, and puts it back', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-prove-'))
    try {
      const project = path.join(folder, 'project')
      mkdirSync(path.join(project, 'src'), { recursive: true })
      mkdirSync(path.join(project, 'node_modules'))
      for (const name of ['src/a.ts', 'src/b.ts']) writeFileSync(path.join(project, name), `export const here = '${name}'\n`)
      execFileSync('git', ['init', '--quiet'], { cwd: project })
      const copy = makeCopy(project, path.join(folder, 'copy'))
      const text = (base: string, name: string): string => readFileSync(path.join(base, name), 'utf8')
      await copy.emptied('src/a.ts', () => {
        expect([text(copy.folder, 'src/a.ts'), text(copy.folder, 'src/b.ts')]).toEqual(['', text(project, 'src/b.ts')])
        expect(text(project, 'src/a.ts')).not.toBe('')
        return Promise.resolve()
      })
      expect(text(copy.folder, 'src/a.ts')).toBe(text(project, 'src/a.ts'))
      await expect(copy.emptied('src/gone.ts', () => Promise.resolve())).rejects.toThrow('is not there')
      copy.remove()
      expect(existsSync(copy.folder)).toBe(false)
      expect(text(project, 'src/a.ts')).not.toBe('')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
