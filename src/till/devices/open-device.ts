/** A device that the drivers' process holds open. */
export type OpenDevice = {
  readonly reportDescriptor: Uint8Array | null
  /** Resolves when the system has taken the bytes. */
  write(bytes: Uint8Array): Promise<void>
  /** HID only. */
  readonly writeFeature?: (bytes: Uint8Array) => Promise<void>
  close(): Promise<void>
}

/** Whom a device tells. */
export type DeviceListener = {
  onBytes(bytes: Uint8Array): void
  /** It is closed now. @param problem null: as asked, or simply unplugged */
  onEnd(problem: string | null): void
}
