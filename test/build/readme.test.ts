import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'

const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> }

describe('the README', () => {
  it('names every command, every room, and shows a picture that is there', () => {
    for (const name of Object.keys(scripts)) expect(readme, name).toMatch(new RegExp(`npm (run )?${name}\\b`))
    for (const room of readdirSync(path.join(root, 'src'))) expect(readme, room).toContain(`\`src/${room}/\``)
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, file = '']) => file)
    expect(pictures.length).toBeGreaterThan(0)
    for (const file of pictures) expect(existsSync(path.join(root, file)), file).toBe(true)
  })
})

describe('the commands', () => {
  it('do what set-up is missing before anything else', () => {
    for (const [name, command] of Object.entries(scripts)) {
      const [, program = ''] = /^exec node (\S+)/.exec(command) ?? []
      expect(['build/start.mjs', 'build/setup.mjs', 'build/test.mjs', 'build/test-program.mjs', 'build/console.mjs'], `npm run ${name}`).toContain(program)
      expect(readFileSync(path.join(root, program), 'utf8'), program).toMatch(/setUp\(|runUnderProjectNode\(/)
    }
  })
})
