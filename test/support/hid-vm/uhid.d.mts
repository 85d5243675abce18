import type { EventEmitter } from 'node:events'

export type HidDeviceOptions = {
  readonly name: string
  readonly vendorId: number
  readonly productId: number
  readonly serialNumber?: string
  /** Hex text or bytes. */
  readonly descriptor: string | Uint8Array
  /** Feature reports by id, id included. */
  readonly features?: Readonly<Record<number, string | Uint8Array>>
}
/** A plugged-in virtual device. Events: 'open', 'close', 'output' and 'feature' (a report was written to it). */
export type HidDevice = EventEmitter & {
  readonly path: string
  send(report: Uint8Array | string): void
  /** Unplugs it. */
  destroy(): Promise<void>
}
export function createHidDevice(options: HidDeviceOptions): Promise<HidDevice>
