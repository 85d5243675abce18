import type { SimPostgres } from '../world/postgres.ts'
import { sell } from '../world/cashier.ts'
import { World } from '../world/world.ts'
import { SHOP, START_MS, STORES } from './shop-template.ts'

/** A chain of tills loses HQ at one moment, with something to send: do they come back as a herd? */
export type Herd = { readonly tills: number; readonly attempts: number; readonly mostAtOnce: number; readonly problems: readonly string[] }

const TILLS = 10
const DOWN_MS = 120_000
/** Attempts so close are one moment to HQ. */
const AT_ONCE_MS = 100
/** The first ones follow the loss itself. */
const SETTLED_AFTER_MS = 5_000

export async function measureHerd(postgres: SimPostgres, seed: number): Promise<Herd> {
  await postgres.make('herd', SHOP)
  const world = new World({ postgres, database: 'herd', seed, startMs: START_MS, tell: null })
  const attemptsMs: number[] = []
  try {
    await world.hq.start()
    for (let index = 0; index < TILLS; index += 1) await world.enrol(`t${index + 1}`, STORES[index % STORES.length] ?? STORES[0])
    await world.pass(3_000)
    await world.hq.stop()
    const lostAtMs = world.agenda.nowMs()
    for (const till of world.tills.values()) {
      till.line.onPassage = () => void attemptsMs.push(world.agenda.nowMs() - lostAtMs)
      await sell(till, { memberId: null, pricesMinor: [1_000] })
    }
    await world.pass(DOWN_MS)
    const late = attemptsMs.filter((atMs) => atMs > SETTLED_AFTER_MS)
    const mostAtOnce = Math.max(...late.map((atMs) => late.filter((other) => other >= atMs && other < atMs + AT_ONCE_MS).length))
    const problems = mostAtOnce > TILLS / 2 ? [`herd: ${mostAtOnce} of ${TILLS} tills ask within ${AT_ONCE_MS} ms of one another`] : []
    return { tills: TILLS, attempts: late.length, mostAtOnce, problems }
  } finally {
    await world.close()
    await postgres.drop('herd')
  }
}
