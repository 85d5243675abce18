import { describe, expect, it } from 'vitest'
import { classify } from '../../../src/scan/dispatch.ts'
import { createHidReader, hidKind, type HidReader } from '../../../src/scan/hid/hid-device.ts'
import { DEFAULT_SCAN_RULES } from '../../../src/scan/rules.ts'
import {
  bytesOf,
  GRYPHON_KEYBOARD_DESCRIPTOR,
  HID_LAYOUTS,
  hexOf,
  HONEYWELL_DESCRIPTOR,
  REM_DESCRIPTOR,
  scannerReports,
} from '../../sim/devices/hid-reports.ts'

const EAN = '6901234567892'
const URL60 = 'https://m.example.com/c/01J9ZK3YQ8W4T7N2B5?c=94287082&t=59#A'
const HONEYWELL = { vendorId: 0x0c2e, productId: 0x0b81 }

function reader(descriptor: Uint8Array | null): HidReader {
  return createHidReader('scanner', { ...HONEYWELL, descriptor })
}
function read(hid: HidReader, reports: readonly Uint8Array[], stepMs = 8) {
  return reports.flatMap((report, index) => hid.report(report, index * stepMs))
}

describe('the reference’s reports', () => {
  const EAN_A = `02 0D 5D 45 30 36 39 30 31 32 33 34 35 36 37 38 39 32 ${'00 '.repeat(43)} 64 00 00`
  const EAN_B = `02 0D 36 39 30 31 32 33 34 35 36 37 38 39 32 ${'00 '.repeat(49)}`

  it('are what the simulated scanners send', () => {
    const [a] = scannerReports(HID_LAYOUTS.A, { aim: ']E0', text: EAN, codeId: 'd' })
    expect(hexOf(a ?? new Uint8Array())).toBe(hexOf(bytesOf(EAN_A)))
    const [first, second] = scannerReports(HID_LAYOUTS.A, { aim: ']Q1', text: URL60, codeId: 's' }).map(hexOf)
    expect(first).toMatch(/^02 38 5D 51 31 68 74 74 70 73 3A 2F 2F .* 26 74 3D 73 00 01$/)
    expect(second).toBe(`02 04 5D 51 31 35 39 23 41 ${'00 '.repeat(52)}73 00 00`)
    const [b] = scannerReports(HID_LAYOUTS.B, { aim: '', text: EAN })
    expect(hexOf(b ?? new Uint8Array())).toBe(hexOf(bytesOf(EAN_B)))
  })

  it('have 64 bytes', () => {
    for (const layout of [HID_LAYOUTS.A, HID_LAYOUTS.B, HID_LAYOUTS.C]) {
      expect(scannerReports(layout, { aim: ']E0', text: EAN })[0]).toHaveLength(64)
    }
  })
})

describe.each(Object.entries(HID_LAYOUTS))('layout %s', (name, layout) => {
  const aim = (identifier: string): string | null => (name === 'B' ? null : identifier)

  describe.each([
    ['by its descriptor', layout.descriptor],
    ['without a descriptor', null],
  ])('%s', (_, descriptor) => {
    it('gives a code in one report', () => {
      const [scan, ...others] = read(reader(descriptor), scannerReports(layout, { aim: ']E0', text: EAN }))
      expect(scan).toMatchObject({ source: 'hid', text: EAN, aim: aim(']E0'), atMs: 0 })
      expect(others).toEqual([])
    })

    it('puts a code over two and three reports together', () => {
      for (const text of [URL60, URL60 + URL60]) {
        const scans = read(reader(descriptor), scannerReports(layout, { aim: ']Q1', text }))
        expect(scans.map((scan) => scan.text)).toEqual([text])
      }
    })

    it('reads Chinese, in UTF-8 or GB 18030', () => {
      const gb = Uint8Array.of(0xbb, 0xe1, 0xd4, 0xb1, 0x38, 0x38)
      for (const text of ['会员88', gb]) {
        expect(read(reader(descriptor), scannerReports(layout, { aim: ']Q1', text })).map((scan) => scan.text)).toEqual(
          ['会员88'],
        )
      }
    })

    it('keeps characters whole that lie on the border of two reports', () => {
      const text = `${'x'.repeat(55)}会员`
      expect(read(reader(descriptor), scannerReports(layout, { aim: ']Q1', text })).map((scan) => scan.text)).toEqual([
        text,
      ])
    })

    it('strips one line end that is part of the code', () => {
      const scans = ['\r', '\n', '\r\n'].flatMap((end) =>
        read(reader(descriptor), scannerReports(layout, { aim: ']E0', text: EAN + end })),
      )
      expect(scans.map((scan) => scan.text)).toEqual([EAN, EAN, EAN])
    })
  })
})

describe('traps', () => {
  const { A } = HID_LAYOUTS
  const exactly56 = 'X'.repeat(56)
  const falseMore = A.report({ aim: ']Q1', text: new TextEncoder().encode(exactly56), codeId: 's', more: true })

  it('a false "more" at exactly 56 bytes ends after 100 ms', () => {
    const hid = reader(A.descriptor)
    expect(hid.report(falseMore, 1000)).toEqual([])
    expect(hid.wakeAtMs).toBe(1100)
    expect(hid.idle(1099)).toEqual([])
    expect(hid.idle(1100).map((scan) => scan.text)).toEqual([exactly56])
    expect(hid.wakeAtMs).toBeNull()
  })

  it('a false "more" does not run into the next code', () => {
    const [next] = scannerReports(A, { aim: ']Q1', text: 'MEM0001234' })
    const [other] = scannerReports(A, { aim: ']E0', text: EAN })
    for (const [report, atMs] of [
      [next, 1200],
      [other, 1050],
    ] as const) {
      const hid = reader(A.descriptor)
      hid.report(falseMore, 1000)
      const texts = hid.report(report ?? falseMore, atMs).map((scan) => scan.text)
      expect(texts[0]).toBe(exactly56)
      expect(texts).toHaveLength(2)
    }
  })

  it('answers to commands are no codes, not even in the middle of one', () => {
    const [first, second] = scannerReports(A, { aim: ']Q1', text: URL60 })
    const replies = [
      ...scannerReports(A, { aim: ']X0', text: 'REV:1.0' }),
      ...['\x06', '\x15', '\x05'].flatMap((text) => scannerReports(A, { aim: ']Z6', text })),
    ]
    const scans = read(reader(A.descriptor), [...replies, first ?? falseMore, ...replies, second ?? falseMore], 1)
    expect(scans.map((scan) => scan.text)).toEqual([URL60])
  })

  it('Honeywell’s REM mode has the same usages on a vendor page', () => {
    const scans = read(reader(REM_DESCRIPTOR), scannerReports(A, { aim: ']Q1', text: URL60 }))
    expect(scans.map((scan) => scan.text)).toEqual([URL60])
    expect(hidKind({ vendorId: 0xffff, productId: 1, descriptor: REM_DESCRIPTOR }, null)).toBe('scanner')
  })

  it('layout C from a device whose descriptor says A', () => {
    const [report] = scannerReports(HID_LAYOUTS.C, { aim: ']E0', text: EAN })
    expect(reader(HONEYWELL_DESCRIPTOR).report(report ?? falseMore, 0)).toMatchObject([{ text: EAN, aim: ']E0' }])
  })

  it('Honeywell’s own code id tells where the identifier does not', () => {
    const [report] = scannerReports(A, { aim: '', text: EAN, codeId: 'd' })
    const [scan] = reader(A.descriptor).report(report ?? falseMore, 0)
    expect(scan && classify(scan, DEFAULT_SCAN_RULES)).toMatchObject({
      kind: 'product',
      symbology: 'ean-13',
      aim: null,
    })
  })

  it('a count beyond the report, a strange report id and a cut report are noise', () => {
    const hid = reader(A.descriptor)
    const [good] = scannerReports(A, { aim: ']E0', text: EAN })
    const bad = Uint8Array.from(good ?? [])
    bad[1] = 200
    expect(hid.report(bad, 0)).toEqual([])
    expect(hid.report(Uint8Array.of(9, ...(good ?? []).slice(1)), 0)).toEqual([])
    expect(hid.report((good ?? bad).subarray(0, 10), 0)).toEqual([])
    expect(hid.report(new Uint8Array(), 0)).toEqual([])
    expect(hid.report(good ?? bad, 0)).toHaveLength(1)
  })

  it('what was pending when the device went comes out', () => {
    const hid = reader(A.descriptor)
    hid.report(falseMore, 0)
    expect(hid.flush().map((scan) => scan.text)).toEqual([exactly56])
  })

  it('a code without end is cut', () => {
    const hid = reader(A.descriptor)
    for (let index = 0; index < 1000; index += 1) hid.report(falseMore, index)
    expect(hid.flush()[0]?.text.length).toBe(8192)
  })
})

describe('what a device is', () => {
  it('is told by usages first', () => {
    for (const { descriptor } of Object.values(HID_LAYOUTS)) {
      expect(hidKind({ vendorId: 0x0801, productId: 2, descriptor }, null)).toBe('scanner')
    }
    expect(hidKind({ vendorId: 0x1eab, productId: 0x0110, descriptor: GRYPHON_KEYBOARD_DESCRIPTOR }, null)).toBe(
      'keyboard',
    )
  })

  it.each([
    ['MagTek', 0x0801, 0x0002, 'magstripe'],
    ['MagTek as keyboard', 0x0801, 0x0001, 'keyboard'],
    ['Newland HR200 as keyboard', 0x1eab, 0x0103, 'keyboard'],
    ['Newland HR200 as HID POS', 0x1eab, 0x0110, 'scanner'],
    ['Zebra as keyboard', 0x05e0, 0x1200, 'keyboard'],
    ['Intermec SG20', 0x067e, 0x0809, 'scanner'],
    ['a board without a name', 0xffff, 0x0035, 'scanner'],
  ] as const)('then by ids: %s', (_, vendorId, productId, kind) => {
    expect(hidKind({ vendorId, productId, descriptor: null }, null)).toBe(kind)
  })
})
