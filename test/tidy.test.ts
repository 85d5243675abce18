import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { changelogFaults } from './support/tidy/changelog.ts'
import { languageRules } from './support/tidy/language-rules.ts'
import { readProject, root } from './support/tidy/project.ts'
import { roomRules } from './support/tidy/room-rules.ts'
import { sizeRules } from './support/tidy/size-rules.ts'
import { testRules } from './support/tidy/test-rules.ts'
import { textRules } from './support/tidy/text-rules.ts'

const project = readProject()
const sampleOf = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> => new Map(Object.entries(files))

describe.each([...sizeRules, ...languageRules, ...roomRules, ...testRules, ...textRules])('$name', (rule) => {
  it('holds in the whole project', () => {
    expect(rule.check(project), `instead: ${rule.instead}`).toEqual([])
  })
  it('can fail', () => {
    for (const files of rule.broken) expect(rule.check(sampleOf(files)), JSON.stringify(files)).not.toEqual([])
  })
  it('leaves alone what is fine', () => {
    expect(rule.check(sampleOf(rule.fine))).toEqual([])
  })
})

describe('the lock file', () => {
  it('names no registry: each machine uses its own', () => {
    expect(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved": "http')
  })
})

describe('CHANGELOG.md', () => {
  it('has the form of "Keep a Changelog"', () => {
    expect(changelogFaults(project.get('CHANGELOG.md') ?? '')).toEqual([])
  })
  it.each([
    ['# Changes\n## [Unreleased]\n'],
    ['# Changelog\n'],
    ['# Changelog\n## 1.0\n'],
    ['# Changelog\n## [1.0.0]\n'],
    ['# Changelog\n## [1.0.0] - 2026-01-01\n- a change\n'],
    ['# Changelog\n## [Unreleased]\n### New\n'],
    ['# Changelog\n## [1.0.0] - 2026-01-01\n## [1.1.0] - 2026-02-01\n'],
  ])('can fail: %j', (text) => {
    expect(changelogFaults(text)).not.toEqual([])
  })
})
