import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import { once } from 'node:events'
import path from 'node:path'
import type { EngineStart, EngineToShell, LogLevel, ShellToDrivers, ShellToEngine } from '../till/process/shell-messages.ts'
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
  log(level: LogLevel, message: string): void
}

export type TillProcesses = {
  /** Hands the engine one end of a page's channel. @returns false while there is no engine */
  passPagePort(port: MessagePortMain): boolean
  stop(): Promise<void>
}

/** Starts engine and drivers, each in a process of its own, joins them, and starts again what dies. */
export function startTillProcesses(start: EngineStart, listener: EngineListener): TillProcesses {
  const drivers = keep('drivers', listener, () => join())
  const engine = keep('engine', listener, (child) => {
    child.on('message', (message: EngineToShell) => receive(message, listener))
    tellEngine(child, { kind: 'start', start })
    join()
    listener.onStart()
  }, listener.onEnd)

  /** A channel of their own, new whenever one of the two is. */
  function join(): void {
    const [engineNow, driversNow] = [engine?.current() ?? null, drivers.current()]
    if (engineNow === null || driversNow === null) return
    const { port1, port2 } = new MessageChannelMain()
    tellEngine(engineNow, { kind: 'drivers-port' }, [port1])
    driversNow.postMessage({ kind: 'engine-port' } satisfies ShellToDrivers, [port2])
  }

  return {
    passPagePort(port) {
      const child = engine.current()
      if (child !== null) tellEngine(child, { kind: 'page-port' }, [port])
      return child !== null
    },
    async stop() {
      await Promise.all([engine.stop((child) => tellEngine(child, { kind: 'stop' }), STOP_PATIENCE_MS), drivers.stop((child) => child.kill(), STOP_PATIENCE_MS)])
    },
  }
}

function tellEngine(child: UtilityProcess, message: ShellToEngine, ports: MessagePortMain[] = []): void {
  child.postMessage(message, ports)
}

function receive(message: EngineToShell, listener: EngineListener): void {
  switch (message.kind) {
    case 'log':
      return listener.log(message.level, message.message)
    case 'refused':
      return listener.onRefused(message.code, message.detail)
    case 'page-ready':
      return listener.onPageReady()
  }
}

function keep(name: 'engine' | 'drivers', { log }: EngineListener, onStart: (child: UtilityProcess) => void, onEnd?: () => void): KeptProcess<UtilityProcess> {
  return keepRunning({
    start: () => {
      const child = utilityProcess.fork(path.join(import.meta.dirname, `${name}.js`), [], { serviceName: `Tillpoint ${name}`, stdio: 'pipe' })
      child.stderr?.on('data', (chunk: Buffer) => log('warn', `${name}: ${chunk.toString().trimEnd()}`))
      child.stdout?.on('data', (chunk: Buffer) => log('info', `${name}: ${chunk.toString().trimEnd()}`))
      void once(child, 'spawn').then(() => log('info', `${name} runs as process ${child.pid ?? 0}`))
      return child
    },
    onStart,
    onEnd: (exitCode) => {
      log('info', `${name} ended with ${exitCode}`)
      onEnd?.()
    },
    after: (delayMs, act) => void setTimeout(act, delayMs),
    nowMs: () => performance.now(),
  })
}
