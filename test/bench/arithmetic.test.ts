import { expect, test } from 'vitest'
import { partNames, readOptions } from './options.ts'
import { inRounds, median, middle, percentile, ratio } from './statistics.ts'
import { gigabytes, megabytes, notMeasured, tableOf, time, times } from './table.ts'

/** The benchmark measures nothing here: only what it makes of its samples. */

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => count - index)

test.each([
  [100, 0.5, 50],
  [100, 0.99, 99],
  [100, 1, 100],
  [100, 0, 1],
  [3, 0.5, 2],
  [4, 0.5, 2],
  [1, 0.99, 1],
])('of 1 to %i the percentile %d is the nearest rank %i, in whatever order', (count, share, expected) => {
  expect(percentile(upTo(count), share)).toBe(expected)
})

test('of nothing there is no percentile', () => {
  expect(percentile([], 0.5)).toBeNaN()
  expect(time(percentile([], 0.5))).toBe('none')
})

test('one disturbed round moves neither the middle nor the ratio', () => {
  const calm = [1, 2, 3]
  const rounds = [calm, [100, 200, 300], calm]
  expect(median([3, 1, 2])).toBe(2)
  expect(middle(rounds, 1)).toBe(3)
  expect(ratio(rounds, [[1], [1], [1]], 1)).toBe(3)
})

test('a ratio compares rounds with their own floor: a disk with moods has the same for both', () => {
  expect(ratio([[10], [40], [20]], [[5], [20], [10]], 0.5)).toBe(2)
  expect(ratio([[9]], [[3, 4]], 1, 0.5)).toBe(3)
})

test('rounds come one after the other', async () => {
  expect(await inRounds(3, async (round) => [round, round * 2])).toEqual([[0, 0], [1, 2], [2, 4]])
})

test.each([
  [0.0123456, '12.3 µs'],
  [0.9994, '999 µs'],
  [1.2345, '1.23 ms'],
  [123.4, '123 ms'],
  [12_345, '12.3 s'],
])('%d ms are %s', (ms, text) => {
  expect(time(ms)).toBe(text)
})

test('sizes and ratios', () => {
  expect([times(2.4999), gigabytes(2.1e9), megabytes(86_400_000)]).toEqual(['2.5 ×', '2.1 GB', '86 MB'])
})

test('a row says what came out, what was wanted, and whether it holds', () => {
  const lines = tableOf([
    { part: 'a', what: 'fast', measured: '1 µs', target: '≤ 2 µs', met: true },
    { part: 'b', what: 'slow', measured: '3 µs', target: '≤ 2 µs', met: false },
    { part: 'c', what: 'for comparison', measured: '9 µs', target: '', met: null },
    notMeasured('d', 'painted', '≤ 50 ms', 'no display here'),
  ]).split('\n')
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['', 'what', 'measured', 'target'],
    [expect.stringMatching(/^-+$/)],
    ['a', 'fast', '1 µs', '≤ 2 µs', 'holds'],
    ['b', 'slow', '3 µs', '≤ 2 µs', 'MISSED'],
    ['c', 'for comparison', '9 µs'],
    ['d', 'painted', 'not measured: no display here', '≤ 50 ms'],
  ])
})

test('options: all of it, or the parts that are named; anything else is refused', () => {
  expect(readOptions([])).toMatchObject({ members: 1_000_000, rounds: 5, share: 1, chosen: new Set(partNames) })
  expect(readOptions(['--only', 'sale,quote', '--quick'])).toMatchObject({ members: 20_000, chosen: new Set(['sale', 'quote']) })
  for (const wrong of [['--only', 'sales'], ['--members', '10'], ['--members', 'many'], ['--onyl', 'sale'], ['sale']]) expect(readOptions(wrong)).toBeNull()
})
