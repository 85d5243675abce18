import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOf, utf8 } from '../../src/journal/codec.ts'
import { eventBytes, readEvent, type JournalEvent } from '../../src/journal/event.ts'

const event: JournalEvent = {
  v: 1,
  tillId: 't1',
  epoch: 1,
  seq: 7,
  id: '019a0000-0000-7000-8000-000000000001',
  kind: 'sale',
  committedAtMs: 1_770_000_000_000,
  monotonicMs: 12,
  bootId: 'b1',
  businessDate: '2026-02-02',
  body: { name: '龙井茶 é', deep: [1, { z: 0, a: null }], big: 1e21, negative: -0 },
}

test('bytes are canonical: sorted keys, no spaces, UTF-8, one writing of a number', () => {
  expect(textOf(eventBytes(event))).toBe(
    '{"body":{"big":1e+21,"deep":[1,{"a":null,"z":0}],"name":"龙井茶 é","negative":0},"bootId":"b1","businessDate":"2026-02-02",' +
      '"committedAtMs":1770000000000,"epoch":1,"id":"019a0000-0000-7000-8000-000000000001","kind":"sale","monotonicMs":12,"seq":7,"tillId":"t1","v":1}',
  )
})

test('the order in which an event was put together does not matter', () => {
  const backwards = Object.fromEntries(Object.entries(event).reverse()) as JournalEvent
  expect(eventBytes(backwards)).toEqual(eventBytes(event))
})

test('any body comes back as it was, and gives the same bytes again', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (body) => {
      const bytes = eventBytes({ ...event, body })
      const reading = readEvent(bytes)
      expect(reading.kind).toBe('event')
      if (reading.kind === 'event') expect(eventBytes(reading.event)).toEqual(bytes)
    }),
  )
})

test('a field of a newer till is kept', () => {
  const reading = readEvent(eventBytes({ ...event, futureField: { x: 1 } } as JournalEvent))
  expect(reading).toMatchObject({ kind: 'event', event: { futureField: { x: 1 } } })
})

test.each([
  ['not_utf8', new Uint8Array([0xff, 0xfe])],
  ['not_json', utf8('{"v":1')],
  ['not_an_event', utf8('[]')],
  ['not_an_event', utf8('{"v":2}')],
  ['not_an_event', eventBytes({ ...event, seq: 0 })],
  ['not_an_event', eventBytes({ ...event, epoch: 1.5 })],
  ['not_an_event', eventBytes({ ...event, businessDate: 'yesterday' })],
  ['not_canonical', utf8(` ${textOf(eventBytes(event)) ?? ''}`)],
  ['not_canonical', utf8((textOf(eventBytes(event)) ?? '').replace('"deep"', '"d\\u0065ep"'))],
])('unreadable bytes have a name: %s', (why, bytes) => {
  expect(readEvent(bytes)).toEqual({ kind: 'unreadable', why })
})

test('what JSON cannot hold is a bug, not an event', () => {
  expect(() => eventBytes({ ...event, committedAtMs: Number.NaN })).toThrow()
  expect(() => eventBytes({ ...event, body: '\ud800' })).toThrow()
})
