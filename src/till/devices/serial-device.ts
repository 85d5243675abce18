import { SerialPort } from 'serialport'
import type { FoundDevice, SerialParity } from './driver-messages.ts'
import type { DeviceListener, OpenDevice } from './open-device.ts'

/** Serial ports that are there now. */
export async function listSerialPorts(): Promise<readonly FoundDevice[]> {
  const found = await SerialPort.list()
  return found.map(({ path, manufacturer, pnpId }) => ({ kind: 'serial', path, label: manufacturer ?? pnpId ?? path }))
}

/**
 * Opens a serial port for this process alone, 1 stop bit.
 * @throws when it is not there or may not be opened
 */
export function openSerialPort(
  path: string,
  baudRate: number,
  listener: DeviceListener,
  parity: SerialParity = 'none',
  dataBits: 7 | 8 = 8,
): Promise<OpenDevice> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate, parity, dataBits, lock: true }, (cause) => {
      if (cause) {
        reject(cause)
        return
      }
      port.on('data', (bytes: Buffer) => listener.onBytes(bytes))
      port.on('error', (error: Error) => listener.onEnd(error.message))
      // Unplugged: the library closes the port, with a reason.
      port.on('close', (reason: Error | null) => listener.onEnd(reason ? reason.message : null))
      resolve({ reportDescriptor: null, write: (bytes) => written(port, bytes), close: () => closed(port) })
    })
  })
}

function written(port: SerialPort, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    port.write(Buffer.from(bytes), (cause) => {
      if (cause) reject(cause)
      else port.drain((late) => (late ? reject(late) : resolve()))
    })
  })
}

function closed(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (port.isOpen) port.close(() => resolve())
    else resolve()
  })
}
