/** A small seeded generator of pseudo-random choices (mulberry32): the same seed gives the same throws everywhere. */
export interface Dice {
  /** A whole number from `from` to `to`, both included. */
  readonly int: (from: number, to: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
  /** Some of them, in their order. */
  readonly some: <T>(from: readonly T[], probability: number) => T[]
  readonly shuffle: <T>(from: readonly T[]) => T[]
}

export function diceOf(seed: number): Dice {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[int(0, from.length - 1)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }
  const shuffle = <T>(from: readonly T[]): T[] => {
    const left = [...from]
    const mixed: T[] = []
    while (left.length > 0) mixed.push(...left.splice(int(0, left.length - 1), 1))
    return mixed
  }
  return {
    int,
    chance: (probability) => next() < probability,
    pick,
    some: (from, probability) => from.filter(() => next() < probability),
    shuffle,
  }
}
