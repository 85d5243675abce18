import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'
import { freePort, untilLine } from './support/hq-process.ts'

let dataDir = ''
let port = 0
let running: ChildProcess | null = null

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tillpoint-start-'))
  chmodSync(dataDir, 0o755)
  port = await freePort()
})
afterAll(async () => {
  await end(running)
  rmSync(dataDir, { recursive: true, force: true })
})

/** `npm start`, as a person types it. */
function npmStart(env: Readonly<Record<string, string>> = {}, unset: readonly string[] = []): ChildProcess {
  const kept = Object.entries(process.env).filter(([name]) => !unset.includes(name))
  return spawn('npm', ['start', '--silent', '--', '--data', dataDir], {
    cwd: root,
    env: { ...Object.fromEntries(kept), TILLPOINT_HQ_PORT: String(port), XDG_STATE_HOME: path.join(dataDir, 'state'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function end(child: ChildProcess | null): Promise<number | null> {
  if (child === null) return null
  if (child.exitCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return child.exitCode
}

async function outcome(child: ChildProcess): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const said = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

/** Processes of this machine that name the data folder in their command line, with their user. */
function processesOfThisTill(): readonly { readonly uid: number; readonly command: string }[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const uid = Number(/^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
      return command.includes(dataDir) ? [{ uid, command }] : []
    } catch {
      return []
    }
  })
}

describe('npm start', () => {
  it('starts HQ and the till, and says where HQ and its console are', async () => {
    running = npmStart()
    const [hq, console, till] = await Promise.all([
      untilLine(running, /^HQ ready at (\S+)$/m),
      untilLine(running, /^HQ console at (\S+) with the one-time password (\S+)$/m),
      untilLine(running, /^till ready$/m),
    ])
    expect(hq[1]).toBe(`http://127.0.0.1:${port}`)
    expect(console[1]).toContain(`http://127.0.0.1:${port}/console`)
    expect(till[0]).toBe('till ready')
    expect((await fetch(`${hq[1] ?? ''}/readyz`)).status).toBe(200)
  })
  it('runs window and database without root’s rights, and the window in its sandbox', () => {
    const ofTill = processesOfThisTill().filter(({ command }) => /electron|postgres -D/.test(command))
    expect(ofTill.length).toBeGreaterThan(1)
    expect(ofTill.filter(({ uid }) => uid === 0)).toEqual([])
    expect(ofTill.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([])
  })
  it('refuses a second start on the same data, naming the first', async () => {
    const { code, stderr } = await outcome(npmStart())
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`${dataDir} is in use by npm start, process \\d+, since 20`))
  })
  it('ends its children and exits 0 when told to end', async () => {
    expect(await end(running)).toBe(0)
    expect(processesOfThisTill()).toEqual([])
  })
  it('starts again in seconds, with its data and without enrolling again', async () => {
    const ledger = path.join(dataDir, 'till/ledger.db')
    const before = readFileSync(ledger).byteLength
    const startedMs = performance.now()
    running = npmStart()
    await untilLine(running, /^till ready$/m)
    expect(performance.now() - startedMs).toBeLessThan(30_000)
    expect(readFileSync(ledger).byteLength).toBeGreaterThanOrEqual(before)
    expect(await end(running)).toBe(0)
  })
  it('says so where there is no display, and offers the demo', async () => {
    const { code, stderr } = await outcome(npmStart({}, ['DISPLAY', 'WAYLAND_DISPLAY']))
    expect([code, stderr]).toEqual([3, expect.stringMatching(/no display.*npm run demo/)])
  })
  it('says so where the display does not answer', async () => {
    const { code, stderr } = await outcome(npmStart({ DISPLAY: ':4711' }, ['WAYLAND_DISPLAY']))
    expect([code, stderr]).toEqual([3, expect.stringMatching(/display :4711 does not answer/)])
  })
  it('refuses flags it does not know and ports that are none', async () => {
    const child = spawn('npm', ['start', '--silent', '--', '--dta', 'x'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    expect(await outcome(child)).toMatchObject({ code: 2, stderr: expect.stringMatching(/unknown: --dta/) as string })
    expect(await outcome(npmStart({ TILLPOINT_HQ_PORT: '80000' }))).toMatchObject({ code: 2, stderr: expect.stringMatching(/no port: 80000/) as string })
  })
})
