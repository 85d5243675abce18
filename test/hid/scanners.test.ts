/* eslint-disable @typescript-eslint/no-floating-promises -- node:test itself awaits what describe and it give back */
// Runs in the virtual machine (test/support/hid-vm): the devices are software, all above them is real: the kernel's HID
// core, hidraw, hidapi, node-hid, our drivers and our readers.
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, afterEach, describe, it } from 'node:test'
import type { DriverEvent, DriversPort } from '../../src/till/devices/driver-messages.ts'
import { createDrivers } from '../../src/till/devices/drivers.ts'
import { listHidDevices, openHidDevice } from '../../src/till/devices/hid-device.ts'
import { ScanDevices } from '../../src/till/devices/scan-devices.ts'
import { systemTimers } from '../../src/till/sync/timers.ts'
import { GRYPHON_KEYBOARD_DESCRIPTOR, HID_LAYOUTS, REM_DESCRIPTOR, scannerReports, type HidLayout } from '../sim/devices/hid-reports.ts'
import { magtekReport } from '../sim/devices/stripes.ts'
import { createHidDevice, type HidDevice, type HidDeviceOptions } from '../support/hid-vm/uhid.mjs'

const EAN = '6901234567892'
const URL60 = 'https://m.example.com/c/01J9ZK3YQ8W4T7N2B5?c=94287082&t=59#A'
/** MagTek's swipe reader: one input report of 337 bytes on its vendor page, without an id. */
const MAGTEK_DESCRIPTOR = '06 00 FF 09 01 A1 01 15 00 26 FF 00 75 08 09 20 96 51 01 81 02 C0'

const plugged: HidDevice[] = []
const running: ScanDevices[] = []
afterEach(async () => {
  for (const devices of running.splice(0)) devices.close()
  await Promise.all(plugged.splice(0).map((device) => device.destroy()))
})
after(() => {
  setTimeout(() => process.exit(), 500).unref() // node-hid's threads may outlive their devices
})

async function plug(options: Partial<HidDeviceOptions> & Pick<HidDeviceOptions, 'descriptor'>): Promise<HidDevice> {
  const device = await createHidDevice({ name: 'Test scanner', vendorId: 0x1eab, productId: 0x0110, ...options })
  plugged.push(device)
  return device
}

/** The till's own device code, from node-hid to scans. */
function till() {
  const listeners = new Set<(event: DriverEvent) => void>()
  const carryOut = createDrivers(
    { list: listHidDevices, open: (address, listener) => openHidDevice(address.path, listener) },
    (event) => {
      for (const listener of listeners) listener(event)
    },
  )
  const port: DriversPort = {
    send: (request) => void carryOut(request),
    onEvent: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const scans: string[] = []
  const changes = new EventEmitter()
  const devices = new ScanDevices({
    port,
    timers: systemTimers,
    monotonicMs: () => performance.now(),
    serialScanners: () => [],
    onScan: (scan) => {
      scans.push(scan.tracks === null ? scan.text : 'swipe')
      changes.emit('change')
    },
    onChange: () => changes.emit('change'),
  })
  running.push(devices)
  const stateOf = (path: string) => devices.devices().find(({ deviceId }) => deviceId === `hid:${path}`)?.state.kind ?? 'absent'
  /** Waits until it is so; under emulation everything takes its time. */
  async function until(what: string, isSo: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(15_000)
    while (!isSo()) {
      await once(changes, 'change', { signal }).catch(() => assert.fail(`waited in vain: ${what}`))
    }
  }
  return { devices, scans, stateOf, until }
}

async function scanner(layout: HidLayout, options: Partial<HidDeviceOptions> = {}) {
  const device = await plug({ descriptor: layout.descriptor, ...options })
  const desk = till()
  await desk.until('the scanner is ready', () => desk.stateOf(device.path) === 'ready')
  return { device, ...desk }
}

describe('layouts, by the descriptor that the kernel gives', () => {
  for (const [name, layout] of Object.entries(HID_LAYOUTS)) {
    it(`${name}: codes in one and in two reports`, async () => {
      const { device, scans, until } = await scanner(layout)
      for (const text of [EAN, URL60]) for (const report of scannerReports(layout, { aim: ']Q1', text })) device.send(report)
      await until('both codes', () => scans.length === 2)
      assert.deepEqual(scans, [EAN, URL60])
    })
  }

  it('Honeywell’s REM mode', async () => {
    const layout = { ...HID_LAYOUTS.A, descriptor: REM_DESCRIPTOR }
    const { device, scans, until } = await scanner(layout)
    for (const report of scannerReports(layout, { aim: ']Q1', text: URL60 })) device.send(report)
    await until('the code', () => scans.length === 1)
    assert.deepEqual(scans, [URL60])
  })
})

describe('traps', () => {
  it('a false "more" ends by itself', async () => {
    const { device, scans, until } = await scanner(HID_LAYOUTS.A)
    const text = new TextEncoder().encode('X'.repeat(56))
    device.send(HID_LAYOUTS.A.report({ aim: ']Q1', text, codeId: 's', more: true }))
    await until('the code', () => scans.length === 1)
    assert.deepEqual(scans, ['X'.repeat(56)])
  })

  it('two hundred codes in bursts of twenty arrive, each once, in order', async () => {
    const { device, scans, until } = await scanner(HID_LAYOUTS.A)
    const codes = Array.from({ length: 200 }, (_, index) => `MEM${String(index).padStart(7, '0')}`)
    for (const [index, text] of codes.entries()) {
      for (const report of scannerReports(HID_LAYOUTS.A, { aim: ']C0', text })) device.send(report)
      // The kernel keeps 64 reports for a reader, more than any scanner sends while one is awaited.
      if (index % 20 === 19) await until('the burst', () => scans.length === index + 1)
    }
    assert.deepEqual(scans, codes)
  })

  it('a Honeywell scanner is told to leave keyboard mode', async () => {
    const device = await plug({ descriptor: HID_LAYOUTS.A.descriptor, vendorId: 0x0c2e, productId: 0x0b81, features: { 0xfe: 'FE 00' } })
    const told = once(device, 'feature')
    till()
    const [report] = (await told) as [Uint8Array]
    assert.deepEqual([...report], [0xfe, 0x01])
  })

  it('a scanner in keyboard mode is named, not opened', async () => {
    const device = await plug({ descriptor: GRYPHON_KEYBOARD_DESCRIPTOR, vendorId: 0x05f9, productId: 0x2206 })
    const { stateOf, until } = till()
    await until('the device is seen', () => stateOf(device.path) !== 'absent')
    assert.equal(stateOf(device.path), 'types')
  })
})

describe('coming and going', () => {
  it('plugged in later, unplugged, plugged in again', async () => {
    const { stateOf, scans, until } = till()
    for (const round of [1, 2]) {
      const device = await createHidDevice({ name: 'Test scanner', vendorId: 0x1eab, productId: 0x0110, descriptor: HID_LAYOUTS.B.descriptor })
      await until('it is ready', () => stateOf(device.path) === 'ready')
      for (const report of scannerReports(HID_LAYOUTS.B, { aim: '', text: `MEM000000${String(round)}` })) device.send(report)
      await until('its code', () => scans.length === round)
      await device.destroy()
      await until('it is gone', () => stateOf(device.path) !== 'ready')
    }
    assert.deepEqual(scans, ['MEM0000001', 'MEM0000002'])
  })

  it('two at once; unplugging one leaves the other', async () => {
    const [left, right] = [await plug({ descriptor: HID_LAYOUTS.A.descriptor }), await plug({ descriptor: HID_LAYOUTS.D.descriptor })]
    const { stateOf, scans, until } = till()
    await until('both are ready', () => stateOf(left.path) === 'ready' && stateOf(right.path) === 'ready')
    for (const report of scannerReports(HID_LAYOUTS.A, { aim: ']E0', text: EAN })) left.send(report)
    await until('the left one’s code', () => scans.length === 1)
    await left.destroy()
    plugged.splice(plugged.indexOf(left), 1)
    await until('the left one is gone', () => stateOf(left.path) !== 'ready')
    for (const report of scannerReports(HID_LAYOUTS.D, { aim: ']Q1', text: URL60 })) right.send(report)
    await until('the right one’s code', () => scans.length === 2)
    assert.deepEqual(scans, [EAN, URL60])
  })

  it('a MagTek swipe reader', async () => {
    const device = await plug({ descriptor: MAGTEK_DESCRIPTOR, vendorId: 0x0801, productId: 2 })
    const { stateOf, scans, until } = till()
    await until('it is ready', () => stateOf(device.path) === 'ready')
    device.send(magtekReport(['', ';8800123456781231=2912?', '']))
    await until('the swipe', () => scans.length === 1)
    assert.deepEqual(scans, ['swipe'])
  })
})
