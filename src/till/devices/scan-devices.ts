import type { ScannerTrouble, SerialScannerSetting } from '../../contract/device-calls.ts'
import type { DeviceScan } from '../../scan/device-scan.ts'
import type { Timers } from '../sync/timers.ts'
import type { ByteSource, SourcePlan } from './byte-source.ts'
import type { DriverEvent, DriversPort, FoundDevice } from './driver-messages.ts'
import { planHid } from './hid-source.ts'
import { RawCapture, type CapturedBytes } from './raw-capture.ts'
import { scannerTrouble } from './scanner-trouble.ts'
import { planSerial } from './serial-source.ts'

/** How a device stands; for the devices page and the status bar. */
export type ScanDeviceState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready' }
  /** It is in keyboard mode: it works, but only in the till's window, and where keyboards cannot be opened only so. */
  | { readonly kind: 'types' }
  | { readonly kind: 'trouble'; readonly why: ScannerTrouble; readonly problem: string }
  /** Unplugged; it is opened again when it is back. */
  | { readonly kind: 'gone' }
export type ScanDeviceStatus = { readonly deviceId: string; readonly label: string; readonly state: ScanDeviceState }

export type ScanDevicesDeps = {
  readonly port: DriversPort
  readonly timers: Timers
  readonly monotonicMs: () => number
  /** Serial scanners by setting; asked at every look, so a change needs no restart. */
  readonly serialScanners: () => readonly SerialScannerSetting[]
  /** One call a scan, in the order in which they were read. */
  readonly onScan: (scan: DeviceScan, deviceId: string, sent: CapturedBytes) => void
  readonly onChange: (devices: readonly ScanDeviceStatus[]) => void
}

/** How often what is plugged in is looked at: HID has no hot-plug events. */
export const LOOK_EVERY_MS = 2000
/** A device that cannot be opened is tried again at longer and longer times, at most this; milliseconds. */
const RETRY_MS_MAX = 30_000

type Held = {
  plan: SourcePlan & { readonly kind: 'open' | 'types' }
  state: ScanDeviceState
  source: ByteSource | null
  readonly raw: RawCapture
  cancelWake: () => void
  failures: number
  retryAtMs: number
  /** A device that refuses to be switched is read as it is, and not asked again. */
  activation: 'unasked' | 'asked' | 'done' | 'refused'
}

/**
 * Opens every scanner and reader that is plugged in, opens it again after trouble or replugging, and hands on what it
 * reads. One broken device disturbs no other.
 */
export class ScanDevices {
  readonly #deps: ScanDevicesDeps
  readonly #held = new Map<string, Held>()
  readonly #stopListening: () => void
  #cancelLook: () => void = () => undefined
  #lookId = 0
  #closed = false

  constructor(deps: ScanDevicesDeps) {
    this.#deps = deps
    this.#stopListening = deps.port.onEvent((event) => {
      this.#onEvent(event)
    })
    this.look()
  }

  /** Looks now at what is plugged in, and again after a while. */
  look(): void {
    this.#cancelLook()
    this.#deps.port.send({ kind: 'list', requestId: ++this.#lookId })
    this.#cancelLook = this.#deps.timers.after(LOOK_EVERY_MS, () => {
      this.look()
    })
  }

  devices(): readonly ScanDeviceStatus[] {
    return [...this.#held].map(([deviceId, { plan, state }]) => ({ deviceId, label: plan.label, state }))
  }

  /** Closes all devices; what they had begun to send is lost. */
  close(): void {
    this.#closed = true
    this.#cancelLook()
    this.#stopListening()
    for (const [deviceId, held] of this.#held) {
      held.cancelWake()
      if (held.state.kind === 'ready' || held.state.kind === 'opening')
        this.#deps.port.send({ kind: 'close', deviceId })
    }
  }

  #onEvent(event: DriverEvent): void {
    if (event.kind === 'listed') {
      if (event.requestId === this.#lookId) this.#onListed(event.devices)
      return
    }
    const held = this.#held.get(event.deviceId)
    if (held === undefined || held.plan.kind !== 'open') return
    if (event.kind === 'opened') this.#onOpened(event.deviceId, held, held.plan.source(event.reportDescriptor))
    else if (event.kind === 'bytes') this.#onBytes(event.deviceId, held, event.bytes)
    else if (event.kind === 'written') held.activation = 'done'
    else if (event.kind === 'failed') this.#end(event.deviceId, held, troubleOf(held, held.plan, event.problem))
    else this.#end(event.deviceId, held, { kind: 'gone' })
  }

  #onListed(found: readonly FoundDevice[]): void {
    const plans = [
      ...found.flatMap((device) => (device.kind === 'hid' ? [planHid(device)] : [])),
      ...this.#deps.serialScanners().map(planSerial),
    ]
    const before = JSON.stringify(this.devices())
    const wanted = new Map<string, Held['plan']>()
    for (const plan of plans) {
      // One device is listed once for each of its faces; the one that can be opened counts.
      if (plan.kind !== 'ignore' && wanted.get(plan.deviceId)?.kind !== 'open') wanted.set(plan.deviceId, plan)
    }
    for (const plan of wanted.values()) this.#keep(plan)
    for (const [deviceId, held] of this.#held) if (!wanted.has(deviceId)) this.#drop(deviceId, held)
    if (JSON.stringify(this.devices()) !== before) this.#tell()
  }

  #keep(plan: Held['plan']): void {
    const held = this.#held.get(plan.deviceId) ?? this.#hold(plan)
    const isSetAnew = held.plan.kind === 'open' && plan.kind === 'open' && held.plan.settings !== plan.settings
    held.plan = plan
    if (plan.kind === 'types') {
      held.state = { kind: 'types' }
      return
    }
    const isClosed = held.state.kind === 'gone' || held.state.kind === 'trouble'
    if (!isSetAnew && (!isClosed || this.#deps.monotonicMs() < held.retryAtMs)) return
    // Opening what is open opens it anew, with its new settings.
    held.state = { kind: 'opening' }
    this.#deps.port.send({ kind: 'open', deviceId: plan.deviceId, address: plan.address })
  }

  #hold(plan: Held['plan']): Held {
    const held: Held = {
      plan,
      state: { kind: 'gone' },
      source: null,
      raw: new RawCapture(),
      cancelWake: () => undefined,
      failures: 0,
      retryAtMs: -Infinity,
      activation: 'unasked',
    }
    this.#held.set(plan.deviceId, held)
    return held
  }

  /** A device that is no longer there: a HID path belongs to the next one plugged in, so it is forgotten. */
  #drop(deviceId: string, held: Held): void {
    held.cancelWake()
    this.#held.delete(deviceId)
    if (held.state.kind === 'ready' || held.state.kind === 'opening') this.#deps.port.send({ kind: 'close', deviceId })
    this.#hand(deviceId, held, held.source?.flush() ?? [])
  }

  #onOpened(deviceId: string, held: Held, source: ByteSource): void {
    held.source = source
    held.failures = 0
    held.state = { kind: 'ready' }
    if (source.activation !== null && held.activation !== 'refused') {
      held.activation = 'asked'
      this.#deps.port.send({ kind: 'write-feature', deviceId, writeId: 0, bytes: source.activation })
    }
    this.#tell()
  }

  #onBytes(deviceId: string, held: Held, bytes: Uint8Array): void {
    if (held.source === null) return
    const atMs = this.#deps.monotonicMs()
    const before = held.source.idle(atMs)
    this.#hand(deviceId, held, before)
    held.raw.add(bytes, atMs)
    this.#hand(deviceId, held, held.source.take(bytes, atMs))
    this.#armWake(deviceId, held)
  }

  /** A code without an ending of its own ends by time. */
  #armWake(deviceId: string, held: Held): void {
    held.cancelWake()
    const wakeAtMs = held.source?.wakeAtMs ?? null
    if (wakeAtMs === null) return
    held.cancelWake = this.#deps.timers.after(Math.max(1, wakeAtMs - this.#deps.monotonicMs()), () => {
      this.#hand(deviceId, held, held.source?.idle(this.#deps.monotonicMs()) ?? [])
      this.#armWake(deviceId, held)
    })
  }

  #end(deviceId: string, held: Held, state: ScanDeviceState): void {
    held.cancelWake()
    const rest = held.source?.flush() ?? []
    held.source = null
    const refused = held.activation === 'asked'
    held.activation = refused ? 'refused' : held.activation
    held.failures = state.kind === 'trouble' && !refused ? held.failures + 1 : 0
    const delayMs = held.failures === 0 ? 0 : Math.min(RETRY_MS_MAX, LOOK_EVERY_MS * 2 ** (held.failures - 1))
    held.retryAtMs = this.#deps.monotonicMs() + delayMs
    held.state = state
    this.#hand(deviceId, held, rest)
    this.#tell()
  }

  #hand(deviceId: string, held: Held, scans: readonly DeviceScan[]): void {
    for (const scan of scans) this.#deps.onScan(scan, deviceId, held.raw.take(this.#deps.monotonicMs()))
  }

  #tell(): void {
    if (!this.#closed) this.#deps.onChange(this.devices())
  }
}

function troubleOf({ state }: Held, plan: SourcePlan & { readonly kind: 'open' }, problem: string): ScanDeviceState {
  const why = scannerTrouble(problem, plan.device)
  return { kind: 'trouble', why: why === 'other' && state.kind === 'ready' ? 'read-error' : why, problem }
}
