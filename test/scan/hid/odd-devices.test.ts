import { expect, it } from 'vitest'
import { captureFile } from '../../../src/cli/capture-file.ts'
import { decodeCapture } from '../../../src/cli/decode-capture.ts'
import { HID_LAYOUTS, hexOf, scannerReports } from '../../sim/devices/hid-reports.ts'

/** Devices that are in no manual: their descriptors say where everything is, or what they send has to. */

const ascii = (text: string): string => hexOf(new TextEncoder().encode(text))
const padded = (hex: string, length: number): string => [...hex.split(' '), ...Array<string>(length - hex.split(' ').length).fill('00')].join(' ')

function decoded(descriptor: string | null, reports: readonly string[], ids: object = { vendorId: 0xffff, productId: 0x0035 }): readonly string[] {
  const parts = decodeCapture(captureFile.parse({ hid: { ...ids, descriptor, reports } }))
  return parts.map((part) => (part.kind === 'typed' ? `typed ${part.text}` : `${part.scan.aim ?? ''}${part.scan.text}`))
}
const EAN = '6901234567892'
const APPLICATION = '05 8C 09 02 A1 01 15 00 26 FF 00 75 08'

it('the data first, one usage for all three characters of the identifier, the count last, report 7', () => {
  const descriptor = `${APPLICATION} 85 07 95 20 09 FE 81 02 95 03 09 FB 81 02 95 01 05 01 09 3B 81 02 05 8C 75 01 09 FF 81 02 75 07 81 03 C0`
  expect(decoded(descriptor, [`07 ${padded(ascii(EAN), 32)} 5D 45 30 0D 00`])).toEqual([`]E0${EAN}`])
})

it('no report id, "more" as a byte in front, identifier and data in one item', () => {
  const descriptor = `${APPLICATION} 95 01 09 FF 81 02 05 01 09 3B 81 02 05 8C 95 3B 09 FB 09 FC 09 FD 09 FE 81 02 C0`
  const first = `FF 38 5D 51 31 ${ascii('x'.repeat(56))}`
  expect(decoded(descriptor, [first, padded(`00 02 5D 51 31 ${ascii('yz')}`, 61)])).toEqual([`]Q1${'x'.repeat(56)}yz`])
})

it('a count of seven bits and "more" in the eighth; the page named after the usage', () => {
  const descriptor = '09 02 05 8C A1 01 75 07 95 01 09 3B 05 01 81 02 75 01 09 FF 05 8C 81 02 75 08 95 10 09 FE 81 02 C0'
  expect(decoded(descriptor, [`90 ${ascii('ABCDEFGHIJKLMNOP')}`, padded(`02 ${ascii('QR')}`, 17)])).toEqual(['ABCDEFGHIJKLMNOPQR'])
})

it('a count of two bytes; usages as a range with its end first; another name for a usage between delimiters', () => {
  const descriptor = `${APPLICATION} 75 10 95 01 05 01 A9 01 09 3B 09 30 A9 00 81 02 75 08 05 8C 95 03 29 FD 19 FB 81 02 95 10 09 FE 81 02 C0`
  expect(decoded(descriptor, [`0D 00 5D 45 30 ${padded(ascii(EAN), 16)}`])).toEqual([`]E0${EAN}`])
})

it('decoded data under an application of another name', () => {
  expect(decoded('06 00 FF 09 01 A1 01 05 8C 15 00 26 FF 00 75 08 95 20 09 FE 81 02 C0', [padded(ascii(EAN), 32)], { vendorId: 0x05e0, productId: 0x1200 })).toEqual([EAN])
})

it('a scanner that is a keyboard as well: each face has its own reports', () => {
  const keyboard = '05 01 09 06 A1 01 85 01 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 75 08 95 01 81 03 95 06 26 FF 00 19 00 2A FF 00 81 00 C0'
  const [report = new Uint8Array()] = scannerReports(HID_LAYOUTS.A, { aim: ']E0', text: EAN })
  const typed = ['01 02 00 0B', '01 00 00 00', '01 00 00 0C', '01 00 00 00']
  expect(decoded(`${hexOf(HID_LAYOUTS.A.descriptor)} ${keyboard}`, [hexOf(report), ...typed])).toEqual([`]E0${EAN}`, 'typed Hi'])
})

it('layout B from a device that describes layout A', () => {
  expect(decoded(hexOf(HID_LAYOUTS.A.descriptor), [padded(`02 0D ${ascii(EAN)}`, 64)])).toEqual([EAN])
  expect(decoded(hexOf(HID_LAYOUTS.A.descriptor), [padded(`02 0D 00 00 00 ${ascii(EAN)}`, 64)])).toEqual([EAN])
})

it('an identifier with the first piece of a code only', () => {
  const second = padded(`02 02 00 00 00 ${ascii('yz')}`, 64)
  expect(decoded(null, [`02 38 5D 51 31 ${ascii('x'.repeat(56))} 73 00 01`])).toEqual([`]Q1${'x'.repeat(56)}`])
  expect(decoded(hexOf(HID_LAYOUTS.A.descriptor), [`02 38 5D 51 31 ${ascii('x'.repeat(56))} 73 00 01`, second])).toEqual([`]Q1${'x'.repeat(56)}yz`])
})

it('reports cut behind their data', () => {
  expect(decoded(null, [`02 0D 5D 45 30 ${ascii(EAN)}`])).toEqual([`]E0${EAN}`])
})

it('a scanner’s report is one, whatever mode its ids stood for', () => {
  const [report = new Uint8Array()] = scannerReports(HID_LAYOUTS.A, { aim: ']E0', text: EAN })
  expect(decoded(null, [hexOf(report)], { vendorId: 0x05f9, productId: 0x2206 })).toEqual([`]E0${EAN}`])
})
