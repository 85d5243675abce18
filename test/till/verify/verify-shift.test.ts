import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ledgerPath } from '../../../src/till/db/till-files.ts'
import { setDiscount } from '../../../src/till/sale/basket.ts'
import type { ShiftDesk } from '../../../src/till/shift/shift-desk.ts'
import { verifyLedger } from '../../../src/till/verify/verify-ledger.ts'
import { makeDesk, type TestDesk } from '../../support/desk.ts'
import { makeShiftDesk, piecesOf } from '../../support/shift-desk.ts'

let till: TestDesk
let shift: ShiftDesk
const CASHIER = { staffId: 'p01', approval: null } as const
const approval = { approvalId: 'a1', right: 'cash-out', subject: 'cash-out', staffId: 'p01', approverId: 'p04', reason: 'other', note: '', approvedAtMs: 1 }

beforeEach(async () => {
  till = makeDesk()
  shift = makeShiftDesk(till)
  shift.open('shift-1', 10_000, CASHIER)
  till.add('RICE-10')
  till.desk.change((basket) => ({ kind: 'changed', basket: setDiscount(basket, 100, { reason: 'damaged', role: 'manager' }, { ...approval, approvalId: 'a2', right: 'discount-over-limit' }) }))
  const sold = till.commitCash(await till.pay())
  if (!sold.ok) throw new Error(sold.error.code)
  till.desk.next()
  shift.moveCash({ moveId: 'm1', direction: 'out', amountMinor: 500, reason: 'bank', note: '' }, { staffId: 'p01', approval })
  shift.count('c1', piecesOf(shift.reportX()?.numbers.drawer.expectedMinor ?? 0), CASHIER)
  shift.close({ closingId: 'z1', varianceReason: 'unknown', note: '' }, CASHIER)
})
afterEach(() => till.dispose())

const found = (scope: 'all' | 'journal' = 'all'): string[] => [...verifyLedger(till.files.ledger, { events: 0, sales: 0, returns: 0, programmes: 0 }, scope)].map((each) => each.where)

/** What somebody with a tool for databases does: the guards are taken away first. */
function tamper(sql: string): void {
  const db = new Database(ledgerPath(till.files.dataDir))
  db.pragma('foreign_keys = OFF')
  for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as { name: string }[]) db.exec(`DROP TRIGGER ${name}`)
  db.exec(sql)
  db.close()
}

test('a shift with a discount by hand, a pay-out and a Z is as it was computed', () => {
  expect(found()).toEqual([])
})

describe('is found', () => {
  test.each([
    ['a float', 'UPDATE shifts SET float_minor = float_minor - 100', /shift floatMinor/],
    ['a pay-out', 'UPDATE cash_moves SET amount_minor = 400', /cash move amountMinor/],
    ['money in the drawer', "UPDATE entries SET delta = delta + 1 WHERE event_id = 'm1'", /entry/],
    ['a count', 'UPDATE drawer_counts SET counted_minor = counted_minor + 100', /counted/],
    ['a Z', "UPDATE shift_closings SET report_json = replace(report_json, '\"count\":1', '\"count\":2')", /Z/],
    ['who closed', "UPDATE shift_closings SET closed_by = 'p02'", /closedBy/],
    ['who allowed a pay-out', "UPDATE approvals SET approver_id = 'p03' WHERE approval_id = 'a1'", /approvals/],
    ['who allowed a discount', "DELETE FROM approvals WHERE approval_id = 'a2'", /approvals/],
  ])('%s that was changed', (_, sql, where) => {
    tamper(sql)
    expect(found().join('\n')).toMatch(where)
  })
})

describe('verify --journal finds a row that is', () => {
  test.each([
    ['deleted', 'DELETE FROM journal WHERE seq = 2'],
    ['edited', "UPDATE journal SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"amountMinor\":500', '\"amountMinor\":400') AS BLOB) WHERE kind = 'cash-moved'"],
    ['put elsewhere', 'UPDATE journal SET seq = 99 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 3; UPDATE journal SET seq = 3 WHERE seq = 99'],
    ['cut off, up to what HQ signed', "INSERT INTO acks (epoch, seq, hash, signature, hq_at_ms) SELECT epoch, seq, hash, x'00', 0 FROM journal ORDER BY seq DESC LIMIT 1; DELETE FROM journal WHERE kind = 'shift-closed'"],
  ])('%s', (_, sql) => {
    expect(found('journal')).toEqual([])
    tamper(sql)
    expect(found('journal')).not.toEqual([])
  })
})
