/**
 * What engine and drivers say to each other. The drivers' process opens what it is told to and passes bytes: it knows
 * no code, no member and no rule, so a crash in native code takes nothing along.
 */

/** A device as the operating system names it. */
export type DeviceAddress =
  | { readonly kind: 'serial'; readonly path: string; readonly baudRate: number; readonly parity?: SerialParity; readonly dataBits?: 7 | 8 }
  | { readonly kind: 'hid'; readonly path: string }

/** 1 stop bit in any case; 8 data bits unless another number is given. */
export type SerialParity = 'none' | 'even' | 'odd'

/** What can be found here now. */
export type FoundDevice =
  | { readonly kind: 'serial'; readonly path: string; readonly label: string }
  | {
      readonly kind: 'hid'
      readonly path: string
      readonly label: string
      readonly vendorId: number
      readonly productId: number
      readonly usagePage: number
      readonly usage: number
    }

/** Engine → drivers. `deviceId` is the engine's own name for the device. */
export type DriverRequest =
  | { readonly kind: 'list'; readonly requestId: number }
  | { readonly kind: 'open'; readonly deviceId: string; readonly address: DeviceAddress }
  | { readonly kind: 'write'; readonly deviceId: string; readonly writeId: number; readonly bytes: Uint8Array }
  /** HID only: a feature report, its id first, which switches the device's mode. */
  | { readonly kind: 'write-feature'; readonly deviceId: string; readonly writeId: number; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly deviceId: string }

/** Drivers → engine. */
export type DriverEvent =
  | { readonly kind: 'listed'; readonly requestId: number; readonly devices: readonly FoundDevice[] }
  /** `reportDescriptor` of a HID device; null where the system does not give it, and of serial ports. */
  | { readonly kind: 'opened'; readonly deviceId: string; readonly reportDescriptor: Uint8Array | null }
  /** Serial: as read, cut anywhere. HID: one input report, its id first. */
  | { readonly kind: 'bytes'; readonly deviceId: string; readonly bytes: Uint8Array }
  | { readonly kind: 'written'; readonly deviceId: string; readonly writeId: number }
  /** Opening, reading or writing failed; the device is closed. */
  | { readonly kind: 'failed'; readonly deviceId: string; readonly problem: string }
  /** Unplugged, or closed as asked. */
  | { readonly kind: 'closed'; readonly deviceId: string }

/** The engine's end of the line to the drivers' process. */
export type DriversPort = {
  send(request: DriverRequest): void
  /** @returns stops listening */
  onEvent(listener: (event: DriverEvent) => void): () => void
}
