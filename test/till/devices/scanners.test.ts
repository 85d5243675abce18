import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ScannerView, WedgeTiming } from '../../../src/contract/device-calls.ts'
import { scannerTrouble } from '../../../src/till/devices/scanner-trouble.ts'
import { HID_LAYOUTS, scannerReports } from '../../sim/devices/hid-reports.ts'
import { makeTill, type TestTill } from '../../support/till.ts'
import { DriversModel } from './drivers-model.ts'

const PATH = '/dev/hidraw0'
const POS = { kind: 'hid', path: PATH, label: 'Newland', vendorId: 0x1eab, productId: 0x0110, usagePage: 0x8c, usage: 2 } as const
const keyboard = (vendorId: number, productId: number, label = '') => ({ kind: 'hid', path: '/dev/hidraw1', label, vendorId, productId, usagePage: 1, usage: 6 }) as const

let drivers: DriversModel
let till: TestTill
beforeEach(() => {
  drivers = new DriversModel()
})
afterEach(() => till.dispose())
const start = async (): Promise<void> => {
  till = await makeTill({ engine: { drivers } })
}
const scanners = async (): Promise<readonly ScannerView[]> => {
  const reply = await till.call('devices.scanners', {})
  return reply.ok ? reply.output.scanners : []
}
const plugIn = (): void => drivers.tell({ kind: 'opened', deviceId: `hid:${PATH}`, reportDescriptor: HID_LAYOUTS.A.descriptor })
const read = (text: string): void => {
  for (const bytes of scannerReports(HID_LAYOUTS.A, { aim: ']E0', text })) drivers.tell({ kind: 'bytes', deviceId: `hid:${PATH}`, bytes })
}

describe('scanners of the till', () => {
  it('are listed with the last code, its bytes and its decoding', async () => {
    drivers.found = [POS]
    await start()
    plugIn()
    read('6941000137010')
    await Promise.resolve()
    expect(await scanners()).toMatchObject([
      {
        ...{ deviceId: `hid:${PATH}`, label: 'Newland', connection: 'hid', state: { kind: 'ready' } },
        lastScan: { scanKind: 'product', text: '6941000137010', symbology: 'ean-13', aim: ']E0', bytesHex: expect.stringMatching(/^02 0D 5D 45 30 36 39/) as unknown },
      },
    ])
    expect((await till.desk()).lines).toHaveLength(1)
  })

  it('keep no byte of a payment code', async () => {
    drivers.found = [POS]
    await start()
    plugIn()
    read('134567890123456789')
    const [scanner] = await scanners()
    expect(scanner?.lastScan).toMatchObject({ scanKind: 'payment-code', text: null, bytesHex: null })
    expect(JSON.stringify([scanner, till.logs, till.desks])).not.toMatch(/134567890|31 33 34 35/)
  })

  it('whose only face is a keyboard are named so: by vendor, by ids, by name; a person’s keyboard is not', async () => {
    for (const found of [keyboard(0x0c2e, 0x0999), keyboard(0x05e0, 0x1200), keyboard(0xffff, 0x0035, 'USB Barcode Scanner')]) {
      drivers.found = [found]
      await start()
      expect(await scanners()).toMatchObject([{ connection: 'keyboard', state: { kind: 'keyboard-mode' } }])
      await till.dispose()
    }
    drivers.found = [keyboard(0x046d, 0xc31c, 'Logitech Keyboard')]
    await start()
    expect(await scanners()).toEqual([])
  })

  it('with a keyboard beside the scanner’s own face are opened by that face', async () => {
    drivers.found = [{ ...keyboard(0x0c2e, 0x0b81), path: PATH }, { ...POS, vendorId: 0x0c2e }]
    await start()
    plugIn()
    expect(await scanners()).toMatchObject([{ connection: 'hid', state: { kind: 'ready' } }])
  })

  it('that stop reading say so, and are opened again', async () => {
    drivers.found = [POS]
    await start()
    plugIn()
    drivers.tell({ kind: 'failed', deviceId: `hid:${PATH}`, problem: 'could not read from HID device' })
    expect(await scanners()).toMatchObject([{ state: { kind: 'trouble', why: 'read-error' } }])
    plugIn()
    expect(await scanners()).toMatchObject([{ state: { kind: 'ready' } }])
  })
})

describe('serial scanners', () => {
  it('are opened as set, and anew when their setting changes', async () => {
    await start()
    const opened = () => drivers.requests.flatMap((request) => (request.kind === 'open' && request.address.kind === 'serial' ? [request.address.baudRate] : []))
    await till.call('devices.serial.save', { scanners: [{ path: '/dev/ttyUSB0' }] })
    expect(opened()).toEqual([9600])
    drivers.tell({ kind: 'opened', deviceId: 'serial:/dev/ttyUSB0', reportDescriptor: null })
    await till.call('devices.serial.save', { scanners: [{ path: '/dev/ttyUSB0', baudRate: 115200, parity: 'even' }] })
    expect(opened()).toEqual([9600, 115200])
    expect(await till.call('devices.serial.save', { scanners: [{ path: '/dev/ttyUSB0' }, { path: '/dev/ttyUSB0' }] })).toMatchObject({ ok: false, error: { code: 'port_twice' } })
  })

  it('are looked for on free ports alone', async () => {
    drivers.found = ['/dev/ttyUSB0', '/dev/ttyUSB1'].map((path) => ({ kind: 'serial', path, label: path }))
    await start()
    await till.call('devices.serial.save', { scanners: [{ path: '/dev/ttyUSB0' }] })
    expect(await till.call('devices.serial.read', {})).toMatchObject({ output: { ports: [{ isSet: true }, { isSet: false }] } })
    expect(await till.call('devices.serial.find', {})).toMatchObject({ ok: true, output: { kind: 'looking', ports: ['/dev/ttyUSB1'] } })
    expect(await till.call('devices.serial.findStop', {})).toMatchObject({ output: { kind: 'idle' } })
    expect(await till.call('devices.serial.find', { paths: ['/dev/ttyUSB0'] })).toMatchObject({ ok: false, error: { code: 'no_ports' } })
  })
})

it('calibrations are kept, and their widest timing holds', async () => {
  await start()
  const told: WedgeTiming[] = []
  till.engine.on('calibration.changed', (timing) => told.push(timing))
  const timing = { gapMsMax: 60, fastGapMs: 20, firstGapMsMax: 90, prefix: '' }
  await till.call('devices.calibration.save', { device: 'counter', ...timing })
  await till.call('devices.calibration.save', { device: 'hand', ...timing, gapMsMax: 30, fastGapMs: 40, prefix: '~' })
  await till.restart()
  expect(await till.call('devices.calibration.read', {})).toMatchObject({ output: { timing: { gapMsMax: 60, fastGapMs: 40, firstGapMsMax: 90, prefixes: ['~'] } } })
  await till.call('devices.calibration.remove', { device: 'counter' })
  await till.call('devices.calibration.remove', { device: 'hand' })
  expect(await till.call('devices.calibration.read', {})).toMatchObject({ output: { calibrations: [], timing: { gapMsMax: 50, fastGapMs: 32 } } })
  expect(told.map(({ gapMsMax }) => gapMsMax)).toEqual([60, 60])
})

it.each([
  ['Error: Permission denied, cannot open /dev/ttyUSB0', 'serial', 'no-permission'],
  ['Error Resource temporarily unavailable Cannot lock port', 'serial', 'in-use'],
  ['Error: No such file or directory, cannot open /dev/ttyUSB9', 'serial', 'not-there'],
  ['Opening COM4: Access denied', 'serial', 'in-use'],
  ['cannot open device with path /dev/hidraw3', 'keyboard', 'keyboard-mode'],
  ['could not read from HID device', 'hid', 'read-error'],
  ['something else', 'hid', 'other'],
] as const)('“%s” of a %s means %s', (problem, kind, why) => {
  const ids = kind === 'keyboard' ? { vendorId: 0x05e0, productId: 0x1200 } : { vendorId: 0x1eab, productId: 0x0110 }
  expect(scannerTrouble(problem, kind === 'serial' ? { kind } : { kind: 'hid', ...ids })).toBe(why)
})
