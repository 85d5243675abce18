import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { once } from 'node:events'
import path from 'node:path'
import { promisify } from 'node:util'
import { startChild, type RunningChild } from '../../build/start/child.mjs'
import { runningDatabaseUrl } from '../../src/hq/embedded-postgres.ts'
import type { Mutant } from '../support/mutants.ts'
import { root } from '../support/tidy/project.ts'

const run = promisify(execFile)
const program = path.join(root, 'src/hq/cli/main.ts')
const STOP_PATIENCE_MS = 30_000

/** HQ as people run it: a process with a PostgreSQL of its own and the sample shop. */
export type HqProcess = {
  readonly url: string
  /** For SQL of one's own, while it runs. */
  databaseUrl(): Promise<string>
  /** A one-time code for a till of the first store. */
  enrolCode(): Promise<string>
  /** Starts it, or starts it again with its data, on the same port; nothing where it runs. */
  start(): Promise<void>
  /** Ends it in good order. */
  stop(): Promise<void>
}

export type HqOptions = {
  /** The folder that holds `hq`; open to others: PostgreSQL runs as another user when this one is root. */
  readonly dataFolder: string
  readonly programmeFile: string
  /** Runs it with one module changed. */
  readonly mutant: Mutant | null
  readonly hear: (line: string) => void
}

export async function hqProcess({ dataFolder, programmeFile, mutant, hear }: HqOptions): Promise<HqProcess> {
  const port = await freePort()
  const hooks = mutant === null ? [] : ['--import', path.join(root, 'test/support/mutants.ts')]
  const env = mutant === null ? process.env : { ...process.env, TILLPOINT_MUTANT: JSON.stringify(mutant) }
  let child: RunningChild | null = null
  return {
    url: `http://127.0.0.1:${port}`,
    async databaseUrl() {
      const url = await runningDatabaseUrl(path.join(dataFolder, 'hq'))
      if (url === null) throw new Error('HQ has no database running')
      return url
    },
    async enrolCode() {
      const { stdout } = await run(process.execPath, [program, 'enrol-code', '--data', dataFolder])
      return stdout.trim()
    },
    async start() {
      if (child !== null) return
      const serve = ['serve', '--data', dataFolder, '--port', String(port), '--seed', '--programme', programmeFile]
      child = startChild([process.execPath, ...hooks, program, ...serve], { env, cwd: root, pass: hear })
      if ((await child.untilLine(/^HQ ready at /)) === null) throw new Error(`HQ could not start:\n${child.errors()}`)
    },
    async stop() {
      await child?.stop(STOP_PATIENCE_MS)
      child = null
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
