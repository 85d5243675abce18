import type { LotChange } from '../book/points.ts'
import type { Tx } from '../db/database.ts'
import type { Hq } from '../hq.ts'

/** Something that HQ books by itself, for one member. */
export type OwnEvent = {
  readonly kind: 'points-expired' | 'debt-written-off' | 'tier-changed' | 'referral-paid' | 'referral-taken-back'
  readonly memberId: string
  readonly nowMs: number
  /** Of her account; 0: nothing moves. */
  readonly points: number
  /** The account that the other side of it stands on. */
  readonly against: string
  readonly changes: readonly LotChange[]
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Writes an event of HQ's own with its entries and lot movements, in the transaction that changes the account. */
export async function bookOwnEvent(tx: Tx, hq: Pick<Hq, 'ids'>, { kind, memberId, nowMs, points, against, changes, facts = {} }: OwnEvent): Promise<void> {
  const eventId = hq.ids.uuid()
  await tx.insertInto('hq_events').values({ event_id: eventId, kind, at_ms: nowMs, person: 'HQ', body: JSON.stringify({ memberId, points, ...facts }) }).execute()
  if (points === 0) return
  const entries = [{ account: `member/${memberId}`, delta: points }, { account: against, delta: -points }]
  await tx.insertInto('entries').values(entries.map((entry, index) => ({ event_id: eventId, entry_no: index + 1, asset: 'points', ...entry }))).execute()
  if (changes.length === 0) return
  await tx.insertInto('lot_movements').values(changes.map((change, index) => ({ event_id: eventId, movement_no: index + 1, member_id: memberId, lot_id: change.lotId, delta_points: change.deltaPoints }))).execute()
}
