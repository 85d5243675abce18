import { argon2Verify } from 'hash-wasm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffRow } from '../../../src/contract/wire-feed.ts'
import { openPinHash } from '../../../src/journal/pin-box.ts'
import { aead } from '../../../src/hq/crypto.ts'
import { regionKey } from '../../../src/hq/identity.ts'
import { changeStaff } from '../../../src/hq/registry/staff.ts'
import { seed } from '../../../src/hq/seed.ts'
import { guardedSampleFiles, startTestHq, TEST_MASTER_KEY, type TestHq } from '../../support/hq.ts'

let hq: TestHq
beforeAll(async () => {
  hq = await startTestHq({ sample: false })
  await seed(hq.hq, guardedSampleFiles)
})
afterAll(() => hq.close())

/** What tills were told last of somebody. */
async function told(staffId: string): Promise<StaffRow[]> {
  const rows = await hq.hq.db.selectFrom('feed_changes').select(['row', 'region', 'stamp']).where('kind', '=', 'staff').where('id', '=', staffId).orderBy('stamp', 'desc').execute()
  return rows.filter((each) => each.stamp === rows[0]?.stamp).map((each) => each.row as unknown as StaffRow)
}
async function pinHashOf(staffId: string): Promise<string | null> {
  const [row] = await told(staffId)
  const store = await hq.hq.db.selectFrom('stores').select('region').where('store_id', '=', row?.storeIds[0] ?? '').executeTakeFirstOrThrow()
  const key = await regionKey(hq.hq.db, TEST_MASTER_KEY, store.region)
  return key === null || typeof row?.pinBox !== 'string' ? null : openPinHash(aead, key.boxKey, staffId, Buffer.from(row.pinBox, 'base64'))
}

test('the sample staff can sign in with the PINs of its README', async () => {
  expect(await argon2Verify({ password: '1001', hash: (await pinHashOf('p01')) ?? '' })).toBe(true)
  expect(await argon2Verify({ password: '100400', hash: (await pinHashOf('p04')) ?? '' })).toBe(true)
})

test('a new PIN is in the feed as a sealed hash, and nowhere in the open', async () => {
  expect(await changeStaff(hq.hq, 'p02', { pin: '7391' })).toMatchObject({ ok: true })
  const hash = (await pinHashOf('p02')) ?? ''
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await argon2Verify({ password: '7391', hash })).toBe(true)
  const stored = await hq.hq.db.selectFrom('staff').selectAll().where('staff_id', '=', 'p02').executeTakeFirstOrThrow()
  expect(stored.pin_hash_wrapped?.includes('argon2id')).toBe(false)
  expect(JSON.stringify(await told('p02'))).not.toMatch(/7391|argon2id/)
})

test.each([
  ['p01', '12a4', 'pin_not_digits'],
  ['p01', '987', 'pin_too_short'],
  ['p04', '98713', 'pin_too_short'],
  ['p01', '1234', 'pin_too_simple'],
  ['p99', '7391', 'unknown_staff'],
])('%s does not get the PIN %s', async (staffId, pin, refused) => {
  expect(await changeStaff(hq.hq, staffId, { pin })).toEqual({ ok: false, error: refused })
})

test('whoever becomes a manager gets a new PIN, whoever leaves is told of, and whoever moves is told of in both places', async () => {
  expect(await changeStaff(hq.hq, 'p03', { role: 'manager' })).toMatchObject({ ok: true, output: { pinHash: null } })
  expect(await told('p03')).toMatchObject([{ role: 'manager', pinBox: null }])
  await changeStaff(hq.hq, 'p05', { status: 'left' })
  expect(await told('p05')).toMatchObject([{ status: 'left' }])
  const stores = await hq.hq.db.selectFrom('stores').select(['store_id', 'region']).execute()
  const other = stores.find((store) => store.region !== stores.find((each) => each.store_id === 's1')?.region)
  await changeStaff(hq.hq, 'p01', { storeIds: [other?.store_id ?? 's2'] })
  expect(await told('p01')).toHaveLength(other === undefined ? 1 : 2)
})
