import { describe, expect, it } from 'vitest'
import { isMisread, isPaymentCard, parseTracks, stripeNumber } from '../../src/scan/magstripe.ts'
import { filledUp, parseMagtek } from '../../src/scan/magtek.ts'
import { BANK_NUMBERS, magtekReport } from '../sim/devices/stripes.ts'

const T1 = '%B8800123456781231^ZHANG/SAN^2912000?'
const T2 = ';8800123456781231=2912000?'

describe('tracks', () => {
  it.each([
    ['both', T1 + T2, '8800123456781231'],
    ['track 2 first in importance', '%B1111111111111111^A/B^?;2222=1?', '2222'],
    ['track 1 alone', T1, '8800123456781231'],
    ['line ends between', `${T1}\r\n${T2}\r\n`, '8800123456781231'],
    ['LRC behind', ';8800=9?5', '8800'],
    ['no expiry', ';8800123456781231?', '8800123456781231'],
    ['a number with spaces', '%B3782 822463 10005^A/B^2912?', '378282246310005'],
    ['letters of its own', '%MEM0001234?', 'MEM0001234'],
    ['track 1 misread', `%E?${T2}`, '8800123456781231'],
    ['track 2 misread', `${T1};E?+E?`, '8800123456781231'],
    ['track 3 with the sentinel of track 2', `${T2};01880=1?`, '8800123456781231'],
  ])('%s', (_, text, number) => {
    const tracks = parseTracks(text)
    expect(tracks && stripeNumber(tracks)).toBe(number)
  })

  it.each([
    ['an LRC that looks like a sentinel', `${T1};${T2}?\r\n;9?%`, '8800123456781231'],
    ['broken off before its end', ';8800123456781231=29', '8800123456781231'],
    ['a reader set to send no sentinels', '8800123456781231=2912000', '8800123456781231'],
    ['the same of track 1', 'B8800123456781231^ZHANG/SAN^2912000', '8800123456781231'],
  ])('%s', (_, text, number) => {
    const tracks = parseTracks(text)
    expect(tracks && stripeNumber(tracks)).toBe(number)
  })

  it('all misread want another swipe', () => {
    const tracks = parseTracks('%E?;E?+E?')
    expect(tracks && [stripeNumber(tracks), isMisread(tracks)]).toEqual([null, true])
    const read = parseTracks(T2)
    expect(read && isMisread(read)).toBe(false)
  })

  it.each(['', 'hello', '%', '%B', ';12', '%B1?xx;12?', 'x;12?', '%A?%B?', ';1?;2?;3?', `%${'1'.repeat(200)}?`])(
    '%j is no swipe',
    (text) => {
      expect(parseTracks(text)).toBeNull()
    },
  )

  it('of a bank are known by either track, whatever the length of the number', () => {
    for (const number of BANK_NUMBERS) {
      for (const text of [`%B${number}^A/B^2912?`, `;${number}=2912?`, `;${number}D2912?`, `;${number}=29`, `%B${number}^A/`, `${number}=2912`]) {
        const tracks = parseTracks(text)
        expect(tracks && isPaymentCard(tracks), text).toBe(true)
      }
    }
  })
})

describe('MagTek reports', () => {
  it('begin as the reference’s fixture', () => {
    const report = magtekReport(['%B8800123456781234^ZHANG/SAN^2912000?', ';8800123456781234=2912000?', ''])
    expect([...report.subarray(0, 11)]).toEqual([0, 0, 0, 0x25, 0x1a, 0, 0, 0x25, 0x42, 0x38, 0x38])
    expect([...report.subarray(117, 121)]).toEqual([0x3b, 0x38, 0x38, 0x30])
    expect(report).toHaveLength(337)
  })

  it('give the tracks, without the rubbish beyond their lengths', () => {
    const tracks = parseMagtek(magtekReport([T1, T2, '+01=1?']))
    expect(tracks).toEqual([
      { kind: 'read', content: 'B8800123456781231^ZHANG/SAN^2912000' },
      { kind: 'read', content: '8800123456781231=2912000' },
      { kind: 'read', content: '01=1' },
    ])
  })

  it('say which track was misread', () => {
    const tracks = parseMagtek(magtekReport(['', T2, ''], [true, false, false]))
    expect(tracks).toEqual([
      { kind: 'misread' },
      { kind: 'read', content: '8800123456781231=2912000' },
      { kind: 'absent' },
    ])
  })

  it('with one track of rubbish, or cut behind the last track, give the others', () => {
    const report = magtekReport(['\x07rubbish', T2, ''])
    expect(parseMagtek(report)).toEqual([{ kind: 'misread' }, { kind: 'read', content: '8800123456781231=2912000' }, { kind: 'absent' }])
    expect(parseMagtek(filledUp(report.subarray(0, 117 + T2.length)))).toEqual(parseMagtek(report))
  })

  it('of another length, or with impossible ones, are none', () => {
    expect(parseMagtek(new Uint8Array(64))).toBeNull()
    expect(parseMagtek(new Uint8Array(337))).toBeNull()
    const report = magtekReport([T1, T2, ''])
    report[3] = 111
    expect(parseMagtek(report)).toBeNull()
  })
})
