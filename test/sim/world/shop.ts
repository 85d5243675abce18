import { inTransaction } from '../../../src/hq/db/database.ts'
import type { Hq } from '../../../src/hq/hq.ts'
import { ensureRegion } from '../../../src/hq/identity.ts'
import { putProducts } from '../../../src/hq/registry/catalogue.ts'
import { insertMembers, type NewMember, type NewMemberLot } from '../../../src/hq/registry/members.ts'
import { publishProgramme } from '../../../src/hq/registry/programmes.ts'
import { insertStores } from '../../../src/hq/registry/stores.ts'

export const REGION = 'r1'

export type ShopMember = { readonly memberId: string; readonly storeId: string; readonly lots: readonly NewMemberLot[]; readonly tier?: string; readonly lastPurchase?: string }

/** What HQ knows before the first sale. Every article costs what its name says: `P1000` is 10.00. */
export async function fillShop(hq: Hq, shop: { readonly stores: readonly string[]; readonly pricesMinor: readonly number[]; readonly members: readonly ShopMember[]; readonly programme: unknown }): Promise<void> {
  await inTransaction(hq.db, (tx) => insertStores(tx, hq, shop.stores.map((storeId) => ({ storeId, region: REGION, name: { en: storeId }, timeZone: 'Asia/Shanghai', address: '', phone: '' }))))
  await addProducts(hq, shop.pricesMinor)
  const key = await ensureRegion(hq.db, hq.master, REGION)
  await inTransaction(hq.db, (tx) => insertMembers(tx, hq, key, shop.members.map(newMember), 'simulation'))
  await publish(hq, shop.programme)
}

export async function addProducts(hq: Hq, pricesMinor: readonly number[]): Promise<void> {
  const goods = pricesMinor.map((priceMinor) => ({ ...GOODS, sku: skuOf(priceMinor), name: { en: skuOf(priceMinor) }, priceMinor }))
  await inTransaction(hq.db, (tx) => putProducts(tx, hq.ids, goods, hq.clock.nowMs()))
}

export const skuOf = (priceMinor: number): string => `P${priceMinor}`

/** @throws when HQ does not take it */
export async function publish(hq: Hq, programme: unknown): Promise<void> {
  const outcome = await publishProgramme(hq, programme, 'simulation')
  if (outcome.kind !== 'published') throw new Error(`the programme was not published: ${JSON.stringify(outcome)}`)
}

const GOODS = { barcodes: [], packing: '', unit: 'piece', category: 'goods', memberPriceMinor: null, quickKey: null, ageFrom: null, asset: null, loadBonusMinor: 0 } as const

function newMember({ memberId, storeId, lots, tier, lastPurchase }: ShopMember): NewMember {
  const card = { name: memberId, title: null, phone: null, birthday: null, notes: '' } as const
  return {
    ...{ memberId, region: REGION, storeId, status: 'active', card, cardNumbers: [], joined: '2025-01-01', purchases: 0, qualifying: 0, lots },
    ...{ tier: tier ?? 'member', lastPurchase: lastPurchase ?? null },
  }
}

/** 1 point per 1.00 paid, 100 points = 1.00, nothing expires, one level, no allowances. */
export const PLAIN_PROGRAMME = {
  ...{ format: 'tillpoint-programme/1', id: 'plain', version: 1, region: 'other', name: { en: 'Plain' }, currency: 'CNY', timeZone: 'Asia/Shanghai', businessDayStart: '00:00' },
  tiers: { levels: [{ id: 'member', name: { en: 'Member' }, threshold: 0, earnMultiplier: '1', percentOff: '0' }] },
}
