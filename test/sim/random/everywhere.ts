import type { SimPostgres } from '../world/postgres.ts'
import { sell } from '../world/cashier.ts'
import { World } from '../world/world.ts'
import { MEMBER_IDS, SHOP, START_MS } from './shop-template.ts'
import { Watch } from './watch.ts'

/** A death at every single statement, one after the other: of a till that sells and synchronises, or of the HQ behind it. */
export type Everywhere = { readonly deaths: number; readonly problems: readonly string[] }

export type EverywhereOptions = {
  readonly who: 'till' | 'hq'
  /** Only each n-th statement; 1: all. */
  readonly every: number
  readonly tell: ((line: string) => void) | null
}

/** Long enough for a push, its answer and a page of the feed. */
const EXCHANGE_MS = 3_000
const STATEMENTS_MAX = 2_000

export async function dieEverywhere(postgres: SimPostgres, { who, every, tell }: EverywhereOptions): Promise<Everywhere> {
  const database = `everywhere_${who}`
  await postgres.make(database, SHOP)
  const world = new World({ postgres, database, seed: 1, startMs: START_MS, tell })
  const watch = new Watch(world)
  const problems: string[] = []
  let deaths = 0
  try {
    await world.hq.start()
    await world.enrol('t1', 's1')
    await world.pass(EXCHANGE_MS)
    for (const fate of ['die-before', 'die-after'] as const) {
      for (let statement = 1; statement < STATEMENTS_MAX && problems.length === 0; statement += every) {
        if (who === 'hq') world.hq.dieAt(statement, fate)
        else world.till('t1').dieAt(statement, fate)
        await sellOnce(world, watch, statement)
        const died = await riseAgain(world, who)
        problems.push(...(await watch.look()).map((problem) => `${who} ${fate} at statement ${statement}: ${problem}`))
        if (!died) break
        deaths += 1
      }
    }
    await world.pass(15_000)
    problems.push(...(await watch.unhealed()))
    return { deaths, problems }
  } finally {
    await watch.close()
    await world.close()
    await postgres.drop(database)
  }
}

async function sellOnce(world: World, watch: Watch, number: number): Promise<void> {
  const sold = await sell(world.till('t1'), { memberId: MEMBER_IDS[number % 6] ?? null, pricesMinor: [1_000], redeemPoints: number % 3 === 0 ? 10 : 0 })
  if (sold.kind === 'saved') watch.shown.push({ till: 't1', saleId: sold.saleId })
  await world.pass(EXCHANGE_MS)
}

async function riseAgain({ hq, tills }: World, who: 'till' | 'hq'): Promise<boolean> {
  if (who === 'hq') {
    const died = hq.isDead()
    hq.spare()
    if (died) await hq.stop()
    await hq.start()
    return died
  }
  const till = tills.get('t1')
  const died = till?.isDead() === true
  till?.spare()
  if (died) {
    await till.bury()
    await till.start()
  }
  return died
}
