import { sql } from 'kysely'
import { dateIn } from '../clock.ts'
import { inSnapshot, type Reader } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { currentProgramme } from '../registry/programmes.ts'
import { parseProgramme } from '../../contract/programme-file.ts'
import type { ConsoleOverview, ConsoleSale, ConsoleTill } from '../../contract/console-wire.ts'
import type { Programme } from '../../domain/programme.ts'

const NEWEST_SALES = 20
const WEEK_MS = 7 * 86_400_000
const DEFAULT_TIME_ZONE = 'Asia/Shanghai'

/** All that the console's first page shows, in one answer and of one moment: its sums must agree with each other. */
export function readOverview(hq: Pick<Hq, 'db' | 'clock'>): Promise<ConsoleOverview> {
  return inSnapshot(hq.db, (tx) => overviewAt(tx, hq.clock.nowMs()))
}

async function overviewAt(db: Reader, nowMs: number): Promise<ConsoleOverview> {
  const stores = await db.selectFrom('stores').select(['store_id', 'name', 'time_zone']).orderBy('store_id').execute()
  const programme = await readProgramme(db)
  const timeZone = stores[0]?.time_zone ?? programme?.timeZone ?? DEFAULT_TIME_ZONE
  const businessDate = dateIn(timeZone, nowMs)
  return {
    nowMs,
    timeZone,
    businessDate,
    stores: stores.map((store) => ({ storeId: store.store_id, name: store.name })),
    tills: await readTills(db, businessDate),
    tiers: (programme?.tiers.levels ?? []).map((level) => ({ tier: level.id, name: level.name })),
    today: await readToday(db, timeZone, businessDate, nowMs),
    owed: await readOwed(db, programme),
    sales: await readNewestSales(db),
  }
}

async function readProgramme(db: Reader): Promise<Programme | null> {
  const current = await currentProgramme(db)
  const parsed = current && parseProgramme(current.document)
  return parsed?.ok ? parsed.programme : null
}

async function readTills(db: Reader, businessDate: string): Promise<ConsoleTill[]> {
  const rows = await db
    .selectFrom('tills as t')
    .leftJoin('till_sightings as s', 's.till_id', 't.till_id')
    .select(['t.till_id', 't.store_id', 't.till_number', 't.machine_name', 't.revoked_at_ms', 't.fork_seen_at_ms', 's.seen_at_ms', 's.queued_events', 's.clock_offset_ms', 's.program_version'])
    .orderBy('t.store_id')
    .orderBy('t.till_number')
    .execute()
  const sold = await db
    .selectFrom('sales')
    .select((e) => ['till_id', e.fn.sum<number>('due_minor').as('minor'), e.fn.countAll<number>().as('count')])
    .where('business_date', '=', businessDate)
    .groupBy('till_id')
    .execute()
  const waiting = await db
    .selectFrom('event_outcomes')
    .select((e) => ['till_id', e.fn.countAll<number>().as('count'), e.fn.min('decided_at_ms').as('since_ms')])
    .where('outcome', '=', 'suspense')
    .where('resolved_by', 'is', null)
    .groupBy('till_id')
    .execute()
  return rows.map((row) => {
    const sales = sold.find((sum) => sum.till_id === row.till_id)
    const suspense = waiting.find((sum) => sum.till_id === row.till_id)
    return {
      tillId: row.till_id,
      storeId: row.store_id,
      tillNumber: row.till_number,
      machineName: row.machine_name,
      lastSeenAtMs: row.seen_at_ms,
      queuedEvents: row.queued_events,
      clockOffsetMs: row.clock_offset_ms,
      version: row.program_version,
      revoked: row.revoked_at_ms !== null,
      forkSeenAtMs: row.fork_seen_at_ms,
      suspenseEvents: suspense?.count ?? 0,
      suspenseSinceMs: suspense?.since_ms ?? null,
      salesTodayMinor: sales?.minor ?? 0,
      salesTodayCount: sales?.count ?? 0,
    }
  })
}

async function readToday(db: Reader, timeZone: string, businessDate: string, nowMs: number): Promise<ConsoleOverview['today']> {
  const sums = await db
    .selectFrom('sales')
    .select((e) => [e.fn.sum<number | null>('due_minor').as('minor'), e.fn.countAll<number>().as('count'), e.fn.sum<number | null>('earn_points').as('earned'), e.fn.sum<number | null>('points_used').as('used')])
    .where('business_date', '=', businessDate)
    .executeTakeFirstOrThrow()
  const hours = await sql<{ hour: number; minor: number }>`
    SELECT extract(hour FROM to_timestamp(at_ms / 1000) AT TIME ZONE ${timeZone})::integer AS hour, sum(due_minor) AS minor
    FROM sales WHERE business_date = ${businessDate}::date GROUP BY 1`.execute(db)
  const hourlyMinor = Array.from({ length: 24 }, (_, hour) => hours.rows.find((row) => row.hour === hour)?.minor ?? 0)
  const lastWeek = await db
    .selectFrom('sales')
    .select((e) => [e.fn.sum<number | null>('due_minor').as('minor')])
    .where('business_date', '=', dateIn(timeZone, nowMs - WEEK_MS))
    .where('at_ms', '<=', nowMs - WEEK_MS)
    .executeTakeFirstOrThrow()
  return {
    salesMinor: sums.minor ?? 0,
    salesCount: sums.count,
    lastWeekMinor: lastWeek.minor,
    hourlyMinor,
    earnPoints: sums.earned ?? 0,
    pointsUsed: sums.used ?? 0,
  }
}

async function readOwed(db: Reader, programme: Programme | null): Promise<ConsoleOverview['owed']> {
  const sums = await db
    .selectFrom('members')
    .select((e) => [
      e.fn.sum<number | null>('balance_points').as('balance'),
      e.fn.sum<number | null>('lent_points').as('lent'),
      e.fn.sum<number | null>('unconfirmed_points').as('unconfirmed'),
      e.fn.sum<number | null>('debt_points').as('debt'),
    ])
    .executeTakeFirstOrThrow()
  const balancePoints = sums.balance ?? 0
  return {
    balancePoints,
    worthMinor: programme && Math.floor((balancePoints * programme.redeem.minor) / programme.redeem.points),
    lentPoints: sums.lent ?? 0,
    unconfirmedPoints: sums.unconfirmed ?? 0,
    debtPoints: sums.debt ?? 0,
  }
}

async function readNewestSales(db: Reader): Promise<ConsoleSale[]> {
  const rows = await db
    .selectFrom('sales as s')
    .innerJoin('tills as t', 't.till_id', 's.till_id')
    .select(['s.sale_id', 's.at_ms', 's.store_id', 't.till_number', 's.member_id', 's.tier', 's.due_minor', 's.earn_points', 's.points_used', 's.receipt_code'])
    .orderBy('s.at_ms', 'desc')
    .limit(NEWEST_SALES)
    .execute()
  return rows.map((row) => ({
    saleId: row.sale_id,
    atMs: row.at_ms,
    storeId: row.store_id,
    tillNumber: row.till_number,
    memberId: row.member_id,
    tier: row.tier,
    dueMinor: row.due_minor,
    earnPoints: row.earn_points,
    pointsUsed: row.points_used,
    receiptCode: row.receipt_code,
  }))
}
