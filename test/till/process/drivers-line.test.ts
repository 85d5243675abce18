import { describe, expect, it } from 'vitest'
import type { DriverEvent } from '../../../src/till/devices/driver-messages.ts'
import { createDriversLine } from '../../../src/till/process/drivers-line.ts'
import type { ChannelPort } from '../../../src/till/process/parent-port.ts'

function fakePort() {
  const sent: unknown[] = []
  const handlers: Record<string, (message: { readonly data: unknown }) => void> = {}
  const port: ChannelPort = {
    on: (event: string, listener: never) => (handlers[event] = listener),
    postMessage: (message) => void sent.push(message),
    start: () => undefined,
    close: () => undefined,
  }
  return { port, sent, deliver: (event: DriverEvent) => handlers['message']?.({ data: event }) }
}
const open = { kind: 'open', deviceId: 'scanner', address: { kind: 'hid', path: '/dev/hidraw0' } } as const

describe('the line to the drivers', () => {
  it('keeps requests until there are drivers', () => {
    const line = createDriversLine()
    line.send(open)
    const { port, sent } = fakePort()
    line.connect(port)
    expect(sent).toEqual([open])
  })
  it('tells that every open device is gone when the drivers were started again', () => {
    const line = createDriversLine()
    const heard: DriverEvent[] = []
    line.onEvent((event) => heard.push(event))
    const first = fakePort()
    line.connect(first.port)
    first.deliver({ kind: 'opened', deviceId: 'scanner', reportDescriptor: null })
    first.deliver({ kind: 'opened', deviceId: 'drawer', reportDescriptor: null })
    first.deliver({ kind: 'closed', deviceId: 'drawer' })
    line.connect(fakePort().port)
    expect(heard.slice(3)).toEqual([{ kind: 'closed', deviceId: 'scanner' }])
  })
  it('hears nothing more from drivers that were replaced', () => {
    const line = createDriversLine()
    const heard: DriverEvent[] = []
    line.onEvent((event) => heard.push(event))
    const old = fakePort()
    line.connect(old.port)
    line.connect(fakePort().port)
    old.deliver({ kind: 'bytes', deviceId: 'scanner', bytes: new Uint8Array([1]) })
    expect(heard).toEqual([])
  })
})
