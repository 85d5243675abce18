import type { SavedSale } from '../../src/contract/desk-state.ts'
import type { Right } from '../../src/contract/staff-rights.ts'
import { insertAck } from '../../src/till/db/acks.ts'
import { readEnd } from '../../src/till/db/journal.ts'
import { putOutcome } from '../../src/till/db/outcomes.ts'
import { openSqliteFile } from '../../src/till/db/sqlite-file.ts'
import { ledgerPath, ledgerProfile } from '../../src/till/db/till-files.ts'
import { verifyLedger } from '../../src/till/verify/verify-ledger.ts'
import { sampleShop, type Shop } from './till-shop.ts'
import { makeTill, type TestTill, type TillSetting } from './till.ts'

/** Badges of the people of {@link guardedShop}. */
export const BADGE = { cashier: 'ST1001', manager: 'ST1004' } as const

/** The sample shop where everybody has a PIN, with other rules. */
export function guardedShop(rules: Record<string, unknown> = {}): Shop {
  const shop = sampleShop()
  const staff = shop.staff.map((person) => ({ ...person, pinBox: new Uint8Array(8) }))
  return { ...shop, staff, programme: { ...shop.programme, ...rules } }
}

/** A till with the cashier at it and a shift open. */
export async function makeGuardedTill(shop: Shop, setting: Omit<TillSetting, 'shop'> = {}): Promise<TestTill> {
  const till = await makeTill({ online: false, ...setting, shop })
  await till.scan(BADGE.cashier)
  await till.must('shift.open', { shiftId: nextId(), floatMinor: 0 })
  return till
}

let last = 0
export const nextId = (): string => `0192f003-0000-7000-8000-${String((last += 1)).padStart(12, '0')}`

/** A manager's badge allows one act of whoever is at the till. */
export async function allowed(till: TestTill, right: Right, subject: string): Promise<string> {
  await till.must('staff.ask', { wanted: { right, subject, reason: 'goodwill' } })
  await till.scan(BADGE.manager)
  const { staff } = (await till.must('till.hello', {})).status
  if (staff.kind !== 'signed-in' || staff.approved === null) throw new Error('nobody allowed it')
  return staff.approved.approvalId
}

/** Sells goods to a member, or nobody, for cash. */
export async function sellAt(till: TestTill, goods: readonly string[], redeemPoints = 0, card = '8800001001079196'): Promise<SavedSale> {
  await till.must('sale.next', {})
  if (redeemPoints > 0) await till.scan(card)
  for (const sku of goods) await till.must('basket.add', { sku, quantityMilli: 1000 })
  if (redeemPoints > 0) await till.must('sale.redeem', { redeemPoints })
  const { saleId, phase } = await till.must('sale.pay', {})
  const payMinor = phase.kind === 'paying' ? phase.payMinor : 0
  return (await till.must('sale.commit', { saleId, tenders: payMinor === 0 ? [] : [{ kind: 'cash', tenderedMinor: payMinor }] })).sale
}

/** HQ holds everything, and (`applied`) has applied it. The till starts anew, with the cashier at it. */
export async function hqTakesAll(till: TestTill, applied: boolean): Promise<void> {
  await till.betweenRuns(({ ledger }) =>
    ledger.write((tx) => {
      const end = readEnd(tx, 1)
      if (end === null) throw new Error('nothing is journaled')
      insertAck(tx, { epoch: 1, seq: end.seq, hash: end.hash, signature: new Uint8Array(64), hqAtMs: end.seq })
      for (let seq = 1; applied && seq <= end.seq; seq += 1) putOutcome(tx, { epoch: 1, seq, outcome: 'applied', detail: null })
    }),
  )
  await till.scan(BADGE.cashier)
}

/** Where the ledger does not follow from its journal. The acks of {@link hqTakesAll} are nobody's signature. */
export function differencesIn({ dataDir }: TestTill): unknown[] {
  const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(dataDir), readonly: true })
  try {
    return [...verifyLedger(ledger, { events: 0, sales: 0, returns: 0, programmes: 0 })].filter(({ where }) => !where.startsWith('ack '))
  } finally {
    ledger.close()
  }
}

/** Who allowed what, in the order of the journal. */
export function approvalsIn({ dataDir }: TestTill): { readonly eventId: string; readonly right: string; readonly staffId: string; readonly approverId: string }[] {
  const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(dataDir), readonly: true })
  try {
    return ledger.all(`SELECT a.event_id AS eventId, "right", staff_id AS staffId, approver_id AS approverId FROM approvals AS a JOIN journal AS j ON j.event_id = a.event_id ORDER BY j.epoch, j.seq`)
  } finally {
    ledger.close()
  }
}
