import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainHashes, GENESIS_HASH, verifyChain, type ChainRow } from '../../src/journal/chain.ts'
import { hexOf, utf8 } from '../../src/journal/codec.ts'
import { sha256 } from '../../src/till/crypto.ts'

const journal = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 12 })

function rowsOf(events: readonly Uint8Array[]): ChainRow[] {
  const hashes = chainHashes(sha256, GENESIS_HASH, events)
  return events.map((bytes, at) => ({ seq: at + 1, bytes, hash: hashes[at] ?? GENESIS_HASH }))
}
const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, at) => (at === Math.floor(bit / 8) % bytes.length ? byte ^ (1 << (bit % 8)) : byte))

test('the hash is SHA-256 over the previous hash and the bytes, 32 zero bytes before the first', () => {
  const [first, second] = chainHashes(sha256, GENESIS_HASH, [utf8('a'), utf8('b')])
  // (head -c32 /dev/zero; printf a) | sha256sum
  expect(hexOf(first ?? GENESIS_HASH)).toBe('41a0370c3d9f42773a59e8e01651911cf43b1e3f66944cbb690029debc4eb647')
  expect(hexOf(second ?? GENESIS_HASH)).toHaveLength(64)
})

test('an honest chain is whole', () => {
  fc.assert(
    fc.property(journal, (events) => {
      const rows = rowsOf(events)
      expect(verifyChain(sha256, GENESIS_HASH, 1, rows)).toEqual({ kind: 'whole', lastHash: rows.at(-1)?.hash, count: rows.length })
    }),
  )
})

test('one changed bit, in bytes or hash, is found at its own row', () => {
  fc.assert(
    fc.property(journal, fc.nat(), fc.nat(), fc.boolean(), (events, pick, bit, inHash) => {
      const rows = rowsOf(events)
      const at = pick % rows.length
      const damaged = rows.map((row, index) => {
        if (index !== at) return row
        return inHash ? { ...row, hash: flipped(row.hash, bit) } : { ...row, bytes: flipped(row.bytes, bit) }
      })
      expect(verifyChain(sha256, GENESIS_HASH, 1, damaged)).toEqual({ kind: 'broken', seq: at + 1, why: 'hash' })
    }),
  )
})

test('a missing, doubled or exchanged row is found', () => {
  const rows = rowsOf([utf8('a'), utf8('b'), utf8('c')])
  const [a, b, c] = rows as [ChainRow, ChainRow, ChainRow]
  expect(verifyChain(sha256, GENESIS_HASH, 1, [a, c])).toMatchObject({ kind: 'broken', seq: 2, why: 'seq' })
  expect(verifyChain(sha256, GENESIS_HASH, 1, [a, a, b])).toMatchObject({ kind: 'broken', seq: 2, why: 'seq' })
  expect(verifyChain(sha256, GENESIS_HASH, 1, [{ ...b, seq: 1 }, { ...a, seq: 2 }, c])).toMatchObject({ kind: 'broken', seq: 1, why: 'hash' })
})
