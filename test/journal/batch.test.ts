import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BATCH_LIMITS, batchSigningBytes, takeBatch, type QueuedRow } from '../../src/journal/batch.ts'
import { textOf } from '../../src/journal/codec.ts'

const queueOf = (sizes: readonly number[], epoch = 1): QueuedRow[] => sizes.map((size, at) => ({ epoch, seq: at + 1, bytes: new Uint8Array(size) }))

test('500 events, the 501st waits', () => {
  expect(takeBatch(queueOf(Array.from({ length: 600 }, () => 10)))).toHaveLength(500)
})

test('256 kB exactly, one byte more waits', () => {
  const half = BATCH_LIMITS.bytesMax / 2
  expect(takeBatch(queueOf([half, half, 1]))).toHaveLength(2)
  expect(takeBatch(queueOf([half, half + 1]))).toHaveLength(1)
})

test('a larger event travels alone', () => {
  const large = BATCH_LIMITS.bytesMax + 1
  expect(takeBatch(queueOf([large, 1])).map((row) => row.seq)).toEqual([1])
  expect(takeBatch(queueOf([1, large])).map((row) => row.seq)).toEqual([1])
})

test('a batch never mixes epochs nor leaves one out', () => {
  const rows = [...queueOf([1, 1]), ...queueOf([1], 2)]
  expect(takeBatch(rows)).toHaveLength(2)
  const [first, , third] = queueOf([1, 1, 1])
  expect(takeBatch([first, third] as QueuedRow[])).toHaveLength(1)
})

test('whatever the sizes, batches lead through the whole queue in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 60 }), (sizes) => {
      const limits = { eventsMax: 7, bytesMax: 200 }
      let queue = queueOf(sizes)
      const sent: number[] = []
      while (queue.length > 0) {
        const batch = takeBatch(queue, limits)
        expect(batch.length).toBeGreaterThan(0)
        expect(batch.length).toBeLessThanOrEqual(limits.eventsMax)
        if (batch.length > 1) expect(batch.reduce((sum, row) => sum + row.bytes.length, 0)).toBeLessThanOrEqual(limits.bytesMax)
        sent.push(...batch.map((row) => row.seq))
        queue = queue.slice(batch.length)
      }
      expect(sent).toEqual(sizes.map((_, at) => at + 1))
    }),
  )
})

test('a queue is read no further than one batch needs', () => {
  let read = 0
  const endless = (function* () {
    for (;;) yield { epoch: 1, seq: ++read, bytes: new Uint8Array(1) }
  })()
  takeBatch(endless)
  expect(read).toBe(501)
})

test('the signature names its purpose and every fact of the batch', () => {
  const seal = { tillId: 't', epoch: 1, firstSeq: 2, count: 3, previousHash: 'aa', lastHash: 'bb' }
  expect(textOf(batchSigningBytes(seal))).toBe(
    'tillpoint-batch/1\n{"count":3,"epoch":1,"firstSeq":2,"lastHash":"bb","previousHash":"aa","tillId":"t"}',
  )
})
