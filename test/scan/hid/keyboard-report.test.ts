import { describe, expect, it } from 'vitest'
import { KeyboardReportReader } from '../../../src/scan/hid/keyboard-report.ts'
import { KeyTranscript } from '../../../src/scan/key-transcript.ts'
import { bytesOf } from '../../sim/devices/hid-reports.ts'

function read(reports: readonly string[], stepMs = 2) {
  const reader = new KeyboardReportReader()
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
})
