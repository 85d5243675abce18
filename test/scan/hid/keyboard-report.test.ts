import { describe, expect, it } from 'vitest'
import { parseHidDescriptor } from '../../../src/scan/hid/descriptor.ts'
import { KeyboardReportReader } from '../../../src/scan/hid/keyboard-report.ts'
import { KeyTranscript } from '../../../src/scan/key-transcript.ts'
import { bytesOf } from '../../sim/devices/hid-reports.ts'

function read(reports: readonly string[], stepMs = 2, descriptor: string | null = null) {
  const reader = new KeyboardReportReader(descriptor === null ? null : parseHidDescriptor(bytesOf(descriptor)))
  const transcript = new KeyTranscript()
  const parts = reports.flatMap((hex, index) =>
    reader.report(bytesOf(hex), index * stepMs).flatMap((fact) => transcript.key(fact)),
  )
  return [...parts, ...transcript.end()].map((part) => (part.kind === 'scan' ? part.scan.text : `typed ${part.text}`))
}
const SWIPE = [
  '00 00 33',
  '00 00 25',
  '00 00 25',
  '00 00 27',
  '00 00 27',
  '00 00 2E',
  '00 00 26',
  '02 00 38',
  '00 00 28',
]

describe('keyboard reports', () => {
  it('of the reference’s swipe', () => {
    expect(read(SWIPE)).toEqual([';8800=9?'])
  })

  it('with the empty reports between, in full length', () => {
    const full = SWIPE.flatMap((report) => [`${report} 00 00 00 00 00`, '00 00 00 00 00 00 00 00'])
    expect(read(full)).toEqual([';8800=9?'])
  })

  it('with Enter, then line feed as Ctrl+Shift+J', () => {
    const digits = Array.from('6901234567892').map(
      (digit) => `00 00 ${(digit === '0' ? 0x27 : 0x1d + Number(digit)).toString(16)}`,
    )
    expect(read([...digits, '00 00 28', '03 00 00', '03 00 0D', '00 00 00'])).toEqual(['6901234567892'])
  })

  it('of the number pad', () => {
    const digits = Array.from('12345678').map((digit) => `00 00 ${(0x58 + Number(digit)).toString(16)}`)
    expect(read([...digits, '00 00 58'])).toEqual(['12345678'])
  })

  it('of a person are typed', () => {
    expect(read(['00 00 0B', '00 00 00', '00 00 0C', '00 00 00', '00 00 28', '00 00 00'], 70)).toEqual(['typed hi'])
  })

  it('are read by the descriptor: with a report id', () => {
    const descriptor = `05 01 09 06 A1 01 85 03 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 03
      95 06 75 08 15 00 26 FF 00 05 07 19 00 2A FF 00 81 00 C0`
    const reports = ['03 02 00 10', '03 02 00 08', '03 02 00 10', ...Array.from('123456', (digit) => `03 00 00 ${(0x1d + Number(digit)).toString(16)}`), '03 00 00 28']
    expect(read(reports, 2, descriptor)).toEqual(['MEM123456'])
    expect(read(reports.map((report) => report.replace('03', '04')), 2, descriptor)).toEqual([]) // another face's
  })

  it('are read by the descriptor: a bit for each key', () => {
    const descriptor = '05 01 09 06 A1 01 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 19 00 29 67 95 68 81 02 C0'
    const bit = (usage: number): string => `00 ${Array.from({ length: 13 }, (_, byte) => (usage >> 3 === byte ? 1 << (usage & 7) : 0).toString(16).padStart(2, '0')).join(' ')}`
    expect(read([...Array.from('123456', (digit) => bit(0x1d + Number(digit))), bit(0x28)], 2, descriptor)).toEqual(['123456'])
  })

  it('of a person whose keys overlap give each key once; too many at once are none', () => {
    const reports = ['00 00 1E', '00 00 1E 1F', '00 00 1F 20', '01 01 01 01 01 01 01 01', '00 00 20', '00 00 00']
    expect(read(reports, 40)).toEqual(['typed 123'])
  })

  it('of a scanner that holds Alt and presses the number pad', () => {
    const alt = (number: number): string[] => [
      '04 00 00',
      ...Array.from(String(number).padStart(4, '0')).flatMap((digit) => [`04 00 ${(digit === '0' ? 0x62 : 0x58 + Number(digit)).toString(16)}`, '04 00 00']),
      '00 00 00',
    ]
    expect(read([...[20013, 77, 69, 77, 49, 50, 51].flatMap(alt), '00 00 28'], 8)).toEqual(['中MEM123'])
  })
})
