import { expect, test } from 'vitest'
import { bytesOfHex } from '../../src/journal/codec.ts'
import { parseReceiptCode, receiptCode } from '../../src/journal/receipt-code.ts'

test('till, seq and the last eight digits of the hash', () => {
  const hash = bytesOfHex(`${'00'.repeat(28)}9f2c01ab`) ?? new Uint8Array()
  expect(receiptCode(3, 147, hash)).toBe('R3-147-9f2c01ab')
  expect(parseReceiptCode(' r3-147-9F2C01AB ')).toEqual({ tillNumber: 3, seq: 147, hashTail: '9f2c01ab' })
})

test.each(['', 'R3-147', 'R0-1-00000000', 'R3-0-00000000', 'R3-147-9f2c01a', 'R3-147-9f2c01abc', 'R3--147-9f2c01ab', 'X3-147-9f2c01ab'])(
  '%j is no receipt code',
  (text) => {
    expect(parseReceiptCode(text)).toBeNull()
  },
)
