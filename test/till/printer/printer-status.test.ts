import { describe, expect, it } from 'vitest'
import { decodeStatus, isPaperByte, isStatusByte, paperByteSaysOut } from '../../../src/till/printer/printer-status.ts'

const IDLE = 0x12

describe('DLE EOT answers', () => {
  it.each([
    ['all well', [0x12, 0x12, 0x12, 0x12], null],
    ['cover open, so offline', [0x1a, 0x16, 0x12, 0x12], 'cover-open'],
    ['paper out, so offline', [0x1a, 0x32, 0x12, 0x72], 'paper-out'],
    ['paper out, told by the sensor alone', [0x12, 0x12, 0x12, 0x72], 'paper-out'],
    ['cutter', [0x1a, 0x52, 0x1a, 0x12], 'cutter'],
    ['an error that stays', [0x1a, 0x52, 0x32, 0x12], 'printer-error'],
    ['offline by its button', [0x1a, 0x12, 0x12, 0x12], 'offline'],
    ['silence', [null, null, null, null], 'no-answer'],
  ] as const)('%s', (_, bytes, problem) => {
    expect(decodeStatus(bytes).problem?.kind ?? null).toBe(problem)
  })

  it('tell of the paper’s near end and the drawer', () => {
    expect(decodeStatus([0x16, IDLE, IDLE, 0x1e])).toEqual({ problem: null, paperNearEnd: true, drawerPinHigh: true })
    expect(decodeStatus([IDLE, IDLE, IDLE, IDLE])).toEqual({ problem: null, paperNearEnd: false, drawerPinHigh: false })
  })

  it('are told apart from GS r’s', () => {
    for (let byte = 0; byte < 256; byte += 1) expect(isStatusByte(byte) && isPaperByte(byte)).toBe(false)
    expect(isStatusByte(0x12)).toBe(true)
    expect([isPaperByte(0x00), isPaperByte(0x0f), paperByteSaysOut(0x0c), paperByteSaysOut(0x03)]).toEqual([
      true,
      true,
      true,
      false,
    ])
  })
})
