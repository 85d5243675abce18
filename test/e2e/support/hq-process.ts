import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { root } from '../../support/tidy/project.ts'

const program = path.join(root, 'src/hq/cli/main.ts')
/** What the tests sign in to the console with. */
export const consolePassword = 'console-password-of-a-test'

/** An HQ as people run it: its own process, its own PostgreSQL, the sample shop. */
export type HqProcess = {
  readonly url: string
  /** For SQL of the test's own. */
  databaseUrl(): string
  /** A one-time code for a till of the first store. */
  enrolCode(): Promise<string>
  /** Any command of tillpoint-hq on this HQ's data. @returns what it printed */
  command(...words: readonly string[]): Promise<string>
  /** Ends it in good order; `start` brings it back with its data on the same port. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** @param dataDir the folder that holds `hq` */
export async function startHqProcess(dataDir: string): Promise<HqProcess> {
  const port = await freePort()
  let child: ChildProcess | null = null
  const hq: HqProcess = {
    url: `http://127.0.0.1:${port}`,
    databaseUrl() {
      const password = readFileSync(path.join(dataDir, 'hq/postgres.password'), 'utf8').trim()
      const postgresPort = readFileSync(path.join(dataDir, 'hq/postgres/postmaster.pid'), 'utf8').split('\n')[3] ?? ''
      return `postgres://tillpoint:${password}@127.0.0.1:${postgresPort}/tillpoint`
    },
    async enrolCode() {
      const { stdout } = await output([program, 'enrol-code', '--data', dataDir])
      return stdout.trim()
    },
    async command(...words) {
      const { stdout } = await output([program, ...words, '--data', dataDir])
      return stdout.trim()
    },
    async start() {
      child = spawn(process.execPath, [program, 'serve', '--data', dataDir, '--port', String(port), '--seed', '--console-password', consolePassword], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      await untilLine(child, /^HQ ready at /m)
    },
    async stop() {
      if (child === null || child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
  await hq.start()
  return hq
}

/** Waits for a line on standard output. @throws with all that was said when the process ends before it */
export function untilLine(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let said = ''
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      const match = pattern.exec(said)
      if (match) resolve(match)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${said}`)))
  })
}

async function output(args: readonly string[]): Promise<{ readonly stdout: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
  return { stdout }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
