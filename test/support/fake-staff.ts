import { denominationsOf } from '../../src/contract/denominations.ts'
import { RIGHTS, type Right, type RightAnswer, type StaffRole } from '../../src/contract/staff-rights.ts'
import type { StaffTile, StaffView } from '../../src/contract/staff-view.ts'
import type { ShiftReport, ShiftView } from '../../src/contract/shift-view.ts'
import type { ShiftNumbers } from '../../src/contract/shift-numbers.ts'
import { err, ok, type Result } from '../../src/contract/result.ts'
import type { Input } from '../../src/contract/serve.ts'
import type { CallName } from '../../src/contract/till-calls.ts'

/** People, rights, drawer and shift without an engine: enough for the window to be looked at. */

export const people: readonly (StaffTile & { readonly pin: string })[] = [
  { staffId: 'p01', name: '小宁', role: 'cashier', hasPin: true, lockedForMs: 0, pin: '1001' },
  { staffId: 'p02', name: '小叶', role: 'cashier', hasPin: true, lockedForMs: 17 * 60_000, pin: '1002' },
  { staffId: 'p03', name: '阿福', role: 'supervisor', hasPin: true, lockedForMs: 0, pin: '1003' },
  { staffId: 'p04', name: '老周', role: 'manager', hasPin: true, lockedForMs: 0, pin: '100400' },
  { staffId: 'p05', name: '小贝', role: 'trainee', hasPin: true, lockedForMs: 0, pin: '1005' },
]

export function signedIn(role: StaffRole = 'cashier', name = '小宁'): StaffView {
  const rights = Object.fromEntries(Object.entries(RIGHTS).map(([right, answers]) => [right, answers[role]])) as Record<Right, RightAnswer>
  return { kind: 'signed-in', staffId: people.find((each) => each.name === name)?.staffId ?? 'p01', name, role, rights, asking: null, approved: null }
}

export const sampleNumbers: ShiftNumbers = {
  sales: { count: 62, grossMinor: 812_400, discountMinor: 28_140, netMinor: 784_260 },
  returns: { count: 1, netMinor: 7_246 },
  voids: { count: 1, netMinor: 1_590 },
  basketVoids: { count: 3, grossMinor: 4_810 },
  tenders: [
    { kind: 'cash', receivedMinor: 213_650, refundedMinor: 0 },
    { kind: 'wallet', receivedMinor: 397_766, refundedMinor: 7_246 },
    { kind: 'card', receivedMinor: 101_200, refundedMinor: 0 },
    { kind: 'stored-value', receivedMinor: 48_890, refundedMinor: 0 },
    { kind: 'gift-card', receivedMinor: 10_000, refundedMinor: 0 },
    { kind: 'points', receivedMinor: 20_000, refundedMinor: 0 },
  ],
  roundingMinor: 12,
  points: { issuedPoints: 12_486, usedPoints: 20_000, givenBackPoints: 654, clawedBackPoints: 109, expiredPoints: 0, owedPoints: 0 },
  storedValue: { soldPrincipalMinor: 100_000, soldBonusMinor: 10_000, usedPrincipalMinor: 44_445, usedBonusMinor: 4_445, paidOutMinor: 0 },
  invoiceableMinor: 605_370,
  drawer: { floatMinor: 50_000, cashSalesMinor: 213_650, cashRefundsMinor: 0, paidInMinor: 0, paidOutMinor: 8_500, expectedMinor: 255_150, noSaleOpenings: 1 },
  approvals: 2,
}
const OPENED_AT_MS = Date.parse('2026-11-20T14:00:00+08:00')

export type FakeStaff = {
  view(): StaffView
  setView(view: StaffView): void
  setShift(shift: ShiftView): void
  readonly handlers: { [N in Extract<CallName, `staff.${string}` | `shift.${string}`>]: (input: Input<N>) => Result<unknown, { code: string }> }
}

export function fakeStaff(onChange: () => void): FakeStaff {
  let view: StaffView = signedIn()
  let shift: ShiftView = { kind: 'open', shiftId: '00000000-0000-7000-8000-0000000000a1', shiftNumber: 418, openedAtMs: OPENED_AT_MS, openedByName: '小宁', floatMinor: 50_000, denominationsMinor: denominationsOf('CNY'), foundOpen: false, count: null }
  const set = (next: StaffView): StaffView => {
    view = next
    onChange()
    return view
  }
  const report = (zNumber: number | null): ShiftReport => {
    const count = shift.kind === 'open' ? shift.count : null
    const closed = zNumber === null ? null : { atMs: OPENED_AT_MS + 7 * 3_600_000, name: '小宁' }
    return {
      ...{ zNumber, shiftNumber: 418, businessDate: '2026-11-20', openedAtMs: OPENED_AT_MS, openedByName: '小宁' },
      ...{ closedAtMs: closed?.atMs ?? null, closedByName: closed?.name ?? null, approvedByName: zNumber === null ? null : '老周' },
      ...{ countedMinor: count?.countedMinor ?? null, varianceMinor: count?.varianceMinor ?? null, varianceReason: zNumber === null ? null : 'change-given-wrong', note: '' },
      numbers: sampleNumbers,
    }
  }
  const prove = (staffId: string, pin: string): Result<(typeof people)[number], { code: string }> => {
    const person = people.find((each) => each.staffId === staffId)
    if (person === undefined) return err({ code: 'unknown_staff' })
    if (person.lockedForMs > 0) return err({ code: 'staff_locked' })
    return person.pin === pin ? ok(person) : err({ code: 'wrong_pin' })
  }
  return {
    view: () => view,
    setView: (next) => void set(next),
    setShift: (next) => void (shift = next),
    handlers: {
      'staff.list': () => ok({ staff: people.map(({ pin, ...tile }) => ({ ...tile, hasPin: pin !== '' })) }),
      'staff.signIn': ({ staffId, pin }) => {
        const proved = prove(staffId, pin)
        return proved.ok ? ok(set(signedIn(proved.output.role, proved.output.name))) : proved
      },
      'staff.lock': () => ok(set({ kind: 'locked', why: 'by-hand' })),
      'staff.ask': ({ wanted }) => {
        if (view.kind !== 'signed-in') return err({ code: 'signed_out' })
        return ok(set({ ...view, asking: wanted === null ? null : { ...wanted, note: wanted.note ?? '' }, approved: null }))
      },
      'staff.approve': ({ staffId, pin }) => {
        if (view.kind !== 'signed-in' || view.asking === null) return err({ code: 'nothing_asked' })
        const proved = prove(staffId, pin)
        if (!proved.ok) return proved
        const { right, subject } = view.asking
        if (RIGHTS[right][proved.output.role] !== 'yes') return err({ code: 'no_right' })
        const approvalId = '00000000-0000-7000-8000-0000000000b1'
        set({ ...view, asking: null, approved: { approvalId, right, subject } })
        return ok({ approvalId })
      },
      'shift.get': () => ok(shift),
      'shift.open': ({ shiftId, floatMinor }) => ok((shift = { kind: 'open', shiftId, shiftNumber: 418, openedAtMs: OPENED_AT_MS, openedByName: '小宁', floatMinor, denominationsMinor: denominationsOf('CNY'), foundOpen: false, count: null })),
      'shift.moveCash': () => ok(shift),
      'shift.openDrawer': () => ok(shift),
      'shift.reportX': () => ok(report(null)),
      'shift.count': ({ pieces }) => {
        if (shift.kind !== 'open') return err({ code: 'no_shift' })
        const countedMinor = pieces.reduce((sum, each) => sum + each.denominationMinor * each.pieces, 0)
        const varianceMinor = countedMinor - sampleNumbers.drawer.expectedMinor
        shift = { ...shift, count: { countedMinor, pieces: [...pieces], varianceMinor, beyondTolerance: Math.abs(varianceMinor) > 200, toleranceMinor: 200, countedByName: '小宁', report: sampleNumbers } }
        return ok(shift)
      },
      'shift.reopen': () => (shift.kind === 'open' ? ok((shift = { ...shift, count: null })) : err({ code: 'no_shift' })),
      'shift.close': () => {
        const closed = ok({ report: report(418), queuedEvents: 0 })
        shift = { kind: 'none', nextShiftNumber: 419, lastZ: 418 }
        return closed
      },
      'shift.reports': () => ok({ reports: [report(418)] }),
    },
  }
}
