import { afterEach, beforeEach, expect, it } from 'vitest'
import { captureFile } from '../../../src/cli/capture-file.ts'
import { decodeCapture } from '../../../src/cli/decode-capture.ts'
import { classify } from '../../../src/scan/dispatch.ts'
import { DEFAULT_SCAN_RULES } from '../../../src/scan/rules.ts'
import { hexOf, HID_LAYOUTS } from '../../sim/devices/hid-reports.ts'
import { magtekReport } from '../../sim/devices/stripes.ts'
import { makeTill, type TestTill } from '../../support/till.ts'
import { DriversModel } from './drivers-model.ts'

/** `tillpoint decode` and the till read the bytes of the reference alike: the same bytes go both ways. */

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.split(' ').filter(Boolean), (pair) => Number.parseInt(pair, 16))
const padded = (hex: string, length: number, tail: string): string => {
  const [head, end] = [hex.split(' '), tail.split(' ')]
  return [...head, ...Array.from({ length: length - head.length - end.length }, () => '00'), ...end].join(' ')
}
const textHex = (text: string): string => hexOf(new TextEncoder().encode(text))

const EAN_REPORT = padded('02 0D 5D 45 30 36 39 30 31 32 33 34 35 36 37 38 39 32', 64, '64 00 00')
const QR60 = 'https://m.example.com/c/01J9ZK3YQ8W4T7N2B5?c=94287082&t=59#A'
const QR_REPORTS = [`02 38 5D 51 31 ${textHex(QR60.slice(0, 56))} 73 00 01`, padded(`02 04 5D 51 31 ${textHex(QR60.slice(56))}`, 64, '73 00 00')]
const LAYOUT_B_REPORT = padded('02 0D 36 39 30 31 32 33 34 35 36 37 38 39 32', 64, '00 00')

let drivers: DriversModel
let till: TestTill | null
beforeEach(() => {
  drivers = new DriversModel()
  till = null
})
afterEach(() => till?.dispose())

const NAMES = { vendorId: 0x0c2e, productId: 0x0b81 }
const MAGTEK = { vendorId: 0x0801, productId: 2 }

/** What the till says of the last code of a device that sends these bytes. */
async function tillReads(kind: 'hid' | 'serial', chunks: readonly Uint8Array[], ids = NAMES, descriptor: Uint8Array | null = HID_LAYOUTS.A.descriptor): Promise<object | null> {
  drivers.found = kind === 'hid' ? [{ kind: 'hid', path: '/dev/hidraw0', label: '', ...ids, usagePage: ids === MAGTEK ? 0xff00 : 0x8c, usage: ids === MAGTEK ? 1 : 2 }] : []
  till = await makeTill({ engine: { drivers } })
  const deviceId = kind === 'hid' ? 'hid:/dev/hidraw0' : 'serial:/dev/ttyUSB0'
  if (kind === 'serial') await till.must('devices.serial.save', { scanners: [{ path: '/dev/ttyUSB0' }] })
  drivers.tell({ kind: 'opened', deviceId, reportDescriptor: kind === 'hid' ? descriptor : null })
  for (const bytes of chunks) drivers.tell({ kind: 'bytes', deviceId, bytes })
  const [scanner] = (await till.must('devices.scanners', {})).scanners
  const last = scanner?.lastScan ?? null
  return last && { kind: last.scanKind, text: last.text, symbology: last.symbology, aim: last.aim }
}

function decoded(capture: unknown): object | null {
  const part = decodeCapture(captureFile.parse(capture)).at(-1)
  const code = part?.kind === 'scan' ? classify(part.scan, DEFAULT_SCAN_RULES) : null
  return code && { kind: code.kind, text: code.text, symbology: code.symbology, aim: code.aim }
}

const EAN = { kind: 'product', text: '6901234567892', symbology: 'ean-13', aim: ']E0' }
const reply = (aim: string): string => padded(`02 01 ${textHex(aim)} 06`, 64, '00 00 00')

it.each<[string, readonly string[], string | null, object | null]>([
  ['layout A', [EAN_REPORT], hexOf(HID_LAYOUTS.A.descriptor), EAN],
  ['layout A without a descriptor', [EAN_REPORT], null, EAN],
  ['a QR code over two reports', QR_REPORTS, hexOf(HID_LAYOUTS.A.descriptor), { kind: 'member', text: QR60, symbology: 'qr', aim: ']Q1' }],
  ['layout B', [LAYOUT_B_REPORT], hexOf(HID_LAYOUTS.B.descriptor), { ...EAN, symbology: null, aim: null }],
  ['a reply ]X0', [reply(']X0')], hexOf(HID_LAYOUTS.A.descriptor), null],
  ['a reply ]Z6 with ACK', [reply(']Z6')], hexOf(HID_LAYOUTS.A.descriptor), null],
])('HID, %s', async (_, reports, descriptor, expected) => {
  expect(decoded({ hid: { ...NAMES, descriptor, reports } })).toEqual(expected)
  expect(await tillReads('hid', reports.map(bytesOf), NAMES, descriptor === null ? null : bytesOf(descriptor))).toEqual(expected)
})

it.each<[string, string, object]>([
  [']C0MEM0001234 CR LF', ']C0MEM0001234\r\n', { kind: 'member', text: 'MEM0001234', symbology: 'code-128', aim: ']C0' }],
  ['STX ]E06901234567892 ETX', '\x02]E06901234567892\x03', EAN],
  ['8800123456781231 CR', '8800123456781231\r', { kind: 'member', text: '8800123456781231', symbology: null, aim: null }],
  ['8800123456781234, a wrong check digit', '8800123456781234\r', { kind: 'unknown', text: '8800123456781234', symbology: null, aim: null }],
  ['a WeChat code', '134567890123456789\r', { kind: 'payment-code', text: null, symbology: null, aim: null }],
])('serial, %s', async (_, sent, expected) => {
  expect(decoded({ serial: { bytes: textHex(sent) } })).toEqual(expected)
  expect(await tillReads('serial', [new TextEncoder().encode(sent)])).toEqual(expected)
})

it.each<[string, readonly [string, string, string], object]>([
  ['a member', ['%B8800123456781231^ZHANG/SAN^2912000?', ';8800123456781231=2912000?', ''], { kind: 'member', text: '8800123456781231', symbology: 'magstripe', aim: null }],
  ['the reference’s number, not Luhn-valid', ['%B8800123456781234^ZHANG/SAN^2912000?', ';8800123456781234=2912000?', ''], { kind: 'unknown', text: '8800123456781234', symbology: 'magstripe', aim: null }],
  ['a bank card', ['%B4111111111111111^DOE/JOHN^2512101?', ';4111111111111111=2512101?', ''], { kind: 'payment-card', text: null, symbology: 'magstripe', aim: null }],
])('MagTek, %s', async (_, tracks, expected) => {
  const report = magtekReport(tracks)
  expect(decoded({ magtek: hexOf(report) })).toEqual(expected)
  expect(await tillReads('hid', [report], MAGTEK, null)).toEqual(expected)
})

it('a stripe by keyboard, `;8800=9?` and Enter', () => {
  const reports = ['00 00 33', '00 00 25', '00 00 00', '00 00 25', '00 00 27', '00 00 00', '00 00 27', '00 00 2E', '00 00 26', '02 00 38', '00 00 28']
  expect(decoded({ hid: { ...NAMES, productId: 0x0204, descriptor: null, reports } })).toEqual({ kind: 'unknown', text: '8800', symbology: 'magstripe', aim: null })
})
