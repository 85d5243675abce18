import type { ScannerLastScan, ScannerState, ScannerView, SerialFindState, SerialPortView, WedgeTiming } from '../../contract/device-calls.ts'
import type { ScanReport } from '../../contract/desk-state.ts'
import type { DeviceScan } from '../../scan/device-scan.ts'
import { classify } from '../../scan/dispatch.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { Timers } from '../sync/timers.ts'
import type { DriversPort } from './driver-messages.ts'
import type { CapturedBytes } from './raw-capture.ts'
import { ScanDevices, type ScanDeviceState, type ScanDeviceStatus } from './scan-devices.ts'
import { serialScanners, wedgeCalibrations, type shopRulesOf } from './scan-settings.ts'
import { SerialFinder } from './serial-finder.ts'

export type ScannersDeps = {
  readonly ledger: Ledger
  /** Null: this till has no drivers; only the keyboard scans. */
  readonly drivers: DriversPort | null
  readonly timers: Timers
  readonly monotonicMs: () => number
  readonly nowMs: () => number
  readonly rules: ReturnType<typeof shopRulesOf>
  /** Takes a scan to where it belongs. */
  readonly onScan: (scan: DeviceScan) => Promise<ScanReport>
  readonly onChange: (scanners: readonly ScannerView[]) => void
  readonly onFind: (state: SerialFindState) => void
  readonly onTiming: (timing: WedgeTiming) => void
  readonly onFailure: (cause: unknown) => void
}

/** How long the drivers may take to list what is plugged in. */
const LIST_MS_MAX = 2000

/** All scanners of the till that are not plain keyboards: open, watched, remembered by their last scan. */
export class Scanners {
  readonly #deps: ScannersDeps
  readonly #devices: ScanDevices | null
  readonly #finder: SerialFinder | null
  readonly #lastScans = new Map<string, ScannerLastScan>()
  #listId = 0

  constructor(deps: ScannersDeps) {
    this.#deps = deps
    const { drivers, timers, monotonicMs } = deps
    this.#finder = drivers === null ? null : new SerialFinder({ port: drivers, timers, monotonicMs, onChange: deps.onFind })
    this.#devices =
      drivers === null
        ? null
        : new ScanDevices({
            ...{ port: drivers, timers, monotonicMs },
            serialScanners: () => serialScanners(deps.ledger),
            onScan: (scan, deviceId, sent) => this.#onScan(scan, deviceId, sent),
            onChange: (devices) => deps.onChange(this.#views(devices)),
          })
  }

  views(): readonly ScannerView[] {
    return this.#views(this.#devices?.devices() ?? [])
  }

  /** Settings were changed: they hold from now on. */
  look(): void {
    this.#devices?.look()
  }
  tellTiming(): void {
    this.#deps.onTiming(wedgeCalibrations(this.#deps.ledger).timing)
  }

  /** Serial ports that are there now. */
  async ports(): Promise<readonly SerialPortView[]> {
    const { drivers, timers, ledger } = this.#deps
    if (drivers === null) return []
    const set = new Set(serialScanners(ledger).map(({ path }) => path))
    // Below zero: the look-outs of the open devices count upwards.
    const requestId = --this.#listId
    return new Promise((resolve) => {
      const stop = drivers.onEvent((event) => {
        if (event.kind !== 'listed' || event.requestId !== requestId) return
        finish(event.devices.flatMap((device) => (device.kind === 'serial' ? [{ path: device.path, label: device.label, isSet: set.has(device.path) }] : [])))
      })
      const cancel = timers.after(LIST_MS_MAX, () => finish([]))
      function finish(ports: readonly SerialPortView[]): void {
        stop()
        cancel()
        resolve(ports)
      }
      drivers.send({ kind: 'list', requestId })
    })
  }

  /** Looks for a serial scanner on these ports, or on all that no scanner is set to. */
  async find(paths: readonly string[] | undefined): Promise<SerialFindState | 'no_ports' | 'no_drivers'> {
    if (this.#finder === null) return 'no_drivers'
    const set = new Set(serialScanners(this.#deps.ledger).map(({ path }) => path))
    const free = (paths ?? (await this.ports()).map(({ path }) => path)).filter((path) => !set.has(path))
    return free.length === 0 ? 'no_ports' : this.#finder.start([...new Set(free)])
  }
  stopFinding(): SerialFindState {
    return this.#finder?.stop() ?? { kind: 'idle' }
  }

  close(): void {
    this.#finder?.stop()
    this.#devices?.close()
  }

  #onScan(scan: DeviceScan, deviceId: string, sent: CapturedBytes): void {
    const code = classify(scan, this.#deps.rules.current().rules)
    if (code !== null) {
      const { kind, text, symbology, aim } = code
      const bytesHex = text === null ? null : sent.bytesHex
      this.#lastScans.set(deviceId, { atMs: this.#deps.nowMs(), scanKind: kind, text, symbology, aim, bytesHex, tookMs: sent.tookMs })
    }
    this.#deps.onScan(scan).then(() => {
      this.#deps.onChange(this.views())
    }, this.#deps.onFailure)
  }

  #views(devices: readonly ScanDeviceStatus[]): readonly ScannerView[] {
    for (const deviceId of this.#lastScans.keys()) if (!devices.some((device) => device.deviceId === deviceId)) this.#lastScans.delete(deviceId)
    return devices.map(({ deviceId, label, state }) => ({
      ...{ deviceId, label },
      connection: state.kind === 'types' ? 'keyboard' : deviceId.startsWith('serial:') ? 'serial' : 'hid',
      state: stateView(state),
      lastScan: this.#lastScans.get(deviceId) ?? null,
    }))
  }
}

function stateView(state: ScanDeviceState): ScannerState {
  if (state.kind === 'types') return { kind: 'keyboard-mode' }
  return state.kind === 'trouble' ? { kind: 'trouble', why: state.why, detail: state.problem } : state
}
