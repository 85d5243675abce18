import { fillShop, PLAIN_PROGRAMME } from '../world/shop.ts'
import type { SimPostgres } from '../world/postgres.ts'
import { World } from '../world/world.ts'

/** The shop that every random run begins with, made once a process and copied. */
export const SHOP = 'shop'
export const STORES = ['s1', 's2', 's3'] as const
export const START_MS = Date.parse('2026-11-25T10:00:00+08:00')
export const SOLD_PRICES_MINOR = [100, 990, 1_000, 2_550, 12_345] as const
export const MEMBER_IDS = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'] as const

/** More rows than a page of the feed has: a copy that is half loaded must differ from a whole one. Members come last. */
const PRICES_MINOR = Array.from({ length: 520 }, (_, index) => 50_000 + index)

/** Of no seed that anybody plays: its ids must not come again. */
const TEMPLATE_SEED = 999_983

export async function makeShopTemplate(postgres: SimPostgres): Promise<void> {
  await postgres.make(SHOP)
  const world = new World({ postgres, database: SHOP, seed: TEMPLATE_SEED, startMs: START_MS - 86_400_000, tell: null })
  await world.hq.start()
  await fillShop(world.hq.hq, {
    stores: STORES,
    pricesMinor: [...SOLD_PRICES_MINOR, ...PRICES_MINOR],
    members: MEMBER_IDS.map((memberId, index) => ({
      ...{ memberId, storeId: STORES[index % STORES.length] ?? STORES[0] },
      lots: index % 2 === 0 ? [{ lotId: `${memberId}-1`, points: 500 + index * 300, earnedAtMs: START_MS - 40 * 86_400_000, availableAtMs: null, expiresAtMs: null }] : [],
    })),
    programme: PLAIN_PROGRAMME,
  })
  await world.close()
}

/** Another version of the rules: what a point costs changes. */
export function programmeOf(version: number): unknown {
  return { ...PLAIN_PROGRAMME, earn: { points: 1 + (version % 3), perMinor: 100 } }
}
