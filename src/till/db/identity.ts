import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** Who this till is. The wrapped keys can only be opened by this machine's key store. */
export type TillIdentity = {
  readonly tillId: string
  readonly tillNumber: number
  readonly storeId: string
  readonly region: string
  readonly hqUrl: string
  /** ed25519, raw 32 bytes. */
  readonly hqPublicKey: Uint8Array
  /** HQ's incarnation at enrolment. */
  readonly incarnation: number
  readonly signingKeyWrapped: Uint8Array
  readonly boxKeyWrapped: Uint8Array
  /** `{ boxKey, indexKey }` of the region, wrapped again for the key store. */
  readonly regionKeyWrapped: Uint8Array
  readonly enrolledAtMs: number
}

/** Null: this till is not enrolled yet. */
export function readIdentity(ledger: LedgerRead): TillIdentity | null {
  return (
    ledger.get<TillIdentity>(
      `SELECT till_id AS tillId, till_number AS tillNumber, store_id AS storeId, region, hq_url AS hqUrl,
        hq_public_key AS hqPublicKey, incarnation, signing_key_wrapped AS signingKeyWrapped,
        box_key_wrapped AS boxKeyWrapped, region_key_wrapped AS regionKeyWrapped, enrolled_at_ms AS enrolledAtMs
      FROM till_identity WHERE slot = 1`,
    ) ?? null
  )
}

/** Writes who this till is; a later enrolment replaces it. */
export function writeIdentity(tx: LedgerWrite, identity: TillIdentity): void {
  tx.run(
    `INSERT INTO till_identity (slot, till_id, till_number, store_id, region, hq_url, hq_public_key, incarnation,
      signing_key_wrapped, box_key_wrapped, region_key_wrapped, enrolled_at_ms)
    VALUES (1, @tillId, @tillNumber, @storeId, @region, @hqUrl, @hqPublicKey, @incarnation,
      @signingKeyWrapped, @boxKeyWrapped, @regionKeyWrapped, @enrolledAtMs)
    ON CONFLICT (slot) DO UPDATE SET till_id = excluded.till_id, till_number = excluded.till_number,
      store_id = excluded.store_id, region = excluded.region, hq_url = excluded.hq_url,
      hq_public_key = excluded.hq_public_key, incarnation = excluded.incarnation,
      signing_key_wrapped = excluded.signing_key_wrapped, box_key_wrapped = excluded.box_key_wrapped,
      region_key_wrapped = excluded.region_key_wrapped, enrolled_at_ms = excluded.enrolled_at_ms`,
    identity,
  )
}

/** HQ moved (its port or host changed), or it told a new incarnation. */
export function updateHq(tx: LedgerWrite, hq: { readonly hqUrl: string; readonly incarnation: number }): void {
  tx.run('UPDATE till_identity SET hq_url = @hqUrl, incarnation = @incarnation WHERE slot = 1', hq)
}
