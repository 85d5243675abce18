import { z } from 'zod'
import { DEFAULT_SERIAL_SETTINGS, SerialFramer } from '../../scan/serial.ts'
import type { ByteSource, SourcePlan } from './byte-source.ts'

/** A serial scanner of this till, as the devices page stores it. No port is opened that is not listed: it may be a terminal's. */
export const serialScannerSetting = z.strictObject({
  path: z.string().min(1).max(200),
  label: z.string().max(100).default(''),
  baudRate: z.int().min(300).max(1_000_000).default(9600),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  /** The calibrated pause that ends a code without suffix; milliseconds. */
  idleGapMs: z.int().min(10).max(1000).default(DEFAULT_SERIAL_SETTINGS.idleGapMs),
})
export type SerialScannerSetting = z.infer<typeof serialScannerSetting>

/** What to open for a serial scanner. */
export function planSerial(setting: SerialScannerSetting): SourcePlan {
  const { path, baudRate, parity, label, idleGapMs } = setting
  return {
    kind: 'open',
    deviceId: `serial:${path}`,
    label: label === '' ? path : label,
    address: { kind: 'serial', path, baudRate, parity },
    source: () => serialSource(idleGapMs),
  }
}

/** The source of an open serial scanner. */
export function serialSource(idleGapMs: number): ByteSource {
  const framer = new SerialFramer({ idleGapMs })
  return {
    take: (bytes, atMs) => framer.bytes(bytes, atMs),
    idle: (atMs) => framer.idle(atMs),
    flush: () => framer.flush(),
    get wakeAtMs() {
      return framer.wakeAtMs
    },
    activation: null,
  }
}
