import pg from 'pg'
import { eventOf, type Entry, type Event } from './till-files.ts'

/** HQ's tables as they are, read in one statement (one moment) with SQL of this file's own. */
export type HqRows = {
  readonly incarnation: number
  readonly tills: readonly { readonly tillId: string; readonly clockOffsetMs: number | null; readonly forkSeen: boolean }[]
  /** What tills sent, the other branches of forks too. */
  readonly events: readonly Event[]
  readonly branches: readonly Event[]
  readonly saleIds: readonly string[]
  readonly members: readonly HqMember[]
  readonly products: number
  /** All that is booked, an event and an account a row. */
  readonly entries: readonly (Entry & { readonly eventId: string })[]
  /** Hashes of the events that wait for a person, of other branches too. */
  readonly suspense: readonly string[]
  readonly returns: readonly { readonly saleId: string; readonly dueMinor: number; readonly refundMinor: number }[]
  readonly differences: readonly { readonly eventId: string; readonly path: string }[]
  readonly leases: ReadonlyMap<string, { readonly grantedPoints: number; readonly state: string }>
  readonly valueLeases: ReadonlyMap<string, number>
}
export type HqMember = {
  readonly memberId: string
  readonly balancePoints: number
  readonly freePoints: number
  readonly lentPoints: number
  readonly unconfirmedPoints: number
  readonly debtPoints: number
  readonly storedValueMinor: number
  readonly status: string
  readonly erased: boolean
  readonly lots: { readonly points: number; readonly lent: number; readonly held: number }
}

const SELECT = `SELECT json_build_object(
  'incarnation', (SELECT incarnation FROM hq_identity),
  'tills', (SELECT coalesce(json_agg(json_build_object('tillId', t.till_id, 'clockOffsetMs', s.clock_offset_ms, 'forkSeen', t.fork_seen_at_ms IS NOT NULL)), '[]') FROM tills t LEFT JOIN till_sightings s USING (till_id)),
  'events', (SELECT coalesce(json_agg(json_build_array(till_id, epoch, seq, encode(hash, 'hex'), encode(bytes, 'base64')) ORDER BY till_id, epoch, seq), '[]') FROM journal_events),
  'branches', (SELECT coalesce(json_agg(json_build_array(till_id, epoch, seq, encode(hash, 'hex'), encode(bytes, 'base64')) ORDER BY till_id, epoch, seq, hash), '[]') FROM journal_forks),
  'saleIds', (SELECT coalesce(json_agg(sale_id ORDER BY sale_id), '[]') FROM sales),
  'members', (SELECT coalesce(json_agg(json_build_object('memberId', m.member_id, 'balancePoints', m.balance_points, 'freePoints', m.free_points, 'lentPoints', m.lent_points,
     'unconfirmedPoints', m.unconfirmed_points, 'debtPoints', m.debt_points, 'storedValueMinor', m.stored_principal_minor + m.stored_bonus_minor, 'status', m.status, 'erased', m.box IS NULL,
     'lots', (SELECT json_build_object('points', coalesce(sum(points), 0), 'lent', coalesce(sum(lent_points), 0), 'held', coalesce(sum(points) FILTER (WHERE held_till_id IS NOT NULL), 0)) FROM lots l WHERE l.member_id = m.member_id)) ORDER BY m.member_id), '[]') FROM members m),
  'products', (SELECT count(*) FROM products),
  'entries', (SELECT coalesce(json_agg(json_build_object('eventId', event_id, 'asset', asset, 'account', account, 'delta', delta)), '[]') FROM entries),
  'suspense', (SELECT coalesce(json_agg(hash), '[]') FROM (
     SELECT encode(j.hash, 'hex') AS hash FROM event_outcomes o JOIN journal_events j USING (till_id, epoch, seq) WHERE o.outcome = 'suspense'
     UNION SELECT encode(hash, 'hex') FROM branch_outcomes WHERE outcome = 'suspense') AS s),
  'returns', (SELECT coalesce(json_agg(json_build_object('saleId', s.sale_id, 'dueMinor', s.due_minor, 'refundMinor', r.refund_minor)), '[]') FROM (SELECT sale_id, sum(refund_minor) AS refund_minor FROM returns GROUP BY sale_id) r JOIN sales s USING (sale_id)),
  'differences', (SELECT coalesce(json_agg(json_build_object('eventId', event_id, 'path', path)), '[]') FROM replay_differences),
  'leases', (SELECT coalesce(json_agg(json_build_array(lease_id, json_build_object('grantedPoints', granted_points, 'state', state))), '[]') FROM leases),
  'valueLeases', (SELECT coalesce(json_agg(json_build_array(sale_id, principal_minor + bonus_minor)), '[]') FROM value_leases)
) AS rows`

type Placed = readonly [tillId: string, epoch: number, seq: number, hash: string, bytes: string]
type Raw = Omit<HqRows, 'events' | 'branches' | 'leases' | 'valueLeases'> & {
  readonly events: readonly Placed[]
  readonly branches: readonly Placed[]
  readonly leases: readonly [string, { grantedPoints: number; state: string }][]
  readonly valueLeases: readonly [string, number][]
}

/** A connection of the recount's own, kept from look to look; it may be lost at any time (HQ's tables are put back). */
export class HqReader {
  #client: pg.Client | null = null
  #databaseUrl = ''
  #last: { readonly activity: number; readonly rows: HqRows } | null = null

  /** @param activity another number whenever something may have been written; absent: always */
  async read(databaseUrl: string, activity = Number.NaN): Promise<HqRows> {
    if (this.#last !== null && this.#databaseUrl === databaseUrl && this.#last.activity === activity) return this.#last.rows
    const client = await this.#clientOf(databaseUrl)
    const { rows } = await client.query<{ rows: Raw }>(SELECT)
    const raw = rows[0]?.rows
    if (raw === undefined) throw new Error('HQ has no rows')
    const placed = ([tillId, epoch, seq, hash, bytes]: Placed): Event => eventOf(tillId, epoch, seq, hash, Buffer.from(bytes, 'base64'))
    const found = { ...raw, events: raw.events.map(placed), branches: raw.branches.map(placed), leases: new Map(raw.leases), valueLeases: new Map(raw.valueLeases) }
    this.#last = { activity, rows: found }
    return found
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await client?.end()
  }

  async #clientOf(databaseUrl: string): Promise<pg.Client> {
    if (this.#client !== null && this.#databaseUrl === databaseUrl) return this.#client
    await this.close()
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'recount' })
    client.on('error', () => {
      if (this.#client === client) this.#client = null
    })
    await client.connect()
    this.#client = client
    this.#databaseUrl = databaseUrl
    return client
  }
}
