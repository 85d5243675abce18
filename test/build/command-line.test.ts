import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'

const elsewhere = mkdtempSync(path.join(tmpdir(), 'tillpoint-cli-'))
chmodSync(elsewhere, 0o755)
copyFileSync(path.join(root, 'resources/programmes/plain.json'), path.join(elsewhere, 'rules.json'))
afterAll(() => rmSync(elsewhere, { recursive: true }))

/** As a person runs it: whatever Node comes first on the path. */
function command(program: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  return { code: status, stdout, stderr }
}

describe('bin/tillpoint', () => {
  it('runs from any folder and reads paths from there', () => {
    expect(command(path.join(root, 'bin/tillpoint'), ['check', 'rules.json'], elsewhere)).toMatchObject({ code: 0, stderr: '' })
  })
  it('passes on the exit code, and says nothing but the result on standard output', () => {
    const { code, stdout } = command(path.join(root, 'bin/tillpoint'), ['quote', 'not-there.json'], elsewhere)
    expect([code, JSON.parse(stdout)]).toEqual([2, expect.objectContaining({ error: 'unreadable' })])
    expect(command(path.join(root, 'bin/tillpoint-hq'), ['no-such-command'], elsewhere)).toMatchObject({ code: 2, stdout: '' })
  })
  it('is found by npx from any folder inside the clone', () => {
    const inside = command('npx', ['--no-install', 'tillpoint', 'quote', 'not-there.json'], path.join(root, 'src/till'))
    expect([inside.code, JSON.parse(inside.stdout)]).toEqual([2, expect.objectContaining({ error: 'unreadable' })])
  })
})

describe('bin/tillpoint-hq', () => {
  it('passes signals on and ends with its program', async () => {
    const hq = spawn(path.join(root, 'bin/tillpoint-hq'), ['serve', '--data', path.join(elsewhere, 'data'), '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] })
    await once(hq.stdout, 'data')
    hq.kill('SIGTERM')
    const [code] = (await once(hq, 'exit')) as [number | null]
    expect(code).toBe(0)
  })
})
