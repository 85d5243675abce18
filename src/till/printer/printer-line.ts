/** An open way to a printer. */
export type PrinterLine = {
  /** Resolves when the system has taken the bytes. @throws when the way is broken; some may have gone. */
  write(bytes: Uint8Array): Promise<void>
  /** What the printer says, from now on; one listener. */
  onBytes(listener: (bytes: Uint8Array) => void): void
  close(): Promise<void>
}

/** Opens the way to one printer. */
export type PrinterTransport = {
  /** @throws when it cannot be reached */
  open(): Promise<PrinterLine>
}
