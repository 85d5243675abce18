import { systemClock } from '../clock.ts'
import { DbError } from '../db/errors.ts'
import { startTrainableEngine } from '../training/trainable-engine.ts'
import type { Engine, Log } from '../engine-options.ts'
import { markerFolder } from '../epoch/marker.ts'
import { uuidV7Ids } from '../ids.ts'
import { StartRefused } from '../start-refused.ts'
import { createDriversLine } from './drivers-line.ts'
import { createPdfLine } from './pdf-line.ts'
import { parentPort, type ChannelPort } from './parent-port.ts'
import { servePage } from './serve-page.ts'
import type { EngineStart, EngineToShell, LogLevel, ShellToEngine } from './shell-messages.ts'
import { wrappingKeyStore } from './wrapping-key-store.ts'

/** The engine's own process: the only one that opens the till's files. Started, and started again, by the shell. */
const shell = parentPort()
const tellShell = (message: EngineToShell): void => shell.postMessage(message)
const logAt = (level: LogLevel) => (message: string): void => tellShell({ kind: 'log', level, message })
const log: Log = { info: logAt('info'), warn: logAt('warn'), error: logAt('error') }
const ids = uuidV7Ids()
const drivers = createDriversLine()
const pdf = createPdfLine(tellShell)
let engine: Promise<Engine> | null = null

function start(options: EngineStart): Promise<Engine> {
  return startTrainableEngine({
    dataDir: options.dataDir,
    markerDir: markerFolder(process.env),
    clock: systemClock(),
    ids,
    keyStore: wrappingKeyStore(options.wrappingKey),
    drivers,
    hq: options.hq,
    log,
    ...(options.sqliteBinding === null ? {} : { sqliteBinding: options.sqliteBinding }),
    makePdf: pdf.makePdf,
    programVersion: options.programVersion,
    shellWarnings: options.shellWarnings,
  })
}

function reportBug(cause: unknown): string {
  const ref = ids.next()
  log.error(`bug ${ref}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
  return ref
}

function refuse(cause: unknown): void {
  if (cause instanceof DbError || cause instanceof StartRefused) {
    tellShell({ kind: 'refused', code: cause.code, detail: cause.message })
    return
  }
  const ref = reportBug(cause)
  tellShell({ kind: 'refused', code: 'internal', detail: `The till could not be opened (${ref}): ${cause instanceof Error ? cause.message : String(cause)}` })
}

async function stop(): Promise<void> {
  await engine?.then((running) => running.close(), () => undefined)
  process.exit(0)
}

shell.on('message', ({ data: raw, ports }) => {
  const message = raw as ShellToEngine
  const port: ChannelPort | undefined = ports[0]
  switch (message.kind) {
    case 'start':
      engine = start(message.start)
      engine.catch(refuse)
      return
    case 'page-port':
      if (port) engine?.then((running) => servePage(port, running, reportBug, () => tellShell({ kind: 'page-ready' })), () => port.close())
      return
    case 'drivers-port':
      if (port) drivers.connect(port)
      return
    case 'pdf-made':
    case 'pdf-failed':
      pdf.answered(message)
      return
    case 'stop':
      void stop()
  }
})
