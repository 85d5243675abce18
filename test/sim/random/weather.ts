import { diceOf } from '../../reference/dice.ts'
import type { Passage, Weather } from '../world/network.ts'

/** A network of some badness: 0 is calm, 1 loses half of everything. */
export function badWeather(seed: number, badness: number): Weather {
  const dice = diceOf(seed)
  const share = (): number => dice.int(1, 99) / 100
  const passages: readonly (() => Passage)[] = [
    () => ({ kind: 'request-lost' }),
    () => ({ kind: 'answer-lost' }),
    () => ({ kind: 'answer-lost' }),
    () => ({ kind: 'request-cut', share: share() }),
    () => ({ kind: 'answer-cut', share: share() }),
    () => ({ kind: 'doubled', laterMs: dice.int(1, 8_000) }),
    () => ({ kind: 'doubled', laterMs: dice.int(1, 60_000) }),
    () => ({ kind: 'garbled', share: share() }),
  ]
  return {
    passage: () => (dice.chance(badness / 2) ? dice.pick(passages)() : { kind: 'fine' }),
    latencyMs: () => (dice.chance(badness / 10) ? dice.int(1_000, 9_000) : dice.int(1, 120)),
  }
}
