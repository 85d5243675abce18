import { describe, expect, it } from 'vitest'
import type { FoundDevice } from '../../../src/till/devices/driver-messages.ts'
import { LOOK_EVERY_MS, ScanDevices, type ScanDeviceStatus } from '../../../src/till/devices/scan-devices.ts'
import { serialScannerSetting, type SerialScannerSetting } from '../../../src/contract/device-calls.ts'
import { HID_LAYOUTS, scannerReports } from '../../sim/devices/hid-reports.ts'
import { magtekReport } from '../../sim/devices/stripes.ts'
import { DriversModel, TimeModel } from './drivers-model.ts'

const SCANNER: FoundDevice = {
  kind: 'hid',
  path: '/dev/hidraw0',
  label: 'Voyager',
  vendorId: 0x0c2e,
  productId: 0x0b81,
  usagePage: 0x8c,
  usage: 2,
}
const NEWLAND: FoundDevice = { ...SCANNER, path: '/dev/hidraw1', label: '', vendorId: 0x1eab, productId: 0x0110 }
const TYPING: FoundDevice = {
  ...SCANNER,
  path: '/dev/hidraw2',
  label: 'Symbol',
  vendorId: 0x05e0,
  productId: 0x1200,
  usagePage: 1,
  usage: 6,
}
const KEYBOARD: FoundDevice = {
  ...TYPING,
  path: '/dev/hidraw3',
  label: 'Office keyboard',
  vendorId: 0x046d,
  productId: 0xc31c,
}
const STRIPE: FoundDevice = {
  ...SCANNER,
  path: '/dev/hidraw4',
  label: 'MagTek',
  vendorId: 0x0801,
  productId: 2,
  usagePage: 0xff00,
  usage: 1,
}
const EAN = '6901234567892'

function setUp(found: readonly FoundDevice[], serial: readonly SerialScannerSetting[] = []) {
  const port = new DriversModel()
  port.found = found
  const time = new TimeModel()
  const scans: string[] = []
  const told: (readonly ScanDeviceStatus[])[] = []
  const devices = new ScanDevices({
    port,
    timers: time,
    monotonicMs: () => time.nowMs,
    serialScanners: () => serial,
    onScan: (scan, deviceId) => scans.push(`${deviceId} ${scan.tracks === null ? scan.text : 'swipe'}`),
    onChange: (statuses) => told.push(statuses),
  })
  const states = () => devices.devices().map(({ deviceId, state }) => `${deviceId} ${state.kind}`)
  return { port, time, scans, told, devices, states }
}
const [EAN_REPORT = new Uint8Array()] = scannerReports(HID_LAYOUTS.A, { aim: ']E0', text: EAN })

describe('scan devices', () => {
  it('opens scanners and stripe readers, never a keyboard', () => {
    const { port, states } = setUp([SCANNER, NEWLAND, TYPING, KEYBOARD, STRIPE])
    expect(port.sent('open').map((request) => 'deviceId' in request && request.deviceId)).toEqual([
      'hid:/dev/hidraw0',
      'hid:/dev/hidraw1',
      'hid:/dev/hidraw4',
    ])
    expect(states()).toContain('hid:/dev/hidraw2 types')
    expect(states().join()).not.toContain('hidraw3')
  })

  it('reads several at once, each by its own descriptor', () => {
    const { port, scans } = setUp([SCANNER, NEWLAND, STRIPE])
    port.tell({ kind: 'opened', deviceId: 'hid:/dev/hidraw0', reportDescriptor: HID_LAYOUTS.A.descriptor })
    port.tell({ kind: 'opened', deviceId: 'hid:/dev/hidraw1', reportDescriptor: HID_LAYOUTS.B.descriptor })
    port.tell({ kind: 'opened', deviceId: 'hid:/dev/hidraw4', reportDescriptor: null })
    const long = scannerReports(HID_LAYOUTS.A, { aim: ']Q1', text: 'x'.repeat(60) })
    const [b = new Uint8Array()] = scannerReports(HID_LAYOUTS.B, { aim: '', text: EAN })
    const [first = b, second = b] = long
    for (const [deviceId, bytes] of [
      ['hid:/dev/hidraw0', first],
      ['hid:/dev/hidraw1', b],
      ['hid:/dev/hidraw0', second],
      ['hid:/dev/hidraw4', magtekReport(['', ';8800123456781231=1?', ''])],
    ] as const) {
      port.tell({ kind: 'bytes', deviceId, bytes })
    }
    expect(scans).toEqual([`hid:/dev/hidraw1 ${EAN}`, `hid:/dev/hidraw0 ${'x'.repeat(60)}`, 'hid:/dev/hidraw4 swipe'])
  })

  it('ends by time what has no end of its own', () => {
    const { port, time, scans } = setUp([], [serialScannerSetting.parse({ path: '/dev/ttyUSB0', idleGapMs: 30 })])
    port.tell({ kind: 'opened', deviceId: 'serial:/dev/ttyUSB0', reportDescriptor: null })
    port.tell({ kind: 'bytes', deviceId: 'serial:/dev/ttyUSB0', bytes: new TextEncoder().encode('MEM000') })
    time.pass(20)
    port.tell({ kind: 'bytes', deviceId: 'serial:/dev/ttyUSB0', bytes: new TextEncoder().encode('1234') })
    time.pass(29)
    expect(scans).toEqual([])
    time.pass(1)
    expect(scans).toEqual(['serial:/dev/ttyUSB0 MEM0001234'])
  })

  it('switches a Honeywell scanner out of keyboard mode, once; a refusal is lived with', () => {
    const { port, time } = setUp([SCANNER])
    const deviceId = 'hid:/dev/hidraw0'
    port.tell({ kind: 'opened', deviceId, reportDescriptor: HID_LAYOUTS.A.descriptor })
    expect(port.sent('write-feature')).toMatchObject([{ deviceId, bytes: Uint8Array.of(0xfe, 0x01) }])
    port.tell({ kind: 'failed', deviceId, problem: 'could not write' })
    time.pass(LOOK_EVERY_MS)
    expect(port.sent('open')).toHaveLength(2)
    port.tell({ kind: 'opened', deviceId, reportDescriptor: HID_LAYOUTS.A.descriptor })
    expect(port.sent('write-feature')).toHaveLength(1)
  })

  it('opens a device again that was unplugged, and says how it stands', () => {
    const { port, time, scans, states, told } = setUp([SCANNER])
    const deviceId = 'hid:/dev/hidraw0'
    port.tell({ kind: 'opened', deviceId, reportDescriptor: HID_LAYOUTS.A.descriptor })
    expect(states()).toEqual([`${deviceId} ready`])
    port.tell({ kind: 'failed', deviceId, problem: 'could not read' })
    port.tell({ kind: 'written', deviceId, writeId: 0 })
    port.found = []
    time.pass(LOOK_EVERY_MS)
    expect(states()).toEqual([])
    port.found = [SCANNER]
    time.pass(LOOK_EVERY_MS)
    port.tell({ kind: 'opened', deviceId, reportDescriptor: HID_LAYOUTS.A.descriptor })
    port.tell({ kind: 'bytes', deviceId, bytes: EAN_REPORT })
    expect(scans).toEqual([`${deviceId} ${EAN}`])
    expect(told.at(-1)).toEqual([{ deviceId, label: 'Voyager', state: { kind: 'ready' } }])
  })

  it('tries a device that cannot be opened at longer and longer times, and names the problem', () => {
    const { port, time, devices } = setUp([NEWLAND])
    const deviceId = 'hid:/dev/hidraw1'
    for (let second = 0; second < 120; second += 2) {
      const before = port.sent('open').length
      time.pass(LOOK_EVERY_MS)
      if (port.sent('open').length > before || second === 0)
        port.tell({ kind: 'failed', deviceId, problem: 'permission denied' })
    }
    expect(port.sent('open').length).toBeLessThan(12)
    expect(devices.devices()).toEqual([
      { deviceId, label: 'Newland', state: { kind: 'trouble', why: 'no-permission', problem: 'permission denied' } },
    ])
  })

  it('gives what was pending when a device goes', () => {
    const { port, scans } = setUp([SCANNER])
    const deviceId = 'hid:/dev/hidraw0'
    port.tell({ kind: 'opened', deviceId, reportDescriptor: HID_LAYOUTS.A.descriptor })
    port.tell({
      kind: 'bytes',
      deviceId,
      bytes: HID_LAYOUTS.A.report({
        aim: ']Q1',
        text: new TextEncoder().encode('y'.repeat(56)),
        codeId: 's',
        more: true,
      }),
    })
    port.tell({ kind: 'closed', deviceId })
    expect(scans).toEqual([`${deviceId} ${'y'.repeat(56)}`])
  })

  it('closes what it opened', () => {
    const { port, devices, time } = setUp([SCANNER])
    devices.close()
    expect(port.sent('close')).toHaveLength(1)
    time.pass(60_000)
    expect(port.sent('list')).toHaveLength(1)
  })
})
