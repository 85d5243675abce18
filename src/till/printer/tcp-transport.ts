import { connect } from 'node:net'
import type { PrinterTransport } from './printer-line.ts'

const CONNECT_MS_MAX = 3000

/** A network printer: raw bytes over TCP, port 9100 as a rule. */
export function tcpTransport(host: string, port: number): PrinterTransport {
  return {
    open: () =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, timeout: CONNECT_MS_MAX, noDelay: true })
        socket.once('timeout', () =>
          socket.destroy(new Error(`no connection to ${host}:${String(port)} in ${String(CONNECT_MS_MAX)} ms`)),
        )
        socket.once('error', reject)
        socket.once('connect', () => {
          socket.setTimeout(0)
          socket.off('error', reject)
          socket.on('error', () => undefined) // told by the next write
          resolve({
            write: (bytes) =>
              new Promise((written, failed) => {
                socket.write(bytes, (cause) => {
                  if (cause) failed(cause)
                  else written()
                })
              }),
            onBytes: (listener) => void socket.on('data', listener),
            close: () =>
              new Promise((closed) => {
                if (socket.destroyed) {
                  closed()
                  return
                }
                socket.once('close', () => closed())
                socket.end(() => socket.destroy())
              }),
          })
        })
      }),
  }
}
