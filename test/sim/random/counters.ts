/** What a run has tried. After a long run none of these may be zero: a simulation that never does a thing proves nothing about it. */
export const counterNames = [
  'sales',
  'salesWithPoints',
  'salesRefused',
  'returns',
  'returnsRefused',
  'tillKills',
  'tillKillsInTransaction',
  'tillReboots',
  'hqKills',
  'cuts',
  'requestsLost',
  'answersLost',
  'bodiesCut',
  'deliveriesDoubled',
  'requestsGarbled',
  'tillsRestored',
  'tillsCloned',
  'hqRestored',
  'hqRestoredSilently',
  'eventsRewound',
  'forks',
  'epochsOpened',
  'mirrorsReplaced',
  'rowsDamaged',
  'gaps',
  'clockJumps',
  'programmesPublished',
  'salesGone',
] as const
export type CounterName = (typeof counterNames)[number]
export type Counters = Record<CounterName, number>

export function noCounters(): Counters {
  return Object.fromEntries(counterNames.map((name) => [name, 0])) as Counters
}

export function addCounters(total: Counters, more: Counters): void {
  for (const name of counterNames) total[name] += more[name]
}
