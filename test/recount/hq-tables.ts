import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Booked, HqReturn, HqSale, RecountedHq } from './facts.ts'
import { sorted } from './till-events.ts'

/** Reads HQ's tables with SQL of its own. */
export async function readHq(databaseUrl: string): Promise<RecountedHq> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const events = await rows<{ till_id: string; epoch: number; seq: string; bytes: Buffer; hash: Buffer }>(
      client,
      'SELECT till_id, epoch, seq, bytes, hash FROM journal_events ORDER BY till_id, epoch, seq',
    )
    const suspense = await rows<{ count: string }>(
      client,
      `SELECT count(*) FROM event_outcomes WHERE outcome = 'suspense'`,
    )
    const sums = await rows<Booked & { delta: string }>(client, 'SELECT asset, account, sum(delta) AS delta FROM entries GROUP BY asset, account')
    const coupons = await rows<{ code: string; uses_left: number }>(client, 'SELECT code, uses_left FROM coupons')
    const entriesOf = await readEntries(client)
    return {
      events: events.map((row) => ({
        tillId: row.till_id,
        epoch: row.epoch,
        seq: Number(row.seq),
        hash: row.hash.toString('hex'),
        kind: kindOf(row.bytes),
      })),
      sales: await readSales(client, entriesOf),
      returns: await readReturns(client, entriesOf),
      others: await readOthers(client, entriesOf),
      sums: new Map(sums.map((row) => [`${row.asset} ${row.account}`, Number(row.delta)])),
      stated: await readStated(client),
      couponUses: new Map(coupons.map((row) => [row.code, row.uses_left])),
      suspense: Number(suspense[0]?.count ?? 0),
      problems: [...chainProblems(events), ...(await balanceProblems(client))],
    }
  } finally {
    await client.end()
  }
}

async function rows<Row extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows
}

function kindOf(bytes: Buffer): string {
  return (JSON.parse(bytes.toString('utf8')) as { kind: string }).kind
}

type EntriesOf = (eventId: string) => Booked[]

async function readEntries(client: pg.Client): Promise<EntriesOf> {
  const entries = await rows<{ event_id: string; asset: string; account: string; delta: string }>(
    client,
    'SELECT event_id, asset, account, sum(delta) AS delta FROM entries GROUP BY event_id, asset, account',
  )
  const byEvent = new Map<string, Booked[]>()
  for (const row of entries) {
    const list = byEvent.get(row.event_id) ?? []
    list.push({ asset: row.asset, account: row.account, delta: Number(row.delta) })
    byEvent.set(row.event_id, list)
  }
  return (eventId) => sorted(byEvent.get(eventId) ?? [])
}

async function readSales(client: pg.Client, entriesOf: EntriesOf): Promise<HqSale[]> {
  const sales = await rows<Record<'sale_id' | 'till_id' | 'due_minor' | 'points_used' | 'earn_points' | 'paid_minor', string>>(
    client,
    `SELECT s.sale_id, s.till_id, s.due_minor, s.points_used, s.earn_points,
       (SELECT coalesce(sum(t.paid_minor), 0) FROM tenders t WHERE t.sale_id = s.sale_id) AS paid_minor
     FROM sales s ORDER BY s.sale_id`,
  )
  return sales.map((row) => ({
    saleId: row.sale_id,
    tillId: row.till_id,
    dueMinor: Number(row.due_minor),
    pointsUsed: Number(row.points_used),
    earnPoints: Number(row.earn_points),
    paidMinor: Number(row.paid_minor),
    entries: entriesOf(row.sale_id),
  }))
}

/** What was applied beside sales and returns: shifts, cash that moved, stored value paid out. */
async function readOthers(client: pg.Client, entriesOf: EntriesOf): Promise<RecountedHq['others']> {
  const events = await rows<{ event_id: string; till_id: string }>(client, "SELECT event_id, till_id FROM applied_events WHERE kind NOT IN ('sale', 'return')")
  return events.map((event) => ({ tillId: event.till_id, entries: entriesOf(event.event_id) }))
}

async function readReturns(client: pg.Client, entriesOf: EntriesOf): Promise<HqReturn[]> {
  const returns = await rows<Record<'return_id' | 'till_id' | 'sale_id' | 'refunded_minor' | 'points_back' | 'points_clawed_back', string>>(
    client,
    `SELECT r.return_id, r.till_id, r.sale_id, r.points_back, r.points_clawed_back,
       (SELECT coalesce(sum(f.refund_minor), 0) FROM refunds f WHERE f.return_id = r.return_id) AS refunded_minor
     FROM returns r ORDER BY r.return_id`,
  )
  return returns.map((row) => ({
    returnId: row.return_id,
    tillId: row.till_id,
    saleId: row.sale_id,
    refundMinor: Number(row.refunded_minor),
    pointsBack: Number(row.points_back),
    pointsClawedBack: Number(row.points_clawed_back),
    entries: entriesOf(row.return_id),
  }))
}

async function readStated(client: pg.Client): Promise<RecountedHq['stated']> {
  const stated = await rows<Record<'member_id' | 'balance_points' | 'debt_points' | 'lot_points' | 'stored_principal_minor' | 'stored_bonus_minor', string>>(
    client,
    `SELECT m.member_id, m.balance_points, m.debt_points, m.stored_principal_minor, m.stored_bonus_minor,
       (SELECT coalesce(sum(l.points), 0) FROM lots l WHERE l.member_id = m.member_id) AS lot_points
     FROM members m`,
  )
  return new Map(
    stated.map((row) => [
      row.member_id,
      {
        balancePoints: Number(row.balance_points),
        lotPoints: Number(row.lot_points),
        debtPoints: Number(row.debt_points),
        principalMinor: Number(row.stored_principal_minor),
        bonusMinor: Number(row.stored_bonus_minor),
      },
    ]),
  )
}

function chainProblems(
  events: readonly { till_id: string; epoch: number; seq: string; bytes: Buffer; hash: Buffer }[],
): string[] {
  const problems: string[] = []
  const ends = new Map<string, { epoch: number; seq: number; hash: Buffer }>()
  for (const row of events) {
    const last = ends.get(row.till_id)
    const follows = last?.epoch === row.epoch
    const expected = follows ? last.seq + 1 : 1
    const where = `HQ's journal of ${row.till_id} ${row.epoch}/${row.seq}`
    if (Number(row.seq) !== expected) problems.push(`${where}: ${expected} was expected`)
    // Another epoch's first event names what came before; only inside an epoch does the chain run on here.
    const previous = follows ? last.hash : row.epoch === 1 ? Buffer.alloc(32) : null
    if (previous !== null && !createHash('sha256').update(previous).update(row.bytes).digest().equals(row.hash)) {
      problems.push(`${where} does not hash to what is stored`)
    }
    ends.set(row.till_id, { epoch: row.epoch, seq: Number(row.seq), hash: row.hash })
  }
  return problems
}

async function balanceProblems(client: pg.Client): Promise<string[]> {
  const unbalanced = await rows<{ event_id: string; asset: string; rest: string }>(
    client,
    'SELECT event_id, asset, sum(delta) AS rest FROM entries GROUP BY event_id, asset HAVING sum(delta) <> 0',
  )
  return unbalanced.map((row) => `HQ: ${row.asset} of ${row.event_id} is off by ${row.rest}`)
}
