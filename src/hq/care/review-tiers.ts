import { sql } from 'kysely'
import { businessDateOf } from '../../domain/business-date.ts'
import type { Programme } from '../../domain/programme.ts'
import { reviewTier, windowStart } from '../../domain/tier-review.ts'
import type { Account } from '../book/account.ts'
import { loadBook } from '../book/load.ts'
import { saveBook } from '../book/save.ts'
import { inTransaction, type Tx } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { bookOwnEvent } from './own-event.ts'

const MEMBERS_A_TURN = 500

/**
 * Once a business date: each member's metric inside its window of today, and the level that she holds by it. Two
 * processes at it at once come to the same.
 * @returns how many levels were lowered
 */
export async function reviewTiers(hq: Pick<Hq, 'db' | 'clock' | 'ids'>, programme: Programme): Promise<number> {
  const nowMs = hq.clock.nowMs()
  const today = businessDateOf(nowMs, programme)
  const done = await hq.db.selectFrom('care_done').select('tiers_reviewed_on').executeTakeFirstOrThrow()
  if (done.tiers_reviewed_on !== null && done.tiers_reviewed_on >= today) return 0
  let lowered = 0
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after
    const turn = await inTransaction(hq.db, (tx) => reviewTurn(hq, tx, { programme, today, nowMs, after: from }))
    lowered += turn.lowered
    after = turn.last
  }
  await hq.db.updateTable('care_done').set({ tiers_reviewed_on: today }).execute()
  return lowered
}

type Turn = { readonly programme: Programme; readonly today: string; readonly nowMs: number; readonly after: string }

async function reviewTurn(hq: Pick<Hq, 'ids'>, tx: Tx, { programme, today, nowMs, after }: Turn): Promise<{ readonly lowered: number; readonly last: string | null }> {
  const rows = await tx.selectFrom('members').select('member_id').where('member_id', '>', after).where('status', '<>', 'closed').orderBy('member_id').limit(MEMBERS_A_TURN).execute()
  const memberIds = rows.map((row) => row.member_id)
  const book = await loadBook(tx, memberIds, [])
  const accounts = [...book.accounts.values()]
  const metrics = await metricsOf(tx, programme, accounts, today)
  let lowered = 0
  for (const account of accounts) {
    const { member } = account
    const qualifying = Math.max(0, metrics.get(member.member_id) ?? 0)
    const { tier_floor: level, tier_floor_until: until } = member
    const floor = level === null || until === null ? null : { level, until }
    const reviewed = reviewTier(programme.tiers, { held: member.tier, qualifiedOn: member.tier_qualified_on, qualifying, joined: member.joined, floor }, today)
    if (reviewed.tier !== member.tier) {
      lowered += 1
      await bookOwnEvent(tx, hq, { kind: 'tier-changed', memberId: member.member_id, nowMs, points: 0, against: '', changes: [], facts: { from: member.tier, to: reviewed.tier, qualifying } })
    }
    // Tills are told of what they see; the date is HQ's own.
    account.changed = reviewed.tier !== member.tier || qualifying !== member.qualifying
    Object.assign(member, { tier: reviewed.tier, qualifying, tier_qualified_on: reviewed.qualifiedOn })
  }
  await writeDates(tx, accounts)
  await saveBook(tx, book, { ids: hq.ids, nowMs })
  return { lowered, last: memberIds.length < MEMBERS_A_TURN ? null : (memberIds.at(-1) ?? null) }
}

/** The metric of each inside her own window. */
async function metricsOf(tx: Tx, { tiers }: Programme, accounts: readonly Account[], today: string): Promise<ReadonlyMap<string, number>> {
  const starts = accounts.map(({ member }) => windowStart(tiers.window, member.joined, today) ?? '0001-01-01')
  const ids = accounts.map(({ member }) => member.member_id)
  const { rows } = await sql<{ member_id: string; qualifying: number }>`SELECT m.member_id, sum(q.delta)::bigint AS qualifying
    FROM unnest(${ids}::text[], ${starts}::date[]) AS m (member_id, start)
    JOIN qualifying_moves AS q ON q.member_id = m.member_id AND q.business_date >= m.start GROUP BY m.member_id`.execute(tx)
  return new Map(rows.map((row) => [row.member_id, row.qualifying]))
}

async function writeDates(tx: Tx, accounts: readonly Account[]): Promise<void> {
  const ids = accounts.map(({ member }) => member.member_id)
  const dates = accounts.map(({ member }) => member.tier_qualified_on)
  await sql`UPDATE members AS m SET tier_qualified_on = d.day FROM unnest(${ids}::text[], ${dates}::date[]) AS d (member_id, day)
    WHERE m.member_id = d.member_id AND m.tier_qualified_on IS DISTINCT FROM d.day`.execute(tx)
}
