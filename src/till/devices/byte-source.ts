import type { DeviceScan } from '../../scan/device-scan.ts'
import type { DeviceAddress, FoundDevice } from './driver-messages.ts'
import type { TroubledDevice } from './scanner-trouble.ts'

/** Makes scans of one open device's bytes. Pure but for its own state; time comes with the bytes. */
export type ByteSource = {
  /** Serial: bytes cut anywhere. HID: one input report, its id first. */
  take(bytes: Uint8Array, atMs: number): readonly DeviceScan[]
  /** Call when `wakeAtMs` has come: ends a code that has no ending of its own. */
  idle(atMs: number): readonly DeviceScan[]
  /** Ends what is pending: the device is gone. */
  flush(): readonly DeviceScan[]
  readonly wakeAtMs: number | null
  /** A feature report to send once, which makes the device speak to us; null: none. */
  readonly activation: Uint8Array | null
}

/** What the till makes of a device that is plugged in. */
export type SourcePlan =
  /** It is a scanner or reader: open it, then make a source with the descriptor that opening gave. */
  | {
      readonly kind: 'open'
      readonly deviceId: string
      readonly label: string
      readonly address: DeviceAddress
      readonly device: TroubledDevice
      /** Changes when it must be opened anew. */
      readonly settings: string
      source(reportDescriptor: Uint8Array | null): ByteSource
    }
  /** A scanner in keyboard mode: nothing to open, its codes come as key presses. */
  | { readonly kind: 'types'; readonly deviceId: string; readonly label: string }
  | { readonly kind: 'ignore' }

export type FoundHid = Extract<FoundDevice, { kind: 'hid' }>
