import { expect, it } from 'vitest'
import { wrappingKeyStore } from '../../../src/till/process/wrapping-key-store.ts'

const secret = new TextEncoder().encode('a till key')
const keyOf = (byte: number) => new Uint8Array(32).fill(byte)

it('opens what it wrapped, and never wraps the same bytes alike', async () => {
  const store = wrappingKeyStore({ kind: 'os', key: keyOf(1) })
  const [first, second] = [await store.wrap(secret), await store.wrap(secret)]
  expect(Buffer.from(first).includes(Buffer.from(secret))).toBe(false)
  expect(Buffer.from(first).equals(second)).toBe(false)
  expect(Buffer.from(await store.unwrap(first)).toString()).toBe('a till key')
})
it('opens nothing of another key or that was changed', async () => {
  const wrapped = Buffer.from(await wrappingKeyStore({ kind: 'os', key: keyOf(1) }).wrap(secret))
  await expect(wrappingKeyStore({ kind: 'os', key: keyOf(2) }).unwrap(wrapped)).rejects.toThrow('another key')
  wrapped[wrapped.length - 1]! ^= 1
  await expect(wrappingKeyStore({ kind: 'os', key: keyOf(1) }).unwrap(wrapped)).rejects.toThrow('another key')
})
