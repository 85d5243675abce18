import { open, writeFile } from 'node:fs/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DriverEvent } from '../../../src/till/devices/driver-messages.ts'
import { createDrivers, type Hardware } from '../../../src/till/devices/drivers.ts'
import type { DeviceListener, OpenDevice } from '../../../src/till/devices/open-device.ts'
import { openSerialPort } from '../../../src/till/devices/serial-device.ts'
import { serialLine, type SerialLine } from '../../support/socat.ts'

const hid = { kind: 'hid', path: '/dev/hidraw0' } as const

/** Hardware with one device, whose wires the test holds. */
function fakeHardware(overrides: Partial<OpenDevice> = {}) {
  const listeners: DeviceListener[] = []
  const device: OpenDevice = { reportDescriptor: new Uint8Array([5]), write: () => Promise.resolve(), close: () => Promise.resolve(), ...overrides }
  const hardware: Hardware = {
    list: () => Promise.resolve([]),
    open: (address, listener) => {
      if (address.path === '/dev/missing') return Promise.reject(new Error('no such device'))
      listeners.push(listener)
      return Promise.resolve(device)
    },
  }
  const told: DriverEvent[] = []
  return { listeners, told, carryOut: createDrivers(hardware, (event) => told.push(event)) }
}

describe('drivers', () => {
  it('opens, reads, writes and closes a device', async () => {
    const { carryOut, listeners, told } = fakeHardware()
    await carryOut({ kind: 'open', deviceId: 'a', address: hid })
    listeners[0]?.onBytes(new Uint8Array([1, 2]))
    await carryOut({ kind: 'write', deviceId: 'a', writeId: 7, bytes: new Uint8Array([3]) })
    await carryOut({ kind: 'close', deviceId: 'a' })
    expect(told).toEqual([
      { kind: 'opened', deviceId: 'a', reportDescriptor: new Uint8Array([5]) },
      { kind: 'bytes', deviceId: 'a', bytes: new Uint8Array([1, 2]) },
      { kind: 'written', deviceId: 'a', writeId: 7 },
      { kind: 'closed', deviceId: 'a' },
    ])
  })
  it('tells of a device that cannot be opened, and of one that is not', async () => {
    const { carryOut, told } = fakeHardware()
    await carryOut({ kind: 'open', deviceId: 'a', address: { kind: 'hid', path: '/dev/missing' } })
    await carryOut({ kind: 'write', deviceId: 'a', writeId: 1, bytes: new Uint8Array() })
    expect(told).toEqual([
      { kind: 'failed', deviceId: 'a', problem: 'no such device' },
      { kind: 'failed', deviceId: 'a', problem: 'not open' },
    ])
  })
  it('tells once of a device that breaks while it is written to', async () => {
    const { carryOut, listeners, told } = fakeHardware({ write: () => Promise.reject(new Error('gone')) })
    await carryOut({ kind: 'open', deviceId: 'a', address: hid })
    await carryOut({ kind: 'write', deviceId: 'a', writeId: 1, bytes: new Uint8Array() })
    listeners[0]?.onEnd(null)
    expect(told.slice(1)).toEqual([{ kind: 'failed', deviceId: 'a', problem: 'gone' }])
  })
  it('tells of unplugging, and not of the end of a device that was opened anew', async () => {
    const { carryOut, listeners, told } = fakeHardware()
    await carryOut({ kind: 'open', deviceId: 'a', address: hid })
    listeners[0]?.onEnd(null)
    expect(told.at(-1)).toEqual({ kind: 'closed', deviceId: 'a' })
  })
})

describe('a serial port', () => {
  let line: SerialLine | null = null
  afterEach(() => line?.stop())

  it('carries bytes both ways and tells when the plug is pulled', async () => {
    line = await serialLine()
    const read: number[] = []
    const ends: (string | null)[] = []
    const port = await openSerialPort(line.tillEnd, 9600, { onBytes: (bytes) => read.push(...bytes), onEnd: (problem) => ends.push(problem) })
    await writeFile(line.deviceEnd, '6901234567892\r\n')
    await vi.waitUntil(() => read.length === 15)
    expect(Buffer.from(read).toString()).toBe('6901234567892\r\n')
    const device = await open(line.deviceEnd, 'r')
    await port.write(new Uint8Array([0x1b, 0x40]))
    expect((await device.read({ buffer: Buffer.alloc(2) })).buffer).toEqual(Buffer.from([0x1b, 0x40]))
    await device.close()
    await line.stop()
    await vi.waitUntil(() => ends.length > 0)
  })
  it('says why it cannot be opened', async () => {
    await expect(openSerialPort('/dev/tty-not-there', 9600, { onBytes: () => undefined, onEnd: () => undefined })).rejects.toThrow(/No such file/)
  })
  it('is for one program alone', async () => {
    line = await serialLine()
    const silent = { onBytes: () => undefined, onEnd: () => undefined }
    const first = await openSerialPort(line.tillEnd, 9600, silent)
    await expect(openSerialPort(line.tillEnd, 9600, silent)).rejects.toThrow(/lock/i)
    await first.close()
  })
})
