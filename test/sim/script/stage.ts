import type { SimPostgres } from '../world/postgres.ts'
import { fillShop, PLAIN_PROGRAMME, type ShopMember } from '../world/shop.ts'
import type { SimTill, FolderCopy } from '../world/till-node.ts'
import { World } from '../world/world.ts'
import type { Schedule } from './schedule.ts'

/** A schedule's world while it is played. */
export type Stage = {
  readonly schedule: Schedule
  readonly world: World
  /** Sales by the name that a step gave them. */
  readonly sales: Map<string, { readonly till: string; readonly saleId: string; readonly receiptCode: string }>
  /** What screens said. */
  readonly shown: { till: string; saleId: string }[]
  readonly folders: Map<string, FolderCopy>
  /** The next step of this till ends in a crash. */
  crash: { readonly till: string; readonly when: 'before-commit' | 'after-commit' } | null
  /** In the next step all answers to this till are lost. */
  loseReplies: string | null
  readonly forgotten: Set<string>
}

/** What is asked cannot be done yet; the step says so and changes nothing. */
export class NotYet extends Error {}

/** All tills know all members and are online. */
export async function setStage(postgres: SimPostgres, schedule: Schedule, database: string, tell: ((line: string) => void) | null): Promise<Stage> {
  await postgres.make(database)
  const world = new World({ postgres, database, seed: 1, startMs: Date.parse(schedule.at) - PREPARED_MS, tell })
  await world.hq.start()
  const stores = [...new Set(Object.values(schedule.tills).map((till) => till.store))]
  const prices = schedule.steps.flatMap((step) => (step.do === 'sell' ? [step.totalMinor] : []))
  await fillShop(world.hq.hq, {
    stores,
    pricesMinor: [...new Set(prices)],
    members: membersOf(schedule, stores[0] ?? 's1'),
    programme: schedule.programme ?? PLAIN_PROGRAMME,
  })
  const stage: Stage = { schedule, world, sales: new Map(), shown: [], folders: new Map(), crash: null, loseReplies: null, forgotten: new Set() }
  for (const [name, { store }] of Object.entries(schedule.tills)) keepSent(await world.enrol(name, store))
  await world.agenda.runTo(Date.parse(schedule.at))
  return stage
}

/** `redeliver` needs all that a till ever sent. */
export function keepSent(till: SimTill): void {
  till.line.keepsSent = true
}

/** Enrolling and the first load happen before the story begins. */
const PREPARED_MS = 60_000

function membersOf({ members, at }: Schedule, storeId: string): ShopMember[] {
  const earnedAtMs = Date.parse(at) - 86_400_000
  return Object.entries(members).map(([memberId, member]) => {
    const lots = member.lots ?? (member.points > 0 ? [{ points: member.points, expiresAt: member.expiresAt }] : [])
    return {
      ...{ memberId, storeId },
      lots: lots.map((lot, index) => ({
        lotId: `${memberId}-${index + 1}`,
        points: lot.points,
        earnedAtMs: 'earnedAt' in lot && lot.earnedAt !== undefined ? Date.parse(lot.earnedAt) : earnedAtMs,
        availableAtMs: 'availableAt' in lot && lot.availableAt ? Date.parse(lot.availableAt) : null,
        expiresAtMs: lot.expiresAt ? Date.parse(lot.expiresAt) : null,
      })),
      ...(member.tier === undefined ? {} : { tier: member.tier }),
      ...(member.lastPurchase === undefined ? {} : { lastPurchase: member.lastPurchase }),
    }
  })
}

/** Every till that can reach HQ exchanges with it until nothing is in flight and HQ knows that it has its acks. */
export async function exchange({ world }: Stage): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const tills = [...world.tills.values()].filter((till) => till.isUp() && !till.line.isCut())
    for (const till of tills) await till.call('sync.now', {})
    if (round > 0 && (await isQuiet(world, tills))) return
    // Whoever waits before trying again is given the time.
    if (round > 1) await world.pass(ROUND_MS)
  }
}

const ROUNDS_MAX = 30
const ROUND_MS = 1_000

async function isQuiet(world: World, tills: readonly SimTill[]): Promise<boolean> {
  const [at] = await world.hq.rows<{ stored: string; unapplied: string; unheard: string }>(`SELECT
    (SELECT coalesce(sum(durable_seq), 0) FROM journal_ends) AS stored,
    (SELECT count(*) FROM journal_ends j JOIN apply_ends a USING (till_id, epoch) WHERE a.applied_seq < j.durable_seq) AS unapplied,
    (SELECT count(*) FROM lots WHERE held_till_id IS NOT NULL) AS unheard`)
  if (Number(at?.unapplied) > 0) return false
  for (const till of tills) {
    const { status } = await till.must('till.hello', {})
    if (status.sync.queuedEvents > 0 || status.sync.kind !== 'online') return false
  }
  return tills.length < world.tills.size || Number(at?.unheard) === 0
}
