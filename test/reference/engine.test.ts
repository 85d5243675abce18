/** The engine and the reference model agree on five hundred random cases. */
import { afterAll, expect, test } from 'vitest'
import { startEngine } from './engine.ts'
import { foundText, play } from './play.ts'

const FIRST_SEED = 1
const engine = startEngine()

afterAll(() => engine.close())

test(`500 random programmes and baskets from seed ${FIRST_SEED}`, async () => {
  const played = await play(engine, FIRST_SEED, 500, 2)
  expect(played.found.map(foundText).join('\n')).toBe('')
  expect(played.seeds).toEqual([])
})
