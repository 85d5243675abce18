import type { DeviceAddress, DriverEvent, DriversPort } from '../devices/driver-messages.ts'
import type { PrinterTransport } from './printer-line.ts'

/** A printer on a serial port, which the drivers' process holds. */
export function serialTransport(
  port: DriversPort,
  address: Extract<DeviceAddress, { kind: 'serial' }>,
): PrinterTransport {
  const deviceId = `printer:${address.path}`
  let writeCount = 0
  return {
    open: () =>
      new Promise((resolve, reject) => {
        const waiting = new Map<number, { written(): void; failed(cause: Error): void }>()
        let problem: Error | null = null
        let listen: (bytes: Uint8Array) => void = () => undefined
        const end = (cause: Error): void => {
          problem = cause
          stop()
          reject(cause)
          for (const one of waiting.values()) one.failed(cause)
        }
        const onEvent = (event: DriverEvent): void => {
          if (event.kind === 'listed' || event.deviceId !== deviceId) return
          if (event.kind === 'bytes') listen(event.bytes)
          else if (event.kind === 'failed') end(new Error(event.problem))
          else if (event.kind === 'closed') end(new Error('the port was closed'))
          else if (event.kind === 'written') {
            waiting.get(event.writeId)?.written()
            waiting.delete(event.writeId)
          } else resolve(line)
        }
        const stop = port.onEvent(onEvent)
        const line = {
          write: (bytes: Uint8Array) =>
            new Promise<void>((written, failed) => {
              if (problem !== null) {
                failed(problem)
                return
              }
              const writeId = ++writeCount
              waiting.set(writeId, { written, failed })
              port.send({ kind: 'write', deviceId, writeId, bytes })
            }),
          onBytes: (listener: (bytes: Uint8Array) => void) => {
            listen = listener
          },
          close: () => {
            stop()
            port.send({ kind: 'close', deviceId })
            return Promise.resolve()
          },
        }
        port.send({ kind: 'open', deviceId, address })
      }),
  }
}
