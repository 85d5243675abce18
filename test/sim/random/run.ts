import { diceOf } from '../../reference/dice.ts'
import { seedOf, simulatedIds } from '../world/ids.ts'
import type { Passage } from '../world/network.ts'
import type { SimPostgres } from '../world/postgres.ts'
import type { SimTill } from '../world/till-node.ts'
import { takeStrays } from '../world/work.ts'
import { World } from '../world/world.ts'
import { actions, type Play } from './actions.ts'
import { noCounters, type CounterName, type Counters } from './counters.ts'
import { SHOP, START_MS, STORES } from './shop-template.ts'
import { Watch } from './watch.ts'
import { badWeather } from './weather.ts'

export type RunOptions = { readonly seed: number; readonly steps: number; readonly tell?: ((line: string) => void) | null }
export type Outcome = {
  readonly seed: number
  readonly steps: number
  /** Of everything that happened, in order: two runs of one seed come to the same. */
  readonly traceHash: string
  readonly counters: Counters
  readonly simulatedMs: number
  /** How long after the last fault all queues were empty and every till equal to HQ; null: longer than {@link HEAL_MS_MAX}. */
  readonly healedMs: number | null
  /** Whatever the recount found, the step first. */
  readonly problems: readonly string[]
}

export const HEAL_MS_MAX = 60_000
/** Nothing after so many findings tells more. */
const PROBLEMS_MAX = 5

/** Plays one seed. */
export async function simulate(postgres: SimPostgres, { seed, steps, tell = null }: RunOptions): Promise<Outcome> {
  const database = `run${seed}`
  await postgres.make(database, SHOP)
  const world = new World({ postgres, database, seed, startMs: START_MS, tell })
  const play: Play = { world, watch: new Watch(world), dice: diceOf(seedOf(seed, 'play')), ids: simulatedIds(seed, 'play', () => world.agenda.nowMs()), counters: noCounters(), folders: new Map(), receipts: [], backups: [], backAtMs: new Map(), programmes: 0 }
  const problems: string[] = []
  try {
    await openShop(play, seed)
    for (let step = 1; step <= steps && problems.length < PROBLEMS_MAX; step += 1) {
      const thrown = await playStep(play).then(
        () => [],
        (cause: unknown) => [`thrown: ${describe(cause)}`],
      )
      const stray = takeStrays().map((cause) => `thrown where nobody catches: ${describe(cause)}`)
      problems.push(...[...thrown, ...stray, ...(await play.watch.look())].map((problem) => `step ${step}: ${problem}`))
    }
    const healedMs = problems.length > 0 ? null : await heal(play, problems)
    problems.push(...(await play.watch.guards()))
    await countWhatIsLeft(play)
    return { seed, steps, traceHash: world.trace.digest(), counters: play.counters, simulatedMs: world.agenda.nowMs() - START_MS, healedMs, problems }
  } finally {
    await play.watch.close()
    await world.close()
    await postgres.drop(database)
  }
}

/** One line, with where it came from. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return `${cause.message} ${(cause.stack ?? '').split('\n').slice(1, 4).map((line) => line.trim()).join(' ')}`
}

async function openShop(play: Play, seed: number): Promise<void> {
  const { world, dice } = play
  await world.hq.start()
  const tills = dice.int(2, 4)
  const badness = dice.pick([0, 0.1, 0.3, 0.6])
  for (let index = 0; index < tills; index += 1) {
    const till = await world.enrol(`t${index + 1}`, dice.pick(STORES))
    till.line.weather = badWeather(seedOf(seed, `weather of ${till.name}`), badness)
    till.line.onPassage = (kind) => countPassage(play.counters, kind)
  }
}

const COUNTER_OF: { readonly [Kind in Passage['kind']]: CounterName | null } = {
  fine: null,
  'request-lost': 'requestsLost',
  'answer-lost': 'answersLost',
  'request-cut': 'bodiesCut',
  'answer-cut': 'bodiesCut',
  doubled: 'deliveriesDoubled',
  garbled: 'requestsGarbled',
}

function countPassage(counters: Counters, kind: Passage['kind']): void {
  const name = COUNTER_OF[kind]
  if (name !== null) counters[name] += 1
}

const TOTAL_WEIGHT = actions.reduce((sum, action) => sum + action.weight, 0)

async function playStep(play: Play): Promise<void> {
  let at = play.dice.int(1, TOTAL_WEIGHT)
  const action = actions.find(({ weight }) => (at -= weight) <= 0)
  await action?.run(play)
  await play.world.pass(play.dice.int(0, 40))
  await takeDeadAway(play)
  await bringBack(play)
}

const DOWN_MS_MAX = 20_000

async function takeDeadAway({ world, dice, counters, backAtMs }: Play): Promise<void> {
  const backAt = (): number => world.agenda.nowMs() + dice.int(0, DOWN_MS_MAX)
  for (const till of world.tills.values()) {
    if (!till.isDead()) continue
    counters.tillKills += 1
    if (till.diedInTransaction()) counters.tillKillsInTransaction += 1
    await till.bury()
    if (dice.chance(0.3)) {
      till.reboot()
      counters.tillReboots += 1
    }
    backAtMs.set(till.name, backAt())
  }
  if (world.hq.isDead()) {
    counters.hqKills += 1
    await world.hq.stop()
    backAtMs.set('hq', backAt())
  }
}

async function bringBack(play: Play): Promise<void> {
  const { world, backAtMs } = play
  for (const [name, atMs] of [...backAtMs]) {
    if (atMs > world.agenda.nowMs()) continue
    backAtMs.delete(name)
    if (name === 'hq') await world.hq.start()
    else await startAgain(world.till(name))
  }
}

async function startAgain(till: SimTill): Promise<void> {
  if (!till.isUp()) await till.start()
}

/** Everything is mended; then time goes on by itself. */
async function heal(play: Play, problems: string[]): Promise<number | null> {
  const { world, watch } = play
  world.trace.note('healing')
  world.hq.spare()
  for (const till of world.tills.values()) till.spare()
  await takeDeadAway(play)
  for (const name of play.backAtMs.keys()) play.backAtMs.set(name, 0)
  await bringBack(play)
  for (const till of world.tills.values()) {
    till.line.cut(false)
    till.line.weather = { passage: () => ({ kind: 'fine' }), latencyMs: () => 20 }
    till.networkIsBack()
  }
  const fromMs = world.agenda.nowMs()
  for (;;) {
    await world.pass(1_000)
    const left = await watch.unhealed()
    const wrong = await watch.look()
    const healedMs = world.agenda.nowMs() - fromMs
    if (wrong.length === 0 && left.length === 0) return healedMs
    if (healedMs < HEAL_MS_MAX) continue
    problems.push(...wrong, ...left.map((line) => `not healed after ${healedMs} ms: ${line}`))
    return null
  }
}

async function countWhatIsLeft({ watch, world, counters }: Play): Promise<void> {
  const { hq, tills } = await watch.claims()
  counters.forks += hq.branches.length
  counters.gaps += hq.events.filter((event) => event.kind === 'gap').length
  counters.eventsRewound += watch.rewound()
  counters.salesGone += watch.gone.size
  for (const { files } of tills) {
    counters.epochsOpened += files.events.filter((event) => event.kind === 'epoch-opened').length
    counters.mirrorsReplaced += files.mirrorNumber - 1
    world.trace.note(`${files.tillId} ends with ${files.events.at(-1)?.hash ?? 'nothing'}`)
  }
  for (const member of hq.members) world.trace.note(`${member.memberId} ${member.balancePoints}`)
}
