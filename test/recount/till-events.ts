import type { Statement } from 'better-sqlite3'
import type { Booked, ReturnFacts, SaleFacts } from './facts.ts'

/** A till's sales and returns, read from the bytes of its journal, each held against its own rows and sums. */

export type JournalRow = { epoch: number; seq: number; event_id: string; kind: string; bytes: Buffer; hash: Buffer }
type Value = { principalMinor: number; bonusMinor: number }
type SaleBody = {
  memberId: string | null
  inputs: { atMs: number; lines: { quantityMilli: number; unitPriceMinor: number; asset: string | null }[]; coupons: { code: string }[] }
  result: { dueMinor: number; pointsUsed: number; earnPoints: number; payMinor: number; storedValue: Value; lines: { netMinor: number }[] }
  tenders: { kind: string; paidMinor: number; tenderedMinor: number; changeMinor: number }[]
  couponsIssued?: { code: string; uses: number }[]
  loadedBonusMinor?: number
  entries: Booked[]
}
type ReturnBody = {
  memberId: string | null
  saleId: string
  inputs: { atMs: number; lines: { line: number; quantityMilli: number }[] }
  result: { refundMinor: number; pointsBack: number; pointsClawedBack: number; storedValue: Value }
  refunds: { kind: string; refundMinor: number }[]
  entries: Booked[]
}
type Read<Body> = { readonly id: string; readonly tillId: string; readonly body: Body }

export function saleOf(row: JournalRow, tillNumber: number, entriesOf: Statement): SaleFacts {
  const event = JSON.parse(row.bytes.toString('utf8')) as Read<SaleBody>
  const { body } = event
  const stored = entriesOf.all(row.event_id) as Booked[]
  return {
    saleId: event.id,
    ...placeOf(row, tillNumber, event.tillId),
    memberId: body.memberId,
    atMs: body.inputs.atMs,
    dueMinor: sum(body.result.lines, (line) => line.netMinor),
    paidMinor: sum(body.tenders, (tender) => tender.paidMinor),
    pointsUsed: body.result.pointsUsed,
    earnPoints: body.result.earnPoints,
    quantitiesMilli: body.inputs.lines.map((line) => line.quantityMilli),
    entries: sorted(stored),
    problems: [...entryProblems(event.id, body.entries, stored), ...saleProblems(event.id, body, stored)],
  }
}

export function returnOf(row: JournalRow, tillNumber: number, entriesOf: Statement): ReturnFacts {
  const event = JSON.parse(row.bytes.toString('utf8')) as Read<ReturnBody>
  const { body } = event
  const stored = entriesOf.all(row.event_id) as Booked[]
  return {
    returnId: event.id,
    ...placeOf(row, tillNumber, event.tillId),
    memberId: body.memberId,
    atMs: body.inputs.atMs,
    saleId: body.saleId,
    refundMinor: sum(body.refunds, (refund) => refund.refundMinor),
    pointsBack: body.result.pointsBack,
    pointsClawedBack: body.result.pointsClawedBack,
    lines: body.inputs.lines.map(({ line, quantityMilli }) => ({ line, quantityMilli })),
    entries: sorted(stored),
    problems: [...entryProblems(event.id, body.entries, stored), ...returnProblems(event.id, body, stored)],
  }
}

function placeOf({ epoch, seq, hash }: JournalRow, tillNumber: number, tillId: string): Pick<SaleFacts, 'receiptCode' | 'tillId' | 'epoch' | 'seq'> {
  return { receiptCode: `R${tillNumber}-${seq}-${hash.subarray(-4).toString('hex')}`, tillId, epoch, seq }
}

/** The journal and the double entry say the same, and every asset sums to zero. */
function entryProblems(eventId: string, stated: readonly Booked[], stored: readonly Booked[]): string[] {
  const assets = [...new Set(stored.map((entry) => entry.asset))].filter((asset) => sum(stored, (entry) => (entry.asset === asset ? entry.delta : 0)) !== 0)
  return [
    ...(JSON.stringify(sorted(stated)) === JSON.stringify(sorted(stored)) ? [] : [`${eventId}: entries differ between journal and ledger`]),
    ...assets.map((asset) => `${eventId}: entries of ${asset} do not sum to zero`),
  ]
}

/** What a sale says of itself: its lines, its tenders, and what it gave to and took from the member and her coupons. */
function saleProblems(saleId: string, body: SaleBody, stored: readonly Booked[]): string[] {
  const { result, inputs, tenders, memberId } = body
  const problems: string[] = []
  const due = sum(result.lines, (line) => line.netMinor)
  if (due !== result.dueMinor) problems.push(`${saleId}: lines sum to ${due}, due is ${result.dueMinor}`)
  for (const tender of tenders) {
    if (tender.tenderedMinor !== tender.paidMinor + tender.changeMinor)
      problems.push(`${saleId}: ${tender.kind} given, paid and change do not add up`)
  }
  const loadedMinor = result.lines.reduce((total, line, index) => total + (inputs.lines[index]?.asset ? line.netMinor : 0), 0)
  const member = `member/${memberId ?? ''}`
  problems.push(
    ...mustBe(saleId, stored, 'points', member, result.earnPoints - result.pointsUsed),
    ...mustBe(saleId, stored, 'principal', member, memberId === null ? 0 : loadedMinor - result.storedValue.principalMinor),
    ...mustBe(saleId, stored, 'bonus', member, memberId === null ? 0 : (body.loadedBonusMinor ?? 0) - result.storedValue.bonusMinor),
  )
  const uses = new Map<string, number>()
  for (const { code } of inputs.coupons) uses.set(code, (uses.get(code) ?? 0) - 1)
  for (const { code, uses: given } of body.couponsIssued ?? []) uses.set(code, (uses.get(code) ?? 0) + given)
  for (const [code, delta] of uses) problems.push(...mustBe(saleId, stored, 'coupon', `coupon/${code}`, delta))
  return problems
}

/** What a return says of itself: its refunds, and stored value that went back. Points may be left to HQ. */
function returnProblems(returnId: string, body: ReturnBody, stored: readonly Booked[]): string[] {
  const member = `member/${body.memberId ?? ''}`
  const kinds = [...new Set(body.refunds.map((refund) => refund.kind))]
  return [
    ...kinds.flatMap((kind) => mustBe(returnId, stored, 'money', `tender/${kind}`, -sum(body.refunds, (refund) => (refund.kind === kind ? refund.refundMinor : 0)))),
    ...mustBe(returnId, stored, 'principal', member, body.result.storedValue.principalMinor),
    ...mustBe(returnId, stored, 'bonus', member, body.result.storedValue.bonusMinor),
  ]
}

function mustBe(eventId: string, stored: readonly Booked[], asset: string, account: string, delta: number): string[] {
  const booked = sum(stored, (entry) => (entry.asset === asset && entry.account === account ? entry.delta : 0))
  return booked === delta ? [] : [`${eventId}: ${asset} of ${account} is ${booked}, its numbers say ${delta}`]
}

/** Entries in one order, so that two sides can be compared as text. */
export function sorted(entries: readonly Booked[]): Booked[] {
  return entries
    .map(({ asset, account, delta }) => ({ asset, account, delta }))
    .sort((a, b) => (a.asset + a.account < b.asset + b.account ? -1 : 1))
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}
