import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCommandLine } from '../../../src/hq/cli/options.ts'
import { readPostmaster } from '../../../src/hq/postmaster.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'

const program = path.resolve(import.meta.dirname, '../../../src/hq/cli/main.ts')
let folder: string
const place = (): string[] => ['--embedded', path.join(folder, 'hq')]

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }
const environment = { ...process.env, DATABASE_URL: '', TILLPOINT_DATA: '', TILLPOINT_HQ_PORT: '' }
const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [program, ...args], { env: Object.fromEntries(Object.entries({ ...environment, ...env }).filter(([, text]) => text !== '')), stdio: ['ignore', 'pipe', 'pipe'] })

function ended(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
}
const run = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> => ended(start(args, env))

function lineOf(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const match = pattern.exec(line)
        if (match) resolve(match)
      })
    }
    child.once('exit', (code) => reject(new Error(`it ended with ${code ?? 'a signal'}`)))
  })
}

describe('serving', () => {
  let hq: ChildProcess
  let url: string
  let password: string
  beforeAll(async () => {
    folder = makeFolder('cli')
    hq = start(['serve', ...place(), '--port', '0', '--seed'])
    const greeting = lineOf(hq, /one-time password (\S+)/)
    const ready = lineOf(hq, /^HQ ready at (\S+)$/)
    password = (await greeting)[1] ?? ''
    url = (await ready)[1] ?? ''
  })
  afterAll(async () => {
    if (hq.exitCode === null) {
      const over = ended(hq)
      hq.kill('SIGTERM')
      await over
    }
    removeFolder(folder)
  })

  test('prints where it is, with sample data in it, and the console’s password opens it', async () => {
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })
    const login = await fetch(`${url}/console/api/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ password }) })
    expect(login.status).toBe(200)
    const products = await fetch(`${url}/console/api/products`, { headers: { cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '' } })
    expect(((await products.json()) as { products: unknown[] }).products.length).toBe(50)
  })

  test('a second start on the same folder names the holder and leaves it alone', async () => {
    const second = await run(['serve', ...place(), '--port', '0'])
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(second.stderr).toContain(`process ${hq.pid ?? 0}`)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  test('short commands use the database that runs: codes, passwords, rules', async () => {
    const code = await run(['enrol-code', ...place()])
    expect(code).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{5}\n$/) as string })
    expect(await run(['enrol-code', 's9', ...place()])).toMatchObject({ code: 1, stdout: '' })
    expect((await run(['console-password', ...place()])).stdout).toMatch(/^[0-9A-Z]{12}\n$/)
    const file = path.join(folder, 'rules.json')
    writeFileSync(file, '{"format":"tillpoint-programme/1"}')
    const refused = await run(['programme', 'publish', file, ...place()])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('rules.json')])
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  test('a signed code for a member’s card; none for a card that nobody has', async () => {
    const { code, stdout, stderr } = await run(['member-code', '8800001001079196', '2030-12-31', ...place()])
    expect([code, stdout.trim()]).toEqual([0, expect.stringMatching(/^TP1\.[0-9a-f]{8}\.8800001001079196\.20301231\.[0-9A-Za-z_-]{86}$/)])
    expect(stderr).toMatch(/valid until 2030-12-31/)
    const wrong = await run(['member-code', '8800009999999999', ...place()])
    expect([wrong.code, wrong.stdout, wrong.stderr.trim()]).toEqual([1, '', 'no code: unknown_card'])
  })

  test('SIGTERM ends HQ and its database in order, exit 0, and the data stays', async () => {
    const over = ended(hq)
    hq.kill('SIGTERM')
    expect((await over).code).toBe(0)
    expect(await readPostmaster(path.join(folder, 'hq/postgres'))).toBeNull()
    const again = await run(['seed', ...place()])
    expect(again).toMatchObject({ code: 0, stdout: '' })
    expect(again.stderr).toContain('0 stores, 0 staff, 0 products and 0 members put in')
    expect(await readPostmaster(path.join(folder, 'hq/postgres'))).toBeNull()
  })
})

describe('what is wrong is said in one line with its exit code', () => {
  test('usage: 2', async () => {
    const { code, stdout, stderr } = await run(['nonsense'])
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', 'unknown command nonsense'])
    for (const args of [['serve', '--nonsense'], ['serve', '--port', 'x'], ['serve', '--port', '70000'], ['serve', '--embedded', 'a', '--database', 'b']]) {
      expect(() => readCommandLine(args, {}), args.join(' ')).toThrow(expect.objectContaining({ exitCode: 2 }) as Error)
    }
  })
  test('a database that does not answer: 3', async () => {
    const { code, stderr } = await run(['migrate', '--data', makeFolder('cli-url')], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect([code, stderr.trim().split('\n').length]).toEqual([3, 1])
  })
  test('a folder that is none: 3', async () => {
    const own = makeFolder('cli-file')
    writeFileSync(path.join(own, 'file'), '')
    expect(await run(['migrate', '--embedded', path.join(own, 'file', 'hq')])).toMatchObject({ code: 3 })
    removeFolder(own)
  })
  test('a master key that is none: 2, and it is left as it is', async () => {
    const own = makeFolder('cli-key')
    mkdirSync(path.join(own, 'hq'))
    writeFileSync(path.join(own, 'hq', 'hq.key'), 'not a key')
    expect(await run(['migrate', '--embedded', path.join(own, 'hq')])).toMatchObject({ code: 2 })
    removeFolder(own)
  })
})

describe('the place of the data', () => {
  const placeOf = (args: string[], env: NodeJS.ProcessEnv = {}) => readCommandLine(['serve', ...args], env).place
  test('is what is named, else the environment’s, else the user’s', () => {
    expect(placeOf(['--embedded', '/x/y'], { DATABASE_URL: 'postgres://z' })).toEqual({ kind: 'embedded', folder: '/x/y', keyFile: '/x/y/hq.key' })
    expect(placeOf(['--data', '/d'])).toEqual({ kind: 'embedded', folder: '/d/hq', keyFile: '/d/hq/hq.key' })
    expect(placeOf([], { TILLPOINT_DATA: '/t' })).toMatchObject({ kind: 'embedded', folder: '/t/hq' })
    expect(placeOf([], { DATABASE_URL: 'postgres://z', TILLPOINT_DATA: '/t' })).toEqual({ kind: 'url', databaseUrl: 'postgres://z', keyFile: '/t/hq/hq.key' })
    expect(readCommandLine(['serve'], { TILLPOINT_HQ_PORT: '9001' }).port).toBe(9001)
  })
})
