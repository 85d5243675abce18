import { argon2id } from 'hash-wasm'
import { pinProblem, type StaffRole } from '../../contract/staff-rights.ts'
import type { StaffRow } from '../../contract/wire-feed.ts'
import { err, ok, type Result } from '../../contract/result.ts'
import { blindIndex } from '../../journal/blind-index.ts'
import { sealPinHash } from '../../journal/pin-box.ts'
import { aead, hmacSha256, randomBytes } from '../crypto.ts'
import { inTransaction, type Tx } from '../db/database.ts'
import { writeFeedGroup, type FeedDraft } from '../feed/changes.ts'
import type { Hq } from '../hq.ts'
import { ensureRegion } from '../identity.ts'

export type NewStaff = {
  readonly staffId: string
  readonly name: string
  readonly role: StaffRole
  readonly storeIds: readonly string[]
  readonly badge: string | null
  /** argon2id, PHC text; null: no PIN yet. */
  readonly pinHash: string | null
}
type Person = NewStaff & { readonly status: StaffRow['status'] }
type Keeper = Pick<Hq, 'clock' | 'ids' | 'master'>

/** RFC 9106 and OWASP's least: 19 MiB, two passes. A try costs a till about 0.1 s. */
const ARGON2ID = { iterations: 2, memorySize: 19_456, parallelism: 1, hashLength: 32 } as const
const SALT_BYTES = 16

/** The hash of a PIN, as PHC text. */
export function hashPin(pin: string): Promise<string> {
  return argon2id({ ...ARGON2ID, password: pin, salt: randomBytes(SALT_BYTES), outputType: 'encoded' })
}

/** Takes on staff who are not there yet. Tills know a badge by its blind index, and a PIN by its hash in a sealed box. */
export async function insertStaff(tx: Tx, hq: Keeper, staff: readonly NewStaff[]): Promise<void> {
  if (staff.length === 0) return
  const people = staff.map((person): Person => ({ ...person, status: 'active' }))
  await tx
    .insertInto('staff')
    .values(people.map((person) => ({ ...columnsOf(hq, person), stamp: 1 })))
    .execute()
  await tellTills(tx, hq, people, 1)
}

export type StaffChange = Partial<Pick<NewStaff, 'name' | 'role' | 'storeIds' | 'badge'>> & { readonly pin?: string | null; readonly status?: StaffRow['status'] }
export type StaffRefusal = 'unknown_staff' | `pin_${NonNullable<ReturnType<typeof pinProblem>>}`

/** Changes what is given of one person; tills have it at their next pull. A new role that wants a longer PIN takes the old one away. */
export function changeStaff(hq: Pick<Hq, 'db'> & Keeper, staffId: string, change: StaffChange): Promise<Result<Person, StaffRefusal>> {
  return inTransaction(hq.db, async (tx) => {
    const row = await tx.selectFrom('staff').selectAll().where('staff_id', '=', staffId).forUpdate().executeTakeFirst()
    if (row === undefined) return err('unknown_staff')
    const role = change.role ?? row.role
    const problem = change.pin === undefined || change.pin === null ? null : pinProblem(role, change.pin)
    if (problem !== null) return err(`pin_${problem}` as const)
    const person: Person = {
      staffId,
      name: change.name ?? row.name,
      role,
      storeIds: change.storeIds ?? row.store_ids,
      badge: change.badge === undefined ? badgeOf(hq, staffId, row.badge_wrapped) : change.badge,
      pinHash: await newPinHash(hq, row, change),
      status: change.status ?? row.status,
    }
    const { staff_id, ...columns } = columnsOf(hq, person)
    await tx.updateTable('staff').set({ ...columns, stamp: row.stamp + 1 }).where('staff_id', '=', staff_id).execute()
    await tellTills(tx, hq, [person], row.stamp + 1, row.store_ids)
    return ok(person)
  })
}

/** A manager's PIN is longer: whoever becomes one gets a new one. */
async function newPinHash(hq: Pick<Hq, 'master'>, row: { staff_id: string; role: StaffRole; pin_hash_wrapped: Buffer | null }, change: StaffChange): Promise<string | null> {
  if (change.pin === null) return null
  if (change.pin !== undefined) return hashPin(change.pin)
  if (change.role === 'manager' && row.role !== 'manager') return null
  return row.pin_hash_wrapped === null ? null : hq.master.unwrap(`PIN of ${row.staff_id}`, row.pin_hash_wrapped).toString('utf8')
}

function badgeOf(hq: Pick<Hq, 'master'>, staffId: string, wrapped: Buffer | null): string | null {
  return wrapped === null ? null : hq.master.unwrap(`badge of ${staffId}`, wrapped).toString('utf8')
}

function columnsOf(hq: Pick<Hq, 'master'>, { staffId, name, role, storeIds, badge, pinHash, status }: Person) {
  return {
    staff_id: staffId,
    name,
    role,
    store_ids: [...storeIds],
    badge_wrapped: badge === null ? null : hq.master.wrap(`badge of ${staffId}`, Buffer.from(badge)),
    pin_hash_wrapped: pinHash === null ? null : hq.master.wrap(`PIN of ${staffId}`, Buffer.from(pinHash)),
    status,
  }
}

/** @param leftStoreIds where they worked before: those tills hear that they no longer do */
async function tellTills(tx: Tx, hq: Keeper, people: readonly Person[], stamp: number, leftStoreIds: readonly string[] = []): Promise<void> {
  const stores = await tx.selectFrom('stores').select(['store_id', 'region']).execute()
  const changes: FeedDraft[] = []
  for (const person of people) {
    const regions = new Set(stores.filter((store) => person.storeIds.includes(store.store_id) || leftStoreIds.includes(store.store_id)).map((store) => store.region))
    for (const region of regions) changes.push(await staffChange(tx, hq, region, person))
  }
  if (changes.length > 0) await writeFeedGroup(tx, hq.ids, { stamp, changes, madeAtMs: hq.clock.nowMs() })
}

async function staffChange(tx: Tx, hq: Pick<Hq, 'master'>, region: string, { staffId, name, role, storeIds, badge, pinHash, status }: Person): Promise<FeedDraft> {
  const { indexKey, boxKey } = await ensureRegion(tx, hq.master, region)
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  const row: StaffRow = {
    ...{ staffId, name, role, storeIds: [...storeIds], status },
    badgeIndex: badge === null ? null : base64(blindIndex(hmacSha256, indexKey, 'badge', badge)),
    pinBox: pinHash === null ? null : base64(sealPinHash(aead, randomBytes, boxKey, staffId, pinHash)),
  }
  return { kind: 'staff', id: staffId, region, row }
}
