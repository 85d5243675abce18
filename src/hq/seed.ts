import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { dateIn } from './clock.ts'
import { inTransaction, type Database, type Reader } from './db/database.ts'
import type { Hq } from './hq.ts'
import { ensureRegion } from './identity.ts'
import { putProducts } from './registry/catalogue.ts'
import { insertMembers, type NewMember } from './registry/members.ts'
import { publishProgramme, type Published } from './registry/programmes.ts'
import { nameReferrer } from './registry/referrers.ts'
import { insertStaff } from './registry/staff.ts'
import { insertStores } from './registry/stores.ts'
import { localizedText } from '../contract/primitives.ts'

/** The sample shop of resources/sample, for trying things out. Dates of members are days from the day of the seed. */

const id = z.string().min(1).max(64)
const storeFile = z.array(z.strictObject({ storeId: id, region: id, name: localizedText, timeZone: z.string() }))
const staffFile = z.array(z.strictObject({ staffId: id, storeId: id, name: z.string(), role: z.enum(['trainee', 'cashier', 'supervisor', 'manager']), badge: z.string(), pinHash: z.string().nullable() }))
const productFile = z.array(
  z.strictObject({
    sku: id,
    barcodes: z.array(z.string()),
    name: localizedText,
    packing: z.string(),
    unit: z.enum(['piece', 'kg']),
    category: id,
    priceMinor: z.int().min(0),
    memberPriceMinor: z.int().min(0).nullable(),
    quickKey: z.int().min(1).nullable(),
    ageFrom: z.int().min(1).nullable(),
    asset: z.enum(['stored-value', 'gift-card']).nullable().optional(),
    loadBonusMinor: z.int().min(0).optional(),
  }),
)
const sampleMember = z.strictObject({
  memberId: id,
  name: z.string(),
  title: z.enum(['ms', 'mr']).nullable(),
  phone: z.string().nullable(),
  birthday: z.string().nullable(),
  notes: z.string(),
  cards: z.array(z.string()),
  status: z.enum(['active', 'blocked']),
  storeId: id,
  tier: id.nullable(),
  joinedDaysAgo: z.int(),
  lastPurchaseDaysAgo: z.int().nullable(),
  purchases: z.int(),
  qualifying: z.int(),
  /** Who brought her. */
  referredBy: id.optional(),
  lots: z.array(z.strictObject({ points: z.int().min(1), earnedDaysAgo: z.int(), expiresInDays: z.int().nullable(), availableInDays: z.int().nullable() })),
})
const memberFile = z.array(sampleMember)

export type SeedReport = { readonly stores: number; readonly staff: number; readonly products: number; readonly members: number; readonly programme: Published }
export type Seeder = Pick<Hq, 'db' | 'clock' | 'ids' | 'master'>

const MEMBERS_A_GROUP = 200

/** Puts in what is not there yet; repeating it changes nothing. @throws when a file does not fit its form. */
export async function seed(hq: Seeder, files: { readonly sampleDir: string; readonly programmeFile: string }): Promise<SeedReport> {
  const stores = await seedStores(hq, files.sampleDir)
  const staff = await seedStaff(hq, files.sampleDir)
  const products = await seedProducts(hq, files.sampleDir)
  const members = await seedMembers(hq, files.sampleDir)
  const outcome = await publishIfNone(hq, files.programmeFile)
  return { stores, staff, products, members, programme: outcome }
}

async function seedStores(hq: Seeder, sampleDir: string): Promise<number> {
  const stores = await readSample(sampleDir, 'stores.json', storeFile)
  return inTransaction(hq.db, async (tx) => {
    const known = new Set((await tx.selectFrom('stores').select('store_id').execute()).map((row) => row.store_id))
    const missing = stores.filter((store) => !known.has(store.storeId)).map((store) => ({ ...store, address: '', phone: '' }))
    await insertStores(tx, hq, missing)
    return missing.length
  })
}

async function seedStaff(hq: Seeder, sampleDir: string): Promise<number> {
  const staff = await readSample(sampleDir, 'staff.json', staffFile)
  return inTransaction(hq.db, async (tx) => {
    const known = new Set((await tx.selectFrom('staff').select('staff_id').execute()).map((row) => row.staff_id))
    const missing = staff.filter((person) => !known.has(person.staffId)).map(({ storeId, ...person }) => ({ ...person, storeIds: [storeId] }))
    await insertStaff(tx, hq, missing)
    return missing.length
  })
}

async function seedProducts(hq: Seeder, sampleDir: string): Promise<number> {
  const products = await readSample(sampleDir, 'products.json', productFile)
  return inTransaction(hq.db, async (tx) => {
    const known = new Set((await tx.selectFrom('products').select('sku').execute()).map((row) => row.sku))
    const missing = products.filter((product) => !known.has(product.sku))
    await putProducts(tx, hq.ids, missing, hq.clock.nowMs())
    return missing.length
  })
}

async function seedMembers(hq: Seeder, sampleDir: string): Promise<number> {
  const members = await readSample(sampleDir, 'members.json', memberFile)
  const known = await knownMembers(hq.db)
  const missing = members.filter((member) => !known.has(member.memberId))
  const regionOf = await regionsOfStores(hq.db)
  for (const region of new Set(regionOf.values())) {
    const inRegion = missing.filter((member) => regionOf.get(member.storeId) === region)
    const key = await ensureRegion(hq.db, hq.master, region)
    for (let from = 0; from < inRegion.length; from += MEMBERS_A_GROUP) {
      const group = inRegion.slice(from, from + MEMBERS_A_GROUP).map((member) => memberFrom(member, region, hq.clock.nowMs()))
      await inTransaction(hq.db, (tx) => insertMembers(tx, hq, key, group, 'seed'))
    }
  }
  await seedReferrers(hq, missing)
  return missing.length
}

async function seedReferrers(hq: Seeder, members: readonly z.infer<typeof sampleMember>[]): Promise<void> {
  for (const { memberId, referredBy } of members) {
    if (referredBy === undefined) continue
    const named = await nameReferrer(hq, { memberId, referrerId: referredBy, person: 'seed' })
    if (named.kind === 'refused') throw new Error(`members.json: ${memberId} is not referred by ${referredBy}: ${named.refused}`)
  }
}

async function publishIfNone(hq: Seeder, programmeFile: string): Promise<Published> {
  const current = await hq.db.selectFrom('programmes').select(['version', 'hash']).where('current', '=', true).executeTakeFirst()
  if (current) return { ...current, unchanged: true }
  const outcome = await publishProgramme(hq, JSON.parse(await readFile(programmeFile, 'utf8')), 'seed')
  if (outcome.kind === 'no-programme') throw new Error(`${programmeFile}: ${outcome.path}: ${outcome.problem}`)
  if (outcome.kind === 'refused') throw new Error(`${programmeFile}: ${JSON.stringify(outcome.findings.filter((finding) => finding.level === 'error'))}`)
  return outcome.published
}

const DAY_MS = 86_400_000

function memberFrom(sample: z.infer<typeof sampleMember>, region: string, nowMs: number): NewMember {
  const dateOf = (daysAgo: number): string => dateIn('UTC', nowMs - daysAgo * DAY_MS)
  const { memberId, storeId, status, tier, purchases, qualifying, name, title, phone, birthday, notes } = sample
  return {
    memberId,
    region,
    storeId,
    status,
    tier,
    purchases,
    qualifying,
    card: { name, title, phone, birthday, notes },
    cardNumbers: sample.cards,
    joined: dateOf(sample.joinedDaysAgo),
    lastPurchase: sample.lastPurchaseDaysAgo === null ? null : dateOf(sample.lastPurchaseDaysAgo),
    lots: sample.lots.map((lot, index) => ({
      lotId: `${memberId}-${index + 1}`,
      points: lot.points,
      earnedAtMs: nowMs - lot.earnedDaysAgo * DAY_MS,
      availableAtMs: lot.availableInDays === null ? null : nowMs + lot.availableInDays * DAY_MS,
      expiresAtMs: lot.expiresInDays === null ? null : nowMs + lot.expiresInDays * DAY_MS,
    })),
  }
}

async function knownMembers(db: Reader): Promise<Set<string>> {
  return new Set((await db.selectFrom('members').select('member_id').execute()).map((row) => row.member_id))
}

async function regionsOfStores(db: Database): Promise<Map<string, string>> {
  return new Map((await db.selectFrom('stores').select(['store_id', 'region']).execute()).map((row) => [row.store_id, row.region]))
}

async function readSample<Rows>(sampleDir: string, name: string, schema: z.ZodType<Rows>): Promise<Rows> {
  const file = path.join(sampleDir, name)
  const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
}
