import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '../../src/journal/canonical.ts'
import { fromColumns, toColumns } from '../../src/journal/columns.ts'
import { packEvents, unpackEvents } from '../../src/journal/packed-events.ts'
import { saleStream } from '../support/sale-stream.ts'

/** Sales of a busy till, by the real engine. */
let events: string[]
beforeAll(async () => {
  events = await saleStream(100)
}, 60_000)

const CHARS_MAX = 10_000_000
const limits = { valuesMax: 1_000_000, depthMax: 64, charsMax: CHARS_MAX }
const overTheWire = <T>(sent: T): T => JSON.parse(JSON.stringify(sent)) as T
/** All that a push carries, as it is on the line. */
const wireBytes = (texts: readonly string[]): number => {
  const hash = 'ab'.repeat(32)
  const body = { v: 1, tillId: 't-1', epoch: 1, firstSeq: 1, previousHash: hash, lastHash: hash.split('').reverse().join(''), signature: Buffer.alloc(64, 7).toString('base64'), outcomesAfter: null, count: texts.length, columns: packEvents(texts) }
  return gzipSync(JSON.stringify(body)).length
}

test('a three-line sale takes at most 180 bytes on the wire, already in batches of a fifth of 500', () => {
  expect(wireBytes(events) / events.length).toBeLessThanOrEqual(180)
  // Gzip of the texts alone would not do.
  expect(gzipSync(JSON.stringify(events)).length / events.length).toBeGreaterThan(180)
})

test('the exact texts come back', () => {
  expect(unpackEvents(overTheWire(packEvents(events)), events.length, CHARS_MAX)).toEqual(events)
})

test('whatever JSON says comes back as it was, in any mixture of shapes', () => {
  const anything = fc.jsonValue({ depthSize: 'medium' }).map((json) => JSON.parse(JSON.stringify(json)) as unknown)
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (values) => {
      const back = fromColumns(overTheWire(toColumns(values)), values.length, limits)
      expect(back?.map(canonicalJson)).toEqual(values.map(canonicalJson))
    }),
    { numRuns: 300 },
  )
})

test('numbers at the ends of what is exact, fractions and zeros come back', () => {
  const values = [0, -0, 1, -1, 0.5, 1e300, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, -(2 ** 53), 7, 7].map((n) => ({ n }))
  expect(fromColumns(overTheWire(toColumns(values)), values.length, limits)?.map(canonicalJson)).toEqual(values.map(canonicalJson))
})

test('texts that no program of ours wrote travel as they are', () => {
  expect(packEvents(events.slice(0, 5))).toBeNull()
  expect(packEvents([...events.slice(0, 20), '{"b":1, "a":2}'])).toBeNull()
  expect(packEvents([...events.slice(0, 20), 'no json'])).toBeNull()
})

describe('columns made to harm', () => {
  const ids = { times: 0, tails: '' }
  const unpack = (columns: unknown, count = 500): string[] | null => unpackEvents(columns, count, 1_000_000)

  test('that would grow without end are refused, before they have grown', () => {
    expect(unpack({ shape: ['number', 0], numbers: [['c', 1, 4_000_000_000]], texts: [], ids })).toBeNull()
    const doubling = Array.from({ length: 40 }).reduce<unknown>((inner) => ['list', 0, inner], ['null'])
    expect(unpack({ shape: doubling, numbers: [['c', 500, 500]], texts: [], ids })).toBeNull()
    expect(unpack({ shape: ['text', 0], numbers: [['c', 0, 500]], texts: ['x'.repeat(100_000)], ids })).toBeNull()
    expect(unpack({ shape: ['object', ['k'.repeat(100_000)], [['null']]], numbers: [], texts: [], ids })).toBeNull()
    const deep = Array.from({ length: 2_000 }).reduce<unknown>((inner) => ['object', ['a'], [inner]], ['null'])
    expect(unpack({ shape: deep, numbers: [], texts: [], ids }, 1)).toBeNull()
  })

  test('that do not hold together are refused', () => {
    const good = overTheWire(packEvents(events))
    fc.assert(
      fc.property(fc.constantFrom('shape', 'numbers', 'texts', 'ids'), fc.jsonValue(), (part, other) => {
        const changed = unpack({ ...(good as object), [part]: other }, events.length)
        expect(changed === null || changed.length === events.length).toBe(true)
      }),
      { numRuns: 200 },
    )
    for (const broken of [null, 1, [], {}, { shape: ['what'] }]) expect(unpack(broken)).toBeNull()
    expect(unpack(good, events.length + 1)).toBeNull()
  })
})
