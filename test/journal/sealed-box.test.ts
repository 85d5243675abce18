import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blindIndex, normalisePhone, phoneTail } from '../../src/journal/blind-index.ts'
import { base64Of, bytesOfBase64, bytesOfHex, hexOf } from '../../src/journal/codec.ts'
import { unwrapRegionKey, wrapRegionKey } from '../../src/journal/key-wrap.ts'
import { openMember, sealMember, type MemberCard } from '../../src/journal/sealed-box.ts'
import { aead, hkdf, hmacSha256, randomBytes, x25519 } from '../../src/till/crypto.ts'

const boxKey = new Uint8Array(32).fill(7)
const card: MemberCard = { name: '陈晓梅', title: 'ms', phone: '13800138000', birthday: '02-29', notes: 'likes 龙井' }
const flip = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, at) => (at === Math.floor(bit / 8) % bytes.length ? byte ^ (1 << (bit % 8)) : byte))

test('a box opens to what was sealed, for its own member and key alone', () => {
  const box = sealMember(aead, randomBytes, boxKey, 'm1', card)
  expect(openMember(aead, boxKey, 'm1', box)).toEqual(card)
  expect(openMember(aead, boxKey, 'm2', box)).toBeNull()
  expect(openMember(aead, new Uint8Array(32), 'm1', box)).toBeNull()
  expect(Buffer.from(box).includes(Buffer.from('13800138000'))).toBe(false)
})

test('two boxes of the same card differ', () => {
  expect(sealMember(aead, randomBytes, boxKey, 'm1', card)).not.toEqual(sealMember(aead, randomBytes, boxKey, 'm1', card))
})

test('a box with any bit changed, or cut anywhere, does not open', () => {
  const box = sealMember(aead, randomBytes, boxKey, 'm1', card)
  for (let bit = 0; bit < box.length * 8; bit += 1) expect(openMember(aead, boxKey, 'm1', flip(box, bit))).toBeNull()
  for (let length = 0; length < box.length; length += 1) expect(openMember(aead, boxKey, 'm1', box.subarray(0, length))).toBeNull()
})

test('blind indexes: 16 bytes, the same for one phone however written, another for another kind or key', () => {
  const key = new Uint8Array(32).fill(1)
  const index = (kind: 'card' | 'phone' | 'phone-tail', text: string): string => hexOf(blindIndex(hmacSha256, key, kind, text))
  expect(index('phone', '+86 138-0013-8000')).toBe(index('phone', '13800138000'))
  expect(index('phone', '008613800138000')).toBe(index('phone', '13800138000'))
  expect(index('card', '8800 1234')).toBe(index('card', '88001234'))
  expect(index('card', '13800138000')).not.toBe(index('phone', '13800138000'))
  expect(blindIndex(hmacSha256, key, 'card', '1')).toHaveLength(16)
  expect(hexOf(blindIndex(hmacSha256, boxKey, 'card', '88001234'))).not.toBe(index('card', '88001234'))
})

test.each([
  ['13800138000', '13800138000'],
  ['+8613800138000', '13800138000'],
  ['+852 9123 4567', '+85291234567'],
  ['0085291234567', '+85291234567'],
  ['021-1234567', '0211234567'],
])('phone %s is kept as %s', (text, normalised) => {
  expect(normalisePhone(text)).toBe(normalised)
})

test('the last four digits', () => {
  expect(phoneTail('+86 138-0013-8000')).toBe('8000')
  expect(phoneTail('123')).toBeNull()
})

test("a region's keys come through to the till they were wrapped for, and to no other", () => {
  const till = x25519.makePair()
  const other = x25519.makePair()
  const regionKey = { boxKey, indexKey: new Uint8Array(32).fill(9) }
  const wrapped = wrapRegionKey({ aead, hkdf, x25519, randomBytes }, till.publicKey, 't1', regionKey)
  if (!wrapped) throw new Error('not wrapped')
  const open = (tillId: string, pair: typeof till, bytes: Uint8Array) =>
    unwrapRegionKey({ aead, hkdf, x25519 }, { tillId, boxPrivateKey: pair.privateKey, boxPublicKey: pair.publicKey }, bytes)
  expect(open('t1', till, wrapped)).toEqual(regionKey)
  expect(open('t2', till, wrapped)).toBeNull()
  expect(open('t1', other, wrapped)).toBeNull()
  for (let bit = 0; bit < wrapped.length * 8; bit += 7) expect(open('t1', till, flip(wrapped, bit))).toBeNull()
  expect(open('t1', till, wrapped.subarray(0, 40))).toBeNull()
  expect(wrapRegionKey({ aead, hkdf, x25519, randomBytes }, new Uint8Array(32), 't1', regionKey)).toBeNull()
})

test('base64 and hex have one text for one value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(bytesOfBase64(base64Of(bytes))).toEqual(bytes)
      expect(bytesOfHex(hexOf(bytes))).toEqual(bytes)
    }),
  )
  for (const text of ['A', 'AA', 'AA=', 'AB==', 'A===', 'AA==AA==', 'AA-_']) expect(bytesOfBase64(text)).toBeNull()
  expect(bytesOfHex('abc')).toBeNull()
  expect(bytesOfHex('zz')).toBeNull()
})
