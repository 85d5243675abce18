/** The comparison itself: an engine that is right passes, one that is wrong is found, with a case made small. */
import { expect, test } from 'vitest'
import { compareAnswers } from './compare.ts'
import type { Engine } from './engine.ts'
import { referenceQuote } from './model/quote.ts'
import { foundText, play } from './play.ts'

const engineOf = (answer: (basket: unknown) => { exit: number; result: unknown }): Engine => ({
  quote: (basket) => Promise.resolve(answer(basket)),
  close: () => Promise.resolve(),
})

test('an engine that answers alike has no differences', async () => {
  const played = await play(engineOf(referenceQuote), 1, 100, 1)
  expect(played.seeds).toEqual([])
})

test('an engine that is wrong where a gift is given is found, and the case shrinks to its gift', async () => {
  const wrong = engineOf((basket) => {
    const answer = referenceQuote(basket)
    if (answer.exit === 1 || answer.result.lines.every((line) => line.sku !== 'MUG')) return answer
    return { exit: 0, result: { ...answer.result, dueMinor: answer.result.dueMinor + 1 } }
  })
  const played = await play(wrong, 1, 200, 1)
  expect(played.seeds.length).toBeGreaterThan(0)
  const [found] = played.found
  expect(found?.shrunkDifference.path).toBe('dueMinor')
  expect(found?.shrunk['returns'] ?? []).toEqual([])
  expect((found?.shrunk['lines'] as readonly unknown[]).length).toBe(1)
  expect(found === undefined ? '' : foundText(found)).toContain(`seed ${String(played.seeds[0])}`)
})

test('applied is compared as a set, instants by the instant, other keys not at all', () => {
  const result = {
    applied: ['a', 'b'],
    newLot: { points: 1, availableAt: '2026-11-25T15:04:00+08:00', expiresAt: null },
  }
  const same = {
    applied: ['b', 'a'],
    newLot: { points: 1, availableAt: '2026-11-25T07:04:00Z', expiresAt: null },
    explain: { more: 1 },
  }
  expect(compareAnswers({ exit: 0, result }, { exit: 0, result: same })).toBeNull()
  const later = { ...same, newLot: { points: 1, availableAt: '2026-11-25T07:04:01Z', expiresAt: null } }
  expect(compareAnswers({ exit: 0, result }, { exit: 0, result: later })?.path).toBe('newLot.availableAt')
  expect(
    compareAnswers({ exit: 1, result: { rejected: 'not_a_step' } }, { exit: 1, result: { rejected: 'coupon_used' } })
      ?.path,
  ).toBe('rejected')
  expect(compareAnswers({ exit: 0, result }, { exit: 2, result: {} })?.path).toBe('exit')
})
