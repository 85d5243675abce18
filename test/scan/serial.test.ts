import { describe, expect, it } from 'vitest'
import { DEFAULT_SERIAL_SETTINGS, SerialFramer } from '../../src/scan/serial.ts'
import { serialFrame, type SerialEnding, type SerialFrame } from '../sim/devices/serial-frames.ts'

function read(frames: readonly SerialFrame[], chunkBytes = 1): readonly string[] {
  const framer = new SerialFramer(DEFAULT_SERIAL_SETTINGS)
  const texts: string[] = []
  let atMs = 1000
  for (const { bytes, gapsMs } of frames) {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      atMs += gapsMs[at] ?? 0
      texts.push(...framer.bytes(bytes.subarray(at, at + chunkBytes), atMs).map((scan) => scan.text))
    }
  }
  return [...texts, ...framer.flush().map((scan) => scan.text)]
}
const ENDINGS: readonly SerialEnding[] = ['cr', 'crlf', 'lf', 'stx-etx', 'none']

describe('serial frames', () => {
  it.each(ENDINGS)('ending in %s give each code once, however the bytes are cut', (ending) => {
    const codes = [']C0MEM0001234', ']E06901234567892', '8800123456781231', '会员88']
    const frames = codes.map((code) => serialFrame(code, ending, 50))
    for (const chunkBytes of [1, 3, 64]) expect(read(frames, chunkBytes)).toEqual(codes)
  })

  it('come with the last byte, not after the pause', () => {
    const framer = new SerialFramer(DEFAULT_SERIAL_SETTINGS)
    expect(framer.bytes(new TextEncoder().encode('8800123456781231\r'), 0)).toHaveLength(1)
    expect(framer.wakeAtMs).toBeNull()
  })

  it('without suffix come after the pause', () => {
    const framer = new SerialFramer({ ...DEFAULT_SERIAL_SETTINGS, idleGapMs: 30 })
    framer.bytes(new TextEncoder().encode('8800123456781231'), 100)
    expect(framer.wakeAtMs).toBe(130)
    expect(framer.idle(129)).toEqual([])
    expect(framer.idle(130)).toMatchObject([{ text: '8800123456781231', source: 'serial', atMs: 100 }])
    expect(framer.idle(500)).toEqual([])
  })

  it('in a row without a pause are told apart by the suffix', () => {
    expect(
      read([serialFrame('AAAA1', 'cr', 0), serialFrame('BBBB2', 'stx-etx', 0), serialFrame('CCCC3', 'crlf', 0)]),
    ).toEqual(['AAAA1', 'BBBB2', 'CCCC3'])
  })

  it('a frame may hold line ends', () => {
    expect(read([serialFrame('line 1\rline 2', 'stx-etx', 0)])).toEqual(['line 1\rline 2'])
  })

  it('a new STX ends a frame that lost its ETX', () => {
    const framer = new SerialFramer(DEFAULT_SERIAL_SETTINGS)
    const texts = framer.bytes(new TextEncoder().encode('\x02AAAA\x02BBBB\x03'), 0).map((scan) => scan.text)
    expect(texts).toEqual(['AAAA', 'BBBB'])
  })

  it('line noise is no code', () => {
    expect(
      read([
        { bytes: Uint8Array.of(0x00, 0xff, 0x0d, 0x80, 0x0d, 0x41, 0x0d, 0x07, 0x41, 0x42, 0x43, 0x0d), gapsMs: [] },
      ]),
    ).toEqual([])
  })

  it('may end by a tab, and are not spoilt by flow control or by what an opened line sends', () => {
    const bytes = Uint8Array.of(0x00, 0x00, 0x11, ...new TextEncoder().encode('8800123456781231\t'), 0x13)
    expect(read([{ bytes, gapsMs: [] }])).toEqual(['8800123456781231'])
  })

  it('of two Chinese characters are long enough', () => {
    expect(read([{ bytes: Uint8Array.of(0xbb, 0xe1, 0xd4, 0xb1, 0x0d), gapsMs: [] }])).toEqual(['会员'])
  })

  it('GS between fields stays', () => {
    expect(read([serialFrame(']C10106901234567892\x1d10A', 'cr', 0)])).toEqual([']C10106901234567892\x1d10A'])
  })

  it('an endless stream is cut', () => {
    const framer = new SerialFramer(DEFAULT_SERIAL_SETTINGS)
    for (let index = 0; index < 100; index += 1) framer.bytes(new TextEncoder().encode('x'.repeat(1000)), index)
    expect(framer.flush()[0]?.text).toHaveLength(8192)
  })
})
