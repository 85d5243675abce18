import { describe, expect, it } from 'vitest'
import { parseHidDescriptor, type HidSlot } from '../../../src/scan/hid/descriptor.ts'
import { scannerLayouts, type ScannerLayout } from '../../../src/scan/hid/scanner-layout.ts'
import { activationReport } from '../../../src/scan/hid/vendors.ts'
import { bytesOf, HID_LAYOUTS, HONEYWELL_DESCRIPTOR } from '../../sim/devices/hid-reports.ts'

/** As offsets of bytes, to be compared with the reference. */
function inBytes(layouts: readonly ScannerLayout[]) {
  const at = (slot: HidSlot | null): number | null => (slot === null ? null : slot.bitOffset / 8)
  return layouts.map(({ reportId, count, aim, data, more, codeId }) => ({
    reportId,
    countAt: at(count),
    aimAt: aim?.map(at) ?? null,
    dataAt: at(data),
    dataBytes: data.count,
    more: more === null ? null : { at: more.bitOffset >> 3, bit: more.bitOffset & 7 },
    codeIdAt: at(codeId),
  }))
}

function layoutsOf(hex: string) {
  const descriptor = parseHidDescriptor(bytesOf(hex))
  return descriptor === null ? null : inBytes(scannerLayouts(descriptor))
}

describe('report descriptors', () => {
  it('give each layout its offsets', () => {
    const offsets = Object.values(HID_LAYOUTS).map(({ descriptor }) => {
      const parsed = parseHidDescriptor(descriptor)
      return parsed === null ? null : inBytes(scannerLayouts(parsed))
    })
    expect(offsets).toEqual([
      [{ reportId: 2, countAt: 1, aimAt: [2, 3, 4], dataAt: 5, dataBytes: 56, more: { at: 63, bit: 0 }, codeIdAt: 61 }],
      [{ reportId: 2, countAt: 1, aimAt: null, dataAt: 2, dataBytes: 56, more: { at: 63, bit: 0 }, codeIdAt: 62 }],
      [{ reportId: 2, countAt: 1, aimAt: [3, 4, 5], dataAt: 6, dataBytes: 56, more: { at: 63, bit: 0 }, codeIdAt: 62 }],
      [
        {
          reportId: 2,
          countAt: null,
          aimAt: [1, 2, 3],
          dataAt: 4,
          dataBytes: 56,
          more: { at: 60, bit: 0 },
          codeIdAt: null,
        },
      ],
    ])
  })

  it('are read with usage ranges, long items, push and pop, and without report ids', () => {
    const layouts = layoutsOf(`
      FE 02 10 AA BB
      05 8C 09 02 A1 01 09 12 A1 02 15 00 26 FF 00 75 08
        95 03 19 FB 29 FD 81 02
        A4 05 01 95 01 09 3B 81 02 B4
        0B FE 00 8C 00 95 20 82 02 01
        75 01 95 08 09 FF 81 02
      C0 C0`)
    expect(layouts).toEqual([
      {
        reportId: null,
        countAt: 3,
        aimAt: [0, 1, 2],
        dataAt: 4,
        dataBytes: 32,
        more: { at: 36, bit: 0 },
        codeIdAt: null,
      },
    ])
  })

  it('that are cut, pop too much or ask for absurd sizes are refused', () => {
    expect(layoutsOf('05 8C 09 02 A1 01 26 FF')).toBeNull()
    expect(layoutsOf('B4')).toBeNull()
    expect(layoutsOf('05 8C 75 20 97 FF FF FF FF 09 FE 81 02')).toBeNull()
    expect(layoutsOf('A4 '.repeat(40))).toBeNull()
  })

  it('of Honeywell scanners ask for the report that ends keyboard mode', () => {
    const descriptor = parseHidDescriptor(HONEYWELL_DESCRIPTOR)
    if (descriptor === null) throw new Error('the descriptor is good')
    expect(activationReport(0x0c2e, descriptor)).toEqual(Uint8Array.of(0xfe, 0x01))
    expect(activationReport(0x23d0, descriptor)).toEqual(Uint8Array.of(0xfe, 0x01))
    expect(activationReport(0x1eab, descriptor)).toBeNull()
  })
})
