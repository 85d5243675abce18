/** The p-th percentile of samples, by the nearest rank. @param share from 0 to 1 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

/** The middle of several rounds: one disturbed round does not move it. */
export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5)
}

/** Times of one thing, a list a round. */
export type Rounds = readonly (readonly number[])[]

/** Median over the rounds of each round's percentile. */
export function middle(rounds: Rounds, share: number): number {
  return median(rounds.map((round) => percentile(round, share)))
}

/** Median over the rounds of how many times the floor of the same round a percentile is. */
export function ratio(rounds: Rounds, floor: Rounds, share: number, floorShare = share): number {
  return median(rounds.map((round, index) => percentile(round, share) / percentile(floor[index] ?? [], floorShare)))
}

/** Runs something so many rounds. */
export async function inRounds(rounds: number, round: (number: number) => Promise<readonly number[]>): Promise<Rounds> {
  const all: (readonly number[])[] = []
  for (let number = 0; number < rounds; number += 1) all.push(await round(number))
  return all
}
