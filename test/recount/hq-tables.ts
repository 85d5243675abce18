import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Booked, HqSale, RecountedHq } from './facts.ts'
import { sorted } from './till-file.ts'

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
    const points = await rows<{ account: string; sum: string }>(
      client,
      `SELECT account, sum(delta) FROM entries WHERE asset = 'points' AND account LIKE 'member/%' GROUP BY account`,
    )
    return {
      events: events.map((row) => ({
        tillId: row.till_id,
        epoch: row.epoch,
        seq: Number(row.seq),
        hash: row.hash.toString('hex'),
        kind: kindOf(row.bytes),
      })),
      sales: await readSales(client),
      memberPoints: new Map(points.map((row) => [row.account.slice('member/'.length), Number(row.sum)])),
      statedPoints: await readStated(client),
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

async function readSales(client: pg.Client): Promise<HqSale[]> {
  const sales = await rows<{
    sale_id: string
    till_id: string
    due_minor: string
    points_used: string
    earn_points: string
    paid_minor: string
  }>(
    client,
    `SELECT s.sale_id, s.till_id, s.due_minor, s.points_used, s.earn_points,
       (SELECT coalesce(sum(t.paid_minor), 0) FROM tenders t WHERE t.sale_id = s.sale_id) AS paid_minor
     FROM sales s ORDER BY s.sale_id`,
  )
  const entries = await rows<{ event_id: string; asset: string; account: string; delta: string }>(
    client,
    'SELECT event_id, asset, account, sum(delta) AS delta FROM entries GROUP BY event_id, asset, account',
  )
  const entriesOf = new Map<string, Booked[]>()
  for (const row of entries) {
    const list = entriesOf.get(row.event_id) ?? []
    list.push({ asset: row.asset, account: row.account, delta: Number(row.delta) })
    entriesOf.set(row.event_id, list)
  }
  return sales.map((row) => ({
    saleId: row.sale_id,
    tillId: row.till_id,
    dueMinor: Number(row.due_minor),
    pointsUsed: Number(row.points_used),
    earnPoints: Number(row.earn_points),
    paidMinor: Number(row.paid_minor),
    entries: sorted(entriesOf.get(row.sale_id) ?? []),
  }))
}

async function readStated(client: pg.Client): Promise<RecountedHq['statedPoints']> {
  const stated = await rows<{ member_id: string; balance_points: string; debt_points: string; lot_points: string }>(
    client,
    `SELECT m.member_id, m.balance_points, m.debt_points,
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
