import { z } from 'zod'
import { recount, type Account } from '../book/account.ts'
import { sha256 } from '../crypto.ts'
import { loadBook } from '../book/load.ts'
import { saveBook } from '../book/save.ts'
import { bulkInsert } from '../db/bulk.ts'
import type { Tx } from '../db/database.ts'
import { addDays, startOfBusinessDay } from '../../domain/business-date.ts'
import { countCell, dateCell, idCell, optional } from './cells.ts'
import { heading, refused, type ImportKind, type Read, type Verdict } from './kind.ts'

const schema = z.object({
  memberId: idCell,
  points: countCell('a whole number of points').refine((count) => count > 0, 'is not above 0'),
  id: optional(idCell),
  earned: optional(dateCell),
  expires: optional(dateCell),
})
type Row = z.infer<typeof schema>

/**
 * Opening balances: each row is one lot, by an event of HQ's own whose id is made of the row's id and the member. So the
 * same row never counts twice, in this file or another; without an id a member has one opening balance.
 */
export const balanceImport: ImportKind<Row> = {
  headings: [
    heading('memberId', true, '会员号', '會員號', '会员编号'),
    heading('points', true, '积分', '積分', '积分余额'),
    heading('id', false, '编号', '編號', '流水号'),
    heading('earned', false, '获得日期', '獲得日期'),
    heading('expires', false, '到期日期', '到期日', '有效期'),
  ],
  schema,
  keysOf: (row) => [`balance ${openingId(row)}`],
  async take(tx, hq, rows) {
    const nowMs = hq.clock.nowMs()
    const book = await loadBook(tx, rows.map(({ row }) => row.memberId), [])
    const booked = await bookedBefore(tx, rows)
    const zones = new Map((await tx.selectFrom('stores').select(['store_id', 'time_zone']).execute()).map((store) => [store.store_id, store.time_zone]))
    const added: Opening[] = []
    const verdicts = rows.map(({ row }): Verdict => {
      const before = booked.get(openingId(row))
      if (before !== undefined) return before === row.points ? 'there' : refused('points', `this balance was booked before, with ${before} points`)
      const account = book.accounts.get(row.memberId)
      if (!account) return refused('memberId', `there is no member ${row.memberId}`)
      if (account.member.status === 'closed') return refused('memberId', `the account of ${row.memberId} is closed`)
      const opening = openingOf(row, zones.get(account.member.store_id) ?? 'UTC', nowMs)
      if (opening.expiresAtMs !== null && opening.expiresAtMs <= nowMs) return refused('expires', 'these points have expired')
      if (opening.earnedAtMs > nowMs) return refused('earned', 'is a day that has not come')
      putLot(account, opening)
      added.push(opening)
      return 'added'
    })
    if (added.length === 0) return verdicts
    await bookOpenings(tx, added, nowMs)
    await saveBook(tx, book, { ids: hq.ids, nowMs })
    return verdicts
  },
}

/** Ids of lots are at most 64 characters, and no two alike. */
const LOT_ID_DIGITS = 32

type Opening = { readonly eventId: string; readonly lotId: string; readonly row: Row; readonly earnedAtMs: number; readonly expiresAtMs: number | null }

/** Spaces are in no id, so no two rows make the same one. */
const openingId = ({ memberId, id }: Row): string => `opening ${memberId} ${id ?? ''}`.trimEnd()

function openingOf(row: Row, timeZone: string, nowMs: number): Opening {
  const calendar = { timeZone, businessDayStart: '00:00' }
  return {
    eventId: openingId(row),
    lotId: `opening-${Buffer.from(sha256(Buffer.from(openingId(row)))).toString('hex').slice(0, LOT_ID_DIGITS)}`,
    row,
    earnedAtMs: row.earned === null ? nowMs : startOfBusinessDay(row.earned, calendar),
    // The last day on which they can be used is the day that is named.
    expiresAtMs: row.expires === null ? null : startOfBusinessDay(addDays(row.expires, 1), calendar),
  }
}

function putLot(account: Account, { lotId, row, earnedAtMs, expiresAtMs }: Opening): void {
  account.lots.set(lotId, { lotId, points: row.points, lentPoints: 0, earnedAtMs, availableAtMs: null, expiresAtMs, grace: false, held: null })
  account.changedLots.add(lotId)
  recount(account)
}

async function bookedBefore(tx: Tx, rows: readonly Read<Row>[]): Promise<Map<string, number>> {
  const found = await tx.selectFrom('hq_events').select(['event_id', 'body']).where('event_id', 'in', rows.map(({ row }) => openingId(row))).execute()
  return new Map(found.map((event) => [event.event_id, Number(event.body['points'])]))
}

async function bookOpenings(tx: Tx, openings: readonly Opening[], nowMs: number): Promise<void> {
  const person = 'tillpoint-hq import'
  await bulkInsert(tx, 'hq_events', { event_id: 'text', kind: 'text', at_ms: 'bigint', person: 'text', body: 'jsonb' }, openings.map(({ eventId, row }) => ({ event_id: eventId, kind: 'opening-balance', at_ms: nowMs, person, body: { memberId: row.memberId, points: row.points } })))
  const entries = openings.flatMap(({ eventId, row }) => [
    { event_id: eventId, entry_no: 1, asset: 'points', account: `member/${row.memberId}`, delta: row.points },
    { event_id: eventId, entry_no: 2, asset: 'points', account: 'programme/opening', delta: -row.points },
  ])
  await bulkInsert(tx, 'entries', { event_id: 'text', entry_no: 'integer', asset: 'text', account: 'text', delta: 'bigint' }, entries)
  const movements = openings.map(({ eventId, lotId, row }) => ({ event_id: eventId, movement_no: 1, member_id: row.memberId, lot_id: lotId, delta_points: row.points }))
  await bulkInsert(tx, 'lot_movements', { event_id: 'text', movement_no: 'integer', member_id: 'text', lot_id: 'text', delta_points: 'bigint' }, movements)
}
