import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { ShiftDesk } from '../../../src/till/shift/shift-desk.ts'
import { readJournalCount } from '../../support/journal-count.ts'
import { makeDesk, type TestDesk } from '../../support/desk.ts'
import { makeShiftDesk, piecesOf } from '../../support/shift-desk.ts'

let till: TestDesk
let shift: ShiftDesk
let queued: number
const CASHIER = { staffId: 'p01', approval: null } as const
const MANAGER = {
  staffId: 'p01',
  approval: { approvalId: 'a1', right: 'shift-variance', subject: 's', staffId: 'p01', approverId: 'p04', reason: 'other', note: '', approvedAtMs: 1 },
} as const

const openDesk = (): ShiftDesk => makeShiftDesk(till, () => queued)

/** @returns the cash that it left in the drawer: rounded down to whole jiao */
async function sell(sku: string, quantityMilli = 1000): Promise<number> {
  till.add(sku, quantityMilli)
  const payMinor = await till.pay()
  const answer = till.commitCash(payMinor)
  if (!answer.ok) throw new Error(answer.error.code)
  till.desk.next()
  const { sale } = answer.output
  return sale.tenderedMinor - sale.changeMinor
}
/** Money that the ledger says lies in the drawer. */
const cashInLedger = (): number =>
  till.files.ledger.get<{ sum: number }>("SELECT coalesce(sum(delta), 0) AS sum FROM entries WHERE asset = 'money' AND account IN ('drawer/cash', 'tender/cash')")?.sum ?? 0

beforeEach(() => {
  queued = 0
  till = makeDesk({ cashStepMinor: 10 })
  shift = openDesk()
})
afterEach(() => till.dispose())

describe('a shift', () => {
  test('from float to Z: the report follows from what was sold, moved and counted', async () => {
    expect(shift.view()).toEqual({ kind: 'none', nextShiftNumber: 1, lastZ: null })
    expect(shift.open('shift-1', 50_000, CASHIER)).toMatchObject({ ok: true, output: { kind: 'open', shiftNumber: 1, floatMinor: 50_000, openedByName: 'name of p01', foundOpen: false } })
    const soldMinor = (await sell('RICE-10')) + (await sell('TEA-1', 2000))
    expect(shift.moveCash({ moveId: 'm1', direction: 'out', amountMinor: 8_500, reason: 'parking', note: '' }, CASHIER)).toMatchObject({ ok: true })
    expect(shift.moveCash({ moveId: 'm2', direction: 'in', amountMinor: 2_000, reason: 'change-money', note: '' }, CASHIER)).toMatchObject({ ok: true })
    expect(shift.openDrawer({ openingId: 'o1', reason: 'give-change', note: '' }, CASHIER)).toMatchObject({ ok: true })
    const expectedMinor = 50_000 + soldMinor - 6_500
    expect(shift.reportX()).toMatchObject({ zNumber: null, numbers: { sales: { count: 2 }, drawer: { expectedMinor, cashSalesMinor: soldMinor, paidInMinor: 2_000, paidOutMinor: 8_500, noSaleOpenings: 1 } } })
    expect(cashInLedger()).toBe(expectedMinor)
    expect(shift.count('c1', piecesOf(expectedMinor), CASHIER)).toMatchObject({ ok: true, output: { count: { countedMinor: expectedMinor, varianceMinor: 0, beyondTolerance: false } } })
    queued = 3
    const closed = shift.close({ closingId: 'z1', varianceReason: null, note: '' }, CASHIER)
    expect(closed).toMatchObject({ ok: true, output: { queuedEvents: 3, report: { zNumber: 1, shiftNumber: 1, countedMinor: expectedMinor, varianceMinor: 0, closedByName: 'name of p01' } } })
    expect(shift.view()).toEqual({ kind: 'none', nextShiftNumber: 2, lastZ: 1 })
    // What was counted has left the drawer.
    expect(cashInLedger()).toBe(0)
  })

  test('that was left open by a crash is found again, with all its sales', async () => {
    shift.open('shift-1', 10_000, CASHIER)
    const soldMinor = await sell('RICE-10')
    shift = openDesk()
    expect(shift.view()).toMatchObject({ kind: 'open', shiftId: 'shift-1', foundOpen: true })
    expect(shift.reportX()?.numbers.drawer.expectedMinor).toBe(10_000 + soldMinor)
  })

  test('is counted blind, and money that moves afterwards makes the count stale', async () => {
    shift.open('shift-1', 10_000, CASHIER)
    expect(shift.view()).toMatchObject({ count: null })
    expect(shift.close({ closingId: 'z1', varianceReason: null, note: '' }, CASHIER)).toMatchObject({ error: { code: 'not_counted' } })
    shift.count('c1', piecesOf(10_000), CASHIER)
    expect(shift.isCounted()).toBe(true)
    expect(shift.moveCash({ moveId: 'm1', direction: 'in', amountMinor: 100, reason: 'other', note: '' }, CASHIER)).toMatchObject({ error: { code: 'shift_counted' } })
    await sell('RICE-10')
    expect(shift.isCounted()).toBe(false)
    expect(shift.close({ closingId: 'z1', varianceReason: null, note: '' }, CASHIER)).toMatchObject({ error: { code: 'not_counted' } })
  })

  test('off by more than the tolerance wants a reason; the Z names it, both people, and what is missing', () => {
    shift.open('shift-1', 10_000, CASHIER)
    shift.count('c1', piecesOf(9_500), CASHIER)
    expect(shift.needsApprovalToClose()).toBe(true)
    expect(shift.close({ closingId: 'z1', varianceReason: null, note: '' }, MANAGER)).toMatchObject({ error: { code: 'reason_wanted' } })
    expect(shift.close({ closingId: 'z1', varianceReason: 'change-given-wrong', note: 'late rush' }, MANAGER)).toMatchObject({ ok: true, output: { report: { varianceMinor: -500, varianceReason: 'change-given-wrong', note: 'late rush', closedByName: 'name of p01', approvedByName: 'name of p04' } } })
    expect(cashInLedger()).toBe(0)
    expect(shift.reports(10)).toHaveLength(1)
  })

  test('repeats answer as the first did; the same id with other content is refused', () => {
    expect(shift.open('shift-1', 10_000, CASHIER)).toEqual(shift.open('shift-1', 10_000, CASHIER))
    expect(shift.open('shift-2', 10_000, CASHIER)).toMatchObject({ error: { code: 'shift_open' } })
    const move = { moveId: 'm1', direction: 'out', amountMinor: 100, reason: 'bank', note: '' } as const
    expect(shift.moveCash(move, CASHIER)).toMatchObject({ ok: true })
    expect(shift.moveCash(move, CASHIER)).toMatchObject({ ok: true })
    expect(shift.moveCash({ ...move, amountMinor: 200 }, CASHIER)).toMatchObject({ error: { code: 'exists_with_different_content' } })
    shift.openDrawer({ openingId: 'o1', reason: 'other', note: '' }, CASHIER)
    shift.openDrawer({ openingId: 'o1', reason: 'other', note: '' }, CASHIER)
    shift.count('c1', piecesOf(9_900), CASHIER)
    expect(shift.count('c1', piecesOf(9_900), CASHIER)).toMatchObject({ ok: true })
    expect(shift.count('c1', piecesOf(9_800), CASHIER)).toMatchObject({ error: { code: 'exists_with_different_content' } })
    const closing = { closingId: 'z1', varianceReason: null, note: '' } as const
    expect(shift.close(closing, CASHIER)).toEqual(shift.close(closing, CASHIER))
    expect(readJournalCount(till.files.ledger)).toEqual({ 'cash-moved': 1, 'drawer-counted': 1, 'drawer-opened': 1, 'shift-closed': 1, 'shift-opened': 1 })
  })

  test('refuses what no drawer holds: more out than is in it, other notes, a note twice', () => {
    shift.open('shift-1', 1_000, CASHIER)
    expect(shift.moveCash({ moveId: 'm1', direction: 'out', amountMinor: 1_001, reason: 'bank', note: '' }, CASHIER)).toMatchObject({ error: { code: 'more_than_drawer' } })
    expect(shift.count('c1', [{ denominationMinor: 7, pieces: 1 }], CASHIER)).toMatchObject({ error: { code: 'wrong_denomination' } })
    expect(shift.count('c1', [{ denominationMinor: 100, pieces: 1 }, { denominationMinor: 100, pieces: 2 }], CASHIER)).toMatchObject({ error: { code: 'wrong_denomination' } })
    expect(readJournalCount(till.files.ledger)).toEqual({ 'shift-opened': 1 })
  })

  test('without one nothing moves', () => {
    expect(shift.moveCash({ moveId: 'm1', direction: 'in', amountMinor: 1, reason: 'other', note: '' }, CASHIER)).toMatchObject({ error: { code: 'no_shift' } })
    expect(shift.openDrawer({ openingId: 'o1', reason: 'other', note: '' }, CASHIER)).toMatchObject({ error: { code: 'no_shift' } })
    expect(shift.count('c1', [], CASHIER)).toMatchObject({ error: { code: 'no_shift' } })
    expect(shift.close({ closingId: 'z1', varianceReason: null, note: '' }, CASHIER)).toMatchObject({ error: { code: 'no_shift' } })
    expect(shift.reportX()).toBeNull()
  })
})

test('what a Z says is what the ledger holds, over random shifts', async () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant('sell' as const), sku: fc.constantFrom('RICE-10', 'TEA-1', 'APPLE'), quantityMilli: fc.constantFrom(1000, 2000, 337) }),
    fc.record({ kind: fc.constant('in' as const), amountMinor: fc.integer({ min: 1, max: 50_000 }) }),
    fc.record({ kind: fc.constant('out' as const), amountMinor: fc.integer({ min: 1, max: 50_000 }) }),
    fc.record({ kind: fc.constant('drawer' as const) }),
    fc.record({ kind: fc.constant('crash' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ floatMinor: fc.integer({ min: 0, max: 100_000 }), acts: fc.array(act, { maxLength: 8 }), offMinor: fc.integer({ min: -3, max: 3 }) }), { minLength: 1, maxLength: 3 }), async (shifts) => {
      till.dispose()
      till = makeDesk({ cashStepMinor: 10 })
      shift = openDesk()
      for (const [number, { floatMinor, acts, offMinor }] of shifts.entries()) {
        shift.open(`shift-${number}`, floatMinor, CASHIER)
        let cashMinor = floatMinor
        let sales = 0
        for (const [at, each] of acts.entries()) {
          if (each.kind === 'sell') {
            cashMinor += await sell(each.sku, each.quantityMilli)
            sales += 1
          } else if (each.kind === 'crash') shift = openDesk()
          else if (each.kind === 'drawer') shift.openDrawer({ openingId: `o-${number}-${at}`, reason: 'other', note: '' }, CASHIER)
          else {
            const moved = shift.moveCash({ moveId: `m-${number}-${at}`, direction: each.kind, amountMinor: each.amountMinor, reason: 'other', note: '' }, CASHIER)
            if (moved.ok) cashMinor += each.kind === 'in' ? each.amountMinor : -each.amountMinor
          }
        }
        expect(cashInLedger()).toBe(cashMinor)
        const countedMinor = Math.max(0, Math.floor(cashMinor / 10) * 10 + offMinor * 100)
        shift.count(`c-${number}`, piecesOf(countedMinor), CASHIER)
        const closed = shift.close({ closingId: `z-${number}`, varianceReason: 'unknown', note: '' }, MANAGER_OF(number))
        if (!closed.ok) throw new Error(closed.error.code)
        const { report } = closed.output
        expect(report).toMatchObject({ zNumber: number + 1, countedMinor, varianceMinor: countedMinor - cashMinor })
        expect(report.numbers.drawer.expectedMinor).toBe(cashMinor)
        expect(report.numbers.sales.count).toBe(sales)
        const tendersMinor = report.numbers.tenders.reduce((sum, tender) => sum + tender.receivedMinor - tender.refundedMinor, 0)
        expect(tendersMinor + report.numbers.roundingMinor).toBe(report.numbers.sales.netMinor)
        expect(cashInLedger()).toBe(0)
      }
    }),
    { numRuns: 12, seed: 8_001 },
  )
})

const MANAGER_OF = (number: number) => ({ ...MANAGER, approval: { ...MANAGER.approval, approvalId: `a-${number}` } })
