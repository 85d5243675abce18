import { parseProgramme } from '../../contract/programme-file.ts'
import type { Programme } from '../../domain/programme.ts'
import type { Database } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { expireLots } from './expire-lots.ts'
import { reviewTiers } from './review-tiers.ts'
import { settleReferrals } from './settle-referrals.ts'
import { writeOffDebt } from './write-off-debt.ts'

/** What one round of care did, in members; of referrals, how many were paid or taken back. */
export type CareDone = { readonly expired: number; readonly writtenOff: number; readonly lowered: number; readonly referrals: number }

/**
 * What nobody at a till does and no till's clock may do: points expire, old debt is let go, levels end, referrals are
 * paid. Each is an event of HQ's own in the ledger. Any number of processes may do it at once.
 */
export async function careForAccounts(hq: Pick<Hq, 'db' | 'clock' | 'ids'>): Promise<CareDone> {
  const programme = await currentProgramme(hq.db)
  const expired = await expireLots(hq)
  const referrals = await settleReferrals(hq)
  if (programme === null) return { expired, writtenOff: 0, lowered: 0, referrals }
  return { expired, writtenOff: await writeOffDebt(hq, programme), lowered: await reviewTiers(hq, programme), referrals }
}

async function currentProgramme(db: Database): Promise<Programme | null> {
  const row = await db.selectFrom('programmes').select('canonical_json').where('current', '=', true).executeTakeFirst()
  const parsed = row ? parseProgramme(JSON.parse(row.canonical_json)) : null
  return parsed?.ok === true ? parsed.programme : null
}

export type Carer = { close(): Promise<void> }

/** Cares at intervals until it is closed. */
export function createCarer(hq: Pick<Hq, 'db' | 'clock' | 'ids'>, everyMs: number, onError: (cause: unknown) => void, onDone: (done: CareDone) => void): Carer {
  let running: Promise<void> | null = null
  const timer = setInterval(() => {
    running ??= careForAccounts(hq)
      .then(onDone, onError)
      .finally(() => (running = null))
  }, everyMs)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await running
    },
  }
}
