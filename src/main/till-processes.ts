import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import path from 'node:path'
import type { EngineStart, EngineToShell, LogLevel, PaperPicture, ShellToDrivers, ShellToEngine } from '../till/process/shell-messages.ts'
import { keepRunning, type KeptProcess } from './kept-process.ts'

/** Time to close the files in good order; what is saved is saved in any case. */
const STOP_PATIENCE_MS = 5_000

/** What the engine's process does to the windows. */
export type EngineListener = {
  /** It runs (again): give it a port for the page. */
  onStart(): void
  onEnd(): void
  onPageReady(): void
  onRefused(code: string, detail: string): void
  /** @returns the file's path @throws with a reason */
  makePdf(picture: PaperPicture): Promise<string>
  log(level: LogLevel, message: string): void
}

export type TillProcesses = {
  /** Hands the engine one end of a page's channel. @returns false while there is no engine */
  passPagePort(port: MessagePortMain): boolean
  stop(): Promise<void>
}

/** Starts engine and drivers, each in a process of its own, joins them, and starts again what dies. */
export function startTillProcesses(start: EngineStart, listener: EngineListener): TillProcesses {
  let engineNow: UtilityProcess | null = null
  let driversNow: UtilityProcess | null = null

  /** A channel of their own, new whenever one of the two is. */
  function join(): void {
    if (engineNow === null || driversNow === null) return
    const { port1, port2 } = new MessageChannelMain()
    tellEngine(engineNow, { kind: 'drivers-port' }, [port1])
    driversNow.postMessage({ kind: 'engine-port' } satisfies ShellToDrivers, [port2])
  }

  const drivers = keep('drivers', listener.log, {
    onStart(child) {
      driversNow = child
      join()
    },
    onEnd: () => (driversNow = null),
  })
  const engine = keep('engine', listener.log, {
    onStart(child) {
      engineNow = child
      child.on('message', (message: EngineToShell) => receive(message, child, listener))
      tellEngine(child, { kind: 'start', start })
      join()
      listener.onStart()
    },
    onEnd() {
      engineNow = null
      listener.onEnd()
    },
  })

  return {
    passPagePort(port) {
      if (engineNow !== null) tellEngine(engineNow, { kind: 'page-port' }, [port])
      return engineNow !== null
    },
    async stop() {
      await Promise.all([engine.stop((child) => tellEngine(child, { kind: 'stop' }), STOP_PATIENCE_MS), drivers.stop((child) => child.kill(), STOP_PATIENCE_MS)])
    },
  }
}

function tellEngine(child: UtilityProcess, message: ShellToEngine, ports: MessagePortMain[] = []): void {
  child.postMessage(message, ports)
}

function receive(message: EngineToShell, child: UtilityProcess, listener: EngineListener): void {
  switch (message.kind) {
    case 'log':
      return listener.log(message.level, message.message)
    case 'refused':
      return listener.onRefused(message.code, message.detail)
    case 'page-ready':
      return listener.onPageReady()
    case 'make-pdf': {
      const { id } = message
      listener.makePdf(message.picture).then(
        (path) => tellEngine(child, { kind: 'pdf-made', id, path }),
        (cause: unknown) => tellEngine(child, { kind: 'pdf-failed', id, problem: cause instanceof Error ? cause.message : String(cause) }),
      )
    }
  }
}

type Turns = { readonly onStart: (child: UtilityProcess) => void; readonly onEnd: () => void }

function keep(name: 'engine' | 'drivers', log: EngineListener['log'], { onStart, onEnd }: Turns): KeptProcess<UtilityProcess> {
  return keepRunning({
    start: () => {
      const child = utilityProcess.fork(path.join(import.meta.dirname, `${name}.js`), [], { serviceName: `Tillpoint ${name}`, stdio: 'pipe' })
      child.stderr?.on('data', (chunk: Buffer) => log('warn', `${name}: ${chunk.toString().trimEnd()}`))
      child.stdout?.on('data', (chunk: Buffer) => log('info', `${name}: ${chunk.toString().trimEnd()}`))
      child.once('spawn', () => log('info', `${name} runs as process ${child.pid ?? 0}`))
      return child
    },
    onStart,
    onEnd(exitCode) {
      log('info', `${name} ended with ${exitCode}`)
      onEnd()
    },
    after: (delayMs, act) => void setTimeout(act, delayMs),
    nowMs: () => performance.now(),
  })
}
