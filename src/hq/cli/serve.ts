import { createServer } from 'node:net'
import path from 'node:path'
import { holdFolder } from './hold.ts'
import type { CommandLine } from './options.ts'
import { makeFolder, takePlace } from './place.ts'
import { seedSample } from './commands.ts'
import { Stop } from './stop.ts'
import { systemClock } from '../clock.ts'
import { makeConsolePassword } from '../console/password.ts'
import { systemIds } from '../ids.ts'
import { lineLog } from '../log.ts'
import { startHq, type RunningHq } from '../start-hq.ts'

const FIRST_PORT = 8787
const PORTS_TRIED = 100
/** Of resources/sample, whose files hold only the hashes. */
const SAMPLE_PINS = 'sample staff of store s1 sign in by PIN: 小宁 1001 (cashier), 阿福 1003 (supervisor), 老周 100400 (manager)'

/** Serves until SIGINT or SIGTERM; then everything that was begun is finished, and the embedded database ends last. */
export async function serve(line: CommandLine): Promise<void> {
  const stop = stopSignal()
  // Before anything else: the database that runs there may be another HQ's, and would be ended with us.
  if (line.place.kind === 'embedded') await demandFolder(line.place.folder)
  const place = await takePlace(line.place)
  try {
    const running = await startHq({
      databaseUrl: place.databaseUrl,
      masterKey: place.masterKey,
      host: line.host,
      port: line.port ?? (await firstFreePort(line.host)),
      log: lineLog((text) => process.stderr.write(text), systemClock.nowMs),
      clock: systemClock,
      ids: systemIds,
      consoleDir: path.resolve(import.meta.dirname, '../../../out/console'),
      ...(line.consolePassword === null ? {} : { consolePassword: line.consolePassword }),
    }).catch(explainStart)
    try {
      if (line.seed) await seedSample(running.hq, line.programmeFile)
      await greet(running, line)
      await stop
    } finally {
      await running.close()
    }
  } finally {
    await place.release()
  }
}

async function greet(running: RunningHq, line: CommandLine): Promise<void> {
  const password = line.consolePassword ?? (await makeConsolePassword(running.hq))
  process.stdout.write(`HQ console at http://127.0.0.1:${running.port}/console/ with the one-time password ${password}\n`)
  if (line.seed) process.stdout.write(`${SAMPLE_PINS}\n`)
  process.stdout.write(`HQ ready at ${running.url}\n`)
}

async function demandFolder(folder: string): Promise<void> {
  await makeFolder(folder)
  const holder = await holdFolder(folder, `tillpoint-hq serve, process ${process.pid}`)
  if (holder !== null) throw new Stop(1, `${folder} is in use by ${holder}. End it first, or name another folder with --embedded.`)
}

function explainStart(cause: unknown): never {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL') throw new Stop(3, `HQ cannot listen there: ${message}. Name another port with --port or TILLPOINT_HQ_PORT.`)
  throw cause
}

async function firstFreePort(host: string): Promise<number> {
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port++) if (await isFree(host, port)) return port
  throw new Stop(3, `no port from ${FIRST_PORT} to ${FIRST_PORT + PORTS_TRIED - 1} is free; name one with --port`)
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}
