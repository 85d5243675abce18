import { serialScannerSetting, type ScannerTrouble, type SerialFindState, type SerialScannerSetting } from '../../contract/device-calls.ts'
import type { Timers } from '../sync/timers.ts'
import type { DriverEvent, DriversPort } from './driver-messages.ts'
import { scannerTrouble } from './scanner-trouble.ts'
import { setupCodeIn, type LineSettings } from './setup-code.ts'

export type SerialFinderDeps = {
  readonly port: DriversPort
  readonly timers: Timers
  readonly monotonicMs: () => number
  readonly onChange: (state: SerialFindState) => void
}

/** So long each setting is listened to; who scans the sheet about once a second is heard. Milliseconds. */
export const LISTEN_MS = 3000
/** Noise came: this long after the last byte of it the next setting is tried. Milliseconds. */
export const NOISE_PAUSE_MS = 150

/** What scanners are sold with, most common first. A USB port takes any of them. */
const SETTINGS: readonly LineSettings[] = [
  ...[9600, 115200, 38400, 19200, 57600].map((baudRate) => ({ baudRate, parity: 'none' as const, dataBits: 8 as const })),
  { baudRate: 9600, parity: 'even', dataBits: 7 },
  { baudRate: 9600, parity: 'odd', dataBits: 7 },
  { baudRate: 9600, parity: 'even', dataBits: 8 },
  { baudRate: 9600, parity: 'odd', dataBits: 8 },
  ...[4800, 2400, 1200].map((baudRate) => ({ baudRate, parity: 'none' as const, dataBits: 8 as const })),
  { baudRate: 115200, parity: 'even', dataBits: 8 },
  { baudRate: 19200, parity: 'even', dataBits: 7 },
]

/** One port while it is tried. */
type Line = {
  readonly path: string
  readonly deviceId: string
  at: number
  bytes: number[]
  /** When each of `bytes` came. */
  atMs: number[]
  heard: boolean
  refused: ScannerTrouble | null
  cancel: () => void
}

/**
 * Finds a serial scanner's port and settings: opens every port named, one setting after the other, while a person
 * scans the sheet's code again and again. A setting at which something else than the code arrives is left at once.
 */
export class SerialFinder {
  readonly #deps: SerialFinderDeps
  #state: SerialFindState = { kind: 'idle' }
  #lines: readonly Line[] = []
  #round = 0
  #stopListening: () => void = () => undefined

  constructor(deps: SerialFinderDeps) {
    this.#deps = deps
  }

  get state(): SerialFindState {
    return this.#state
  }

  /** Begins anew with these ports. None of them may be open elsewhere. */
  start(paths: readonly string[]): SerialFindState {
    this.stop()
    this.#round += 1
    this.#lines = paths.map((path) => ({
      path,
      deviceId: `find:${String(this.#round)}:${path}`,
      at: -1,
      bytes: [],
      atMs: [],
      heard: false,
      refused: null,
      cancel: () => undefined,
    }))
    this.#stopListening = this.#deps.port.onEvent((event) => {
      this.#onEvent(event)
    })
    for (const line of this.#lines) this.#tryNext(line)
    return this.#state
  }

  /** Ends the search without a result. */
  stop(): SerialFindState {
    if (this.#state.kind === 'looking') this.#end({ kind: 'idle' })
    return this.#state
  }

  #onEvent(event: DriverEvent): void {
    if (event.kind === 'listed') return
    const line = this.#lines.find(({ deviceId }) => deviceId === event.deviceId)
    if (line === undefined || this.#state.kind !== 'looking') return
    if (event.kind === 'bytes') this.#onBytes(line, event.bytes)
    else if (event.kind === 'failed') {
      // Some ports refuse some settings (7 bits on many a USB chip): the next one may do.
      line.refused = scannerTrouble(event.problem, { kind: 'serial' })
      this.#tryNext(line)
    }
  }

  #onBytes(line: Line, bytes: Uint8Array): void {
    const atMs = this.#deps.monotonicMs()
    line.heard = true
    for (const byte of bytes) {
      line.bytes.push(byte)
      line.atMs.push(atMs)
    }
    line.cancel()
    // The rest of the code, and what ends it, may still be on its way.
    line.cancel = this.#deps.timers.after(NOISE_PAUSE_MS, () => this.#judge(line))
    this.#tell()
  }

  #judge(line: Line): void {
    const tried = SETTINGS[line.at]
    if (tried === undefined) return
    const found = setupCodeIn(Uint8Array.from(line.bytes), line.atMs, tried)
    if (found === null) {
      this.#tryNext(line)
      return
    }
    const { settings, ending, idleGapMs, sendsAim } = found
    const setting: SerialScannerSetting = serialScannerSetting.parse({ path: line.path, ...settings, ending, idleGapMs })
    this.#end({ kind: 'found', setting, sendsAim })
  }

  #tryNext(line: Line): void {
    line.cancel()
    line.at += 1
    line.bytes = []
    line.atMs = []
    const settings = SETTINGS[line.at]
    if (settings === undefined) {
      this.#deps.port.send({ kind: 'close', deviceId: line.deviceId })
      if (this.#lines.every(({ at }) => at >= SETTINGS.length)) this.#endInVain()
      else this.#tell()
      return
    }
    line.cancel = this.#deps.timers.after(LISTEN_MS, () => this.#tryNext(line))
    this.#tell()
    this.#deps.port.send({ kind: 'open', deviceId: line.deviceId, address: { kind: 'serial', path: line.path, ...settings } })
  }

  #endInVain(): void {
    const refused = this.#lines.flatMap(({ path, refused: why, heard }) => (why === null || heard ? [] : [{ path, why }]))
    this.#end({ kind: 'not-found', heard: this.#heard(), refused })
  }

  #heard(): readonly string[] {
    return this.#lines.filter(({ heard }) => heard).map(({ path }) => path)
  }

  #end(state: SerialFindState): void {
    this.#stopListening()
    for (const line of this.#lines) {
      line.cancel()
      this.#deps.port.send({ kind: 'close', deviceId: line.deviceId })
    }
    this.#lines = []
    this.#state = state
    this.#deps.onChange(state)
  }

  #tell(): void {
    const tried = Math.max(0, ...this.#lines.map(({ at }) => Math.min(at + 1, SETTINGS.length)))
    this.#state = { kind: 'looking', ports: this.#lines.map(({ path }) => path), tried, total: SETTINGS.length, heard: this.#heard() }
    this.#deps.onChange(this.#state)
  }
}
