import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { Timers } from '../sync/timers.ts'
import type { PrinterTransport } from './printer-line.ts'

const READ_EVERY_MS = 50
const BUSY_WAIT_MS = 20
/** A printer that takes no byte for so long is stuck. */
const BUSY_MS_MAX = 15_000

/** A USB printer as the system's device file, which takes bytes and gives the printer's answers. */
export function fileTransport(path: string, timers: Timers): PrinterTransport {
  return {
    async open() {
      // Without O_NONBLOCK a read would wait in one of Node's few threads for an answer that may never come.
      const file = await open(path, constants.O_RDWR | constants.O_NONBLOCK)
      let stopReading: () => void = () => undefined
      return {
        write: (bytes) => writeAll(file, bytes, timers),
        onBytes: (listener) => {
          stopReading = poll(file, listener, timers)
        },
        async close() {
          stopReading()
          await file.close()
        },
      }
    },
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, timers: Timers): Promise<void> {
  let at = 0
  let busyMs = 0
  while (at < bytes.length) {
    try {
      at += (await file.write(bytes, at)).bytesWritten
      busyMs = 0
    } catch (cause) {
      if (!isBusy(cause) || busyMs >= BUSY_MS_MAX) throw cause
      busyMs += BUSY_WAIT_MS
      await new Promise<void>((resolve) => void timers.after(BUSY_WAIT_MS, resolve))
    }
  }
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EAGAIN'
}

function poll(file: FileHandle, listener: (bytes: Uint8Array) => void, timers: Timers): () => void {
  let stopped = false
  let cancel: () => void = () => undefined
  const again = (): void => {
    if (!stopped) cancel = timers.after(READ_EVERY_MS, () => void read())
  }
  const read = async (): Promise<void> => {
    const buffer = new Uint8Array(256)
    const bytesRead = await file.read(buffer, 0, buffer.length, null).then(
      (taken) => taken.bytesRead,
      () => 0, // nothing there yet; a broken way is told by the next write
    )
    if (stopped) return
    if (bytesRead > 0) listener(buffer.subarray(0, bytesRead))
    again()
  }
  again()
  return () => {
    stopped = true
    cancel()
  }
}
