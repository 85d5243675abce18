import { makeSigningPair, randomBytes, signer } from './crypto.ts'
import type { Clock } from './clock.ts'
import type { Database, Reader } from './db/database.ts'
import type { MasterKey } from './master-key.ts'
import type { RegionKey } from '../journal/key-wrap.ts'
import type { Sign } from '../journal/crypto.ts'

/** Who HQ is: the same for all processes over one database. */
export type Identity = {
  /** ed25519, raw: tills check acks and sessions against it. */
  readonly signingPublicKey: Buffer
  readonly sign: Sign
  /** HMAC of session tokens. */
  readonly tokenKey: Buffer
}

/** Reads HQ's identity, making it in an empty database. Of several processes that start at once, one makes it. */
export async function loadIdentity(db: Database, master: MasterKey, clock: Clock): Promise<Identity> {
  const found = await readIdentity(db, master)
  if (found) return found
  const pair = makeSigningPair()
  await db
    .insertInto('hq_identity')
    .values({
      slot: 1,
      incarnation: 1,
      signing_public: Buffer.from(pair.publicKey),
      signing_private_wrapped: master.wrap('signing key', pair.privateKey),
      token_key_wrapped: master.wrap('token key', randomBytes(32)),
      created_at_ms: clock.nowMs(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const made = await readIdentity(db, master)
  if (!made) throw new Error('HQ has no identity although it was just made')
  return made
}

async function readIdentity(db: Reader, master: MasterKey): Promise<Identity | null> {
  const row = await db.selectFrom('hq_identity').selectAll().executeTakeFirst()
  if (!row) return null
  return {
    signingPublicKey: row.signing_public,
    sign: signer(master.unwrap('signing key', row.signing_private_wrapped)),
    tokenKey: master.unwrap('token key', row.token_key_wrapped),
  }
}

const REGION_KEY_BYTES = 64

/** A region's keys; null: no such region. */
export async function regionKey(db: Reader, master: MasterKey, region: string): Promise<RegionKey | null> {
  const row = await db.selectFrom('regions').select('region_key_wrapped').where('region', '=', region).executeTakeFirst()
  if (!row) return null
  const keys = master.unwrap(`region ${region}`, row.region_key_wrapped)
  return { boxKey: keys.subarray(0, 32), indexKey: keys.subarray(32, REGION_KEY_BYTES) }
}

/** Makes a region with fresh keys; one that is there keeps its own. */
export async function ensureRegion(db: Reader, master: MasterKey, region: string): Promise<RegionKey> {
  await db
    .insertInto('regions')
    .values({ region, region_key_wrapped: master.wrap(`region ${region}`, randomBytes(REGION_KEY_BYTES)), key_generation: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const keys = await regionKey(db, master, region)
  if (!keys) throw new Error(`region ${region} is not there although it was just made`)
  return keys
}
