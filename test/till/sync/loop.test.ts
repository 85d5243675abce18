import { expect, test } from 'vitest'
import { startLoop, type StepResult } from '../../../src/till/sync/loop.ts'
import { manualTimers } from '../../support/sync/manual-timers.ts'

function loopOf(results: (StepResult | Error)[]) {
  const timers = manualTimers()
  const steps: number[] = []
  const crashes: unknown[] = []
  const loop = startLoop({
    timers,
    crashDelayMs: 5000,
    onCrash: (cause) => crashes.push(cause),
    step: () => {
      steps.push(timers.nowMs())
      const result = results.shift() ?? { kind: 'idle', pollMs: null }
      return result instanceof Error ? Promise.reject(result) : Promise.resolve(result)
    },
  })
  return { loop, timers, steps, crashes }
}

test('goes on at once while there is more, then rests until woken', async () => {
  const { loop, timers, steps } = loopOf([{ kind: 'again' }, { kind: 'again' }])
  await timers.pass(60_000)
  expect(steps).toEqual([0, 0, 0])
  loop.wake()
  await timers.pass(1)
  expect(steps).toHaveLength(4)
  await loop.close()
})

test('after a failure waits its delay; a commit knocks at once', async () => {
  const failure: StepResult = { kind: 'failed', delayMs: 700, holdMs: 0 }
  const { loop, timers, steps } = loopOf([failure, failure])
  await timers.pass(699)
  expect(steps).toEqual([0])
  await timers.pass(1)
  expect(steps).toEqual([0, 700])
  loop.wake()
  await timers.pass(0)
  expect(steps).toEqual([0, 700, 700])
  await loop.close()
})

test('Retry-After holds, whoever knocks; the knock is not forgotten', async () => {
  const { loop, timers, steps } = loopOf([{ kind: 'failed', delayMs: 100_000, holdMs: 3000 }])
  await timers.pass(10)
  loop.wake()
  await loop.now()
  await timers.pass(2989)
  expect(steps).toEqual([0])
  await timers.pass(1)
  expect(steps).toEqual([0, 3000])
  await loop.close()
})

test('a step that throws is told and tried again; the loop lives', async () => {
  const { loop, timers, steps, crashes } = loopOf([new Error('disk')])
  await timers.pass(5000)
  expect(crashes).toHaveLength(1)
  expect(steps).toEqual([0, 5000])
  await loop.close()
})

test('polls, and leaves no timer behind when it is closed', async () => {
  const { loop, timers, steps } = loopOf([{ kind: 'idle', pollMs: 500 }, { kind: 'idle', pollMs: 500 }])
  await timers.pass(600)
  expect(steps).toEqual([0, 500])
  await loop.close()
  expect(timers.pending()).toEqual([])
  loop.wake()
  await timers.pass(1000)
  expect(steps).toHaveLength(2)
})

test('a wake while a step runs leads to one more step', async () => {
  const timers = manualTimers()
  let steps = 0
  let finish = (): void => undefined
  const loop = startLoop({
    timers,
    crashDelayMs: 1,
    onCrash: () => undefined,
    step: () => {
      steps += 1
      return new Promise((resolve) => (finish = () => resolve({ kind: 'idle', pollMs: null })))
    },
  })
  await timers.pass(0)
  loop.wake()
  loop.wake()
  finish()
  await timers.pass(0)
  expect(steps).toBe(2)
  finish()
  await timers.pass(0)
  expect(steps).toBe(2)
  await loop.close()
})

test('now() resolves when the work it asked for is done', async () => {
  const { loop, timers, steps } = loopOf([{ kind: 'idle', pollMs: null }, { kind: 'again' }, { kind: 'again' }])
  await timers.pass(0)
  await loop.now()
  expect(steps).toHaveLength(4)
  const closing = loop.close()
  await loop.now()
  await closing
})
