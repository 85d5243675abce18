import type { DriverEvent, DriverRequest, DriversPort } from '../devices/driver-messages.ts'
import { readDriverEvent } from '../devices/driver-wire.ts'
import type { ChannelPort } from './parent-port.ts'

/** The engine's line to the drivers, across their restarts. */
export type DriversLine = DriversPort & {
  /** The drivers were started (again): whatever was open there is closed, and what waits is sent. */
  connect(port: ChannelPort): void
}

/** While there are no drivers, requests wait; a restart is told to the engine as every open device being unplugged. */
export function createDriversLine(): DriversLine {
  const listeners = new Set<(event: DriverEvent) => void>()
  const open = new Set<string>()
  let waiting: DriverRequest[] = []
  let current: ChannelPort | null = null

  function tell(event: DriverEvent): void {
    if (event.kind === 'opened') open.add(event.deviceId)
    if (event.kind === 'closed' || event.kind === 'failed') open.delete(event.deviceId)
    for (const listener of listeners) listener(event)
  }

  return {
    send(request) {
      if (current === null) waiting.push(request)
      else current.postMessage(request)
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    connect(port) {
      current?.close()
      current = port
      for (const deviceId of [...open]) tell({ kind: 'closed', deviceId })
      port.on('message', ({ data: raw }) => {
        const event = readDriverEvent(raw)
        if (current === port && event !== null) tell(event)
      })
      port.on('close', () => {
        if (current === port) current = null
      })
      port.start()
      const due = waiting
      waiting = []
      for (const request of due) port.postMessage(request)
    },
  }
}
