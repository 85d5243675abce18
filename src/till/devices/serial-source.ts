import type { SerialScannerSetting } from '../../contract/device-calls.ts'
import { SerialFramer, type SerialSettings } from '../../scan/serial.ts'
import type { ByteSource, SourcePlan } from './byte-source.ts'

/** What to open for a serial scanner. */
export function planSerial(setting: SerialScannerSetting): SourcePlan {
  const { path, baudRate, parity, dataBits, label, ending, idleGapMs } = setting
  return {
    kind: 'open',
    deviceId: `serial:${path}`,
    label: label === '' ? path : label,
    address: { kind: 'serial', path, baudRate, parity, dataBits },
    device: { kind: 'serial' },
    settings: JSON.stringify({ baudRate, parity, dataBits, ending, idleGapMs }),
    source: () => serialSource({ ending, idleGapMs }),
  }
}

/** The source of an open serial scanner. */
export function serialSource(settings: SerialSettings): ByteSource {
  const framer = new SerialFramer(settings)
  return {
    take: (bytes, atMs) => framer.bytes(bytes, atMs),
    idle: (atMs) => framer.idle(atMs),
    // The plug was pulled: what stands there without an end is half a code, and half a code may be another one.
    flush: () => [],
    get wakeAtMs() {
      return framer.wakeAtMs
    },
    activation: null,
  }
}
