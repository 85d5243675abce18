import type { DriversPort } from '../devices/driver-messages.ts'
import type { Timers } from '../sync/timers.ts'
import { fileTransport } from './file-transport.ts'
import { Printer } from './printer.ts'
import type { PrinterTransport } from './printer-line.ts'
import type { PrinterSetting } from '../../contract/printer-setting.ts'
import { serialTransport } from './serial-transport.ts'
import { tcpTransport } from './tcp-transport.ts'

/** The printer of a setting. @param drivers null: no serial ports here */
export function printerOf(setting: PrinterSetting, drivers: DriversPort | null, timers: Timers): Printer {
  return new Printer(transportOf(setting, drivers, timers), setting, timers)
}

function transportOf({ connection }: PrinterSetting, drivers: DriversPort | null, timers: Timers): PrinterTransport {
  switch (connection.kind) {
    case 'tcp':
      return tcpTransport(connection.host, connection.port)
    case 'file':
      return fileTransport(connection.path, timers)
    case 'serial': {
      const { path, baudRate, parity } = connection
      if (drivers === null) return { open: () => Promise.reject(new Error('no serial ports here')) }
      return serialTransport(drivers, { kind: 'serial', path, baudRate, parity })
    }
  }
}
