import type { ShiftNumbers } from '../../contract/shift-numbers.ts'
import type { ShiftClosed, ShiftReport, ShiftView } from '../../contract/shift-view.ts'
import type { VarianceReason } from '../../contract/choices.ts'
import { denominationsOf } from '../../contract/denominations.ts'
import { err, ok, type Result } from '../../contract/result.ts'
import type { ApprovalFact } from '../../journal/approval.ts'
import type { BasketVoidedBody, CashMovedBody, CountedPieces, DrawerCountedBody, DrawerOpenedBody, ShiftClosedBody, ShiftOpenedBody } from '../../journal/staff-event.ts'
import { entriesOf } from '../../journal/return-booking.ts'
import { appendEvent } from '../append-event.ts'
import { insertApproval, readApprovalsOf } from '../db/approvals.ts'
import { insertEntries } from '../db/entries.ts'
import { isEventId } from '../db/journal.ts'
import { readSetting } from '../db/settings.ts'
import { insertBasketVoid, insertCashMove, insertDrawerCount, insertDrawerOpening, isDrawerOpening, readCashMove, readCount, readLastCount, type DrawerCountRow } from '../db/shift-acts.ts'
import { moneyMovedSince } from '../db/shift-sums.ts'
import { insertClosing, insertShift, readClosingOf, readClosings, readNextShiftNumber, readNextZNumber, readOpenShift, readShift, type ClosingRow, type ShiftRow } from '../db/shifts.ts'
import type { Ledger, LedgerWrite } from '../db/sqlite-file.ts'
import type { Ids } from '../ids.ts'
import { diskTroubleOf, type DiskTrouble } from '../sale/basket-store.ts'
import type { EventStamp } from '../sale/leases.ts'
import { shiftNumbers } from './shift-numbers.ts'

export type ShiftDeskDeps = {
  readonly ledger: Ledger
  readonly ids: Ids
  readonly storeId: string
  readonly stamp: () => EventStamp
  readonly keepTime: (tx: LedgerWrite) => void
  readonly currency: () => string
  readonly nameOf: (staffId: string) => string
  readonly queuedEvents: () => number
  readonly onDisk: (trouble: DiskTrouble | null) => void
  /** Something is in the journal. */
  readonly onBooked: () => void
}

type Refused<Code extends string> = { readonly code: Code; readonly detail?: string }
type Answer<Output, Code extends string> = Result<Output, Refused<Code | DiskTrouble>>
/** The id that the page gave its act names another event already. */
type IdTaken = 'exists_with_different_content'
/** Who does it, and who allowed it. */
export type By = { readonly staffId: string; readonly approval: ApprovalFact | null }

/** Off by no more than this is let pass without a reason. Setting `shift.variance_max_minor`. */
const TOLERANCE_MINOR = 200

/** The drawer and the shift: opened with a float, counted blind, closed by a Z report that follows from the ledger. */
export class ShiftDesk {
  readonly #deps: ShiftDeskDeps
  /** The shift that was open when the till was started. */
  readonly #foundOpenId: string | null

  constructor(deps: ShiftDeskDeps) {
    this.#deps = deps
    this.#foundOpenId = readOpenShift(deps.ledger)?.shiftId ?? null
  }

  view(): ShiftView {
    const { ledger, nameOf } = this.#deps
    const shift = readOpenShift(ledger)
    if (shift === null) return { kind: 'none', nextShiftNumber: readNextShiftNumber(ledger), lastZ: readClosings(ledger, 1)[0]?.zNumber ?? null }
    const { shiftId, shiftNumber, openedAtMs, floatMinor } = shift
    return {
      ...{ kind: 'open', shiftId, shiftNumber, openedAtMs, floatMinor },
      openedByName: nameOf(shift.openedBy),
      denominationsMinor: denominationsOf(this.#deps.currency()),
      foundOpen: shiftId === this.#foundOpenId,
      count: this.#countView(shift),
    }
  }

  /** Null: none is open. */
  openShift(): ShiftRow | null {
    return readOpenShift(this.#deps.ledger)
  }

  /** A drawer that was counted takes and gives no money until the shift is closed, or the count is taken back. */
  isCounted(): boolean {
    const shift = this.openShift()
    return shift !== null && this.#heldCount(shift) !== null
  }

  open(shiftId: string, floatMinor: number, by: By): Answer<ShiftView, 'shift_open' | IdTaken> {
    const open = this.openShift()
    if (open !== null) return open.shiftId === shiftId && open.floatMinor === floatMinor ? ok(this.view()) : err({ code: 'shift_open' })
    if (isEventId(this.#deps.ledger, shiftId)) return err({ code: 'exists_with_different_content' })
    const shiftNumber = readNextShiftNumber(this.#deps.ledger)
    const entries = drawerEntries([['float', floatMinor]])
    const body: ShiftOpenedBody = { ...this.#act(by), shiftNumber, floatMinor, entries }
    return this.#book(shiftId, 'shift-opened', body, by, (tx, place) => {
      insertShift(tx, { ...place, shiftId, shiftNumber, openedAtMs: place.committedAtMs, openedBy: by.staffId, floatMinor })
      insertEntries(tx, shiftId, entries)
    })
  }

  moveCash(move: { readonly moveId: string; readonly direction: 'in' | 'out'; readonly amountMinor: number; readonly reason: string; readonly note: string }, by: By): Answer<ShiftView, 'no_shift' | 'shift_counted' | 'more_than_drawer' | IdTaken> {
    const { moveId, direction, amountMinor, reason, note } = move
    const known = readCashMove(this.#deps.ledger, moveId)
    if (known !== null) return known.direction === direction && known.amountMinor === amountMinor ? ok(this.view()) : err({ code: 'exists_with_different_content' })
    if (isEventId(this.#deps.ledger, moveId)) return err({ code: 'exists_with_different_content' })
    const shift = this.openShift()
    if (shift === null) return err({ code: 'no_shift' })
    if (this.#heldCount(shift) !== null) return err({ code: 'shift_counted' })
    const signedMinor = direction === 'in' ? amountMinor : -amountMinor
    if (this.#numbersOf(shift).drawer.expectedMinor + signedMinor < 0) return err({ code: 'more_than_drawer' })
    const entries = drawerEntries([[direction === 'in' ? 'pay-in' : 'pay-out', signedMinor]])
    const body: CashMovedBody = { ...this.#act(by), shiftId: shift.shiftId, direction, amountMinor, reason, note, entries }
    return this.#book(moveId, 'cash-moved', body, by, (tx, place) => {
      insertCashMove(tx, { eventId: moveId, shiftId: shift.shiftId, direction, amountMinor, reason, note, staffId: by.staffId, atMs: place.committedAtMs })
      insertEntries(tx, moveId, entries)
    })
  }

  /** Writes down that the drawer is opened without a sale; then it may be. */
  openDrawer({ openingId, reason, note }: { readonly openingId: string; readonly reason: string; readonly note: string }, by: By): Answer<ShiftView, 'no_shift' | IdTaken> {
    if (isDrawerOpening(this.#deps.ledger, openingId)) return ok(this.view())
    if (isEventId(this.#deps.ledger, openingId)) return err({ code: 'exists_with_different_content' })
    const shift = this.openShift()
    if (shift === null) return err({ code: 'no_shift' })
    const { shiftId } = shift
    const body: DrawerOpenedBody = { ...this.#act(by), shiftId, reason, note }
    return this.#book(openingId, 'drawer-opened', body, by, (tx, place) => insertDrawerOpening(tx, { eventId: openingId, shiftId, reason, note, staffId: by.staffId, atMs: place.committedAtMs }))
  }

  /** Goods left an open sale. Only inside a shift: outside nothing is sold. */
  voidBasket(voided: Pick<BasketVoidedBody, 'saleId' | 'whole' | 'lines'>, grossMinor: number, by: By): Answer<ShiftView, 'no_shift'> {
    const shift = this.openShift()
    if (shift === null) return err({ code: 'no_shift' })
    const { shiftId } = shift
    const { saleId, whole, lines } = voided
    const eventId = this.#deps.ids.next()
    const body: BasketVoidedBody = { ...this.#act(by), shiftId, saleId, whole, lines }
    return this.#book(eventId, 'basket-voided', body, by, (tx, place) => insertBasketVoid(tx, { eventId, shiftId, saleId, whole, grossMinor, staffId: by.staffId, atMs: place.committedAtMs }))
  }

  /** Hands in a count. Whether this may be done again is asked by whoever calls. */
  count(countId: string, pieces: readonly CountedPieces[], by: By): Answer<ShiftView, 'no_shift' | 'wrong_denomination' | IdTaken> {
    const { ledger, currency } = this.#deps
    const known = readCount(ledger, countId)
    const counted = pieces.filter((each) => each.pieces > 0).map(({ denominationMinor, pieces: number }) => ({ denominationMinor, pieces: number }))
    if (known !== null) return known.piecesJson === JSON.stringify(counted) ? ok(this.view()) : err({ code: 'exists_with_different_content' })
    if (isEventId(ledger, countId)) return err({ code: 'exists_with_different_content' })
    const shift = this.openShift()
    if (shift === null) return err({ code: 'no_shift' })
    const allowed = denominationsOf(currency())
    if (new Set(pieces.map((each) => each.denominationMinor)).size !== pieces.length || pieces.some((each) => !allowed.includes(each.denominationMinor))) return err({ code: 'wrong_denomination' })
    const countedMinor = counted.reduce((sum, each) => sum + each.denominationMinor * each.pieces, 0)
    const { shiftId } = shift
    const body: DrawerCountedBody = { ...this.#act(by), shiftId, countedMinor, pieces: counted }
    return this.#book(countId, 'drawer-counted', body, by, (tx, place) =>
      insertDrawerCount(tx, { ...place, eventId: countId, shiftId, countedMinor, piecesJson: JSON.stringify(counted), staffId: by.staffId, atMs: place.committedAtMs }),
    )
  }

  /** Takes a count back, by an opening of the drawer for it: the count stays written, and no longer holds. */
  reopen(by: By): Answer<ShiftView, 'no_shift' | IdTaken> {
    return this.openDrawer({ openingId: this.#deps.ids.next(), reason: 'count-again', note: '' }, by)
  }

  /** Beyond the tolerance, closing wants a reason and somebody with the right. */
  needsApprovalToClose(): boolean {
    const view = this.view()
    return view.kind === 'open' && view.count !== null && view.count.beyondTolerance
  }

  /** Writes the Z report and ends the shift. What should be in the drawer is computed in the same transaction. */
  close(closing: { readonly closingId: string; readonly varianceReason: VarianceReason | null; readonly note: string }, by: By): Answer<ShiftClosed, 'no_shift' | 'not_counted' | 'reason_wanted' | IdTaken> {
    const { ledger, queuedEvents } = this.#deps
    const { closingId, varianceReason, note } = closing
    const shift = this.openShift()
    if (shift === null) {
      const last = readClosings(ledger, 1)[0]
      return last?.eventId === closingId ? ok({ report: this.#closedReport(last), queuedEvents: queuedEvents() }) : err({ code: 'no_shift' })
    }
    if (isEventId(ledger, closingId)) return err({ code: 'exists_with_different_content' })
    const count = this.#heldCount(shift)
    if (count === null) return err({ code: 'not_counted' })
    const numbers = this.#numbersOf(shift)
    const varianceMinor = count.countedMinor - numbers.drawer.expectedMinor
    if (Math.abs(varianceMinor) > this.#toleranceMinor() && varianceReason === null) return err({ code: 'reason_wanted' })
    const zNumber = readNextZNumber(ledger)
    const entries = drawerEntries([['variance', varianceMinor], ['banked', -count.countedMinor]], numbers.drawer)
    const { shiftId, shiftNumber } = shift
    const body: ShiftClosedBody = { ...this.#act(by), shiftId, shiftNumber, zNumber, countedMinor: count.countedMinor, varianceMinor, varianceReason, note, report: numbers, entries }
    const booked = this.#book(closingId, 'shift-closed', body, by, (tx, place) => {
      insertClosing(tx, {
        ...{ eventId: closingId, epoch: place.epoch, seq: place.seq, shiftId, zNumber, closedAtMs: place.committedAtMs, businessDate: place.businessDate },
        ...{ closedBy: by.staffId, countedMinor: count.countedMinor, varianceMinor, varianceReason, note, reportJson: JSON.stringify(numbers) },
      })
      insertEntries(tx, closingId, entries)
    })
    if (!booked.ok) return booked
    const row = readClosingOf(ledger, shiftId)
    if (row === null) throw new Error(`shift ${shiftId} was closed and has no closing`)
    return ok({ report: this.#closedReport(row), queuedEvents: queuedEvents() })
  }

  /** Null: no shift is open. */
  reportX(): ShiftReport | null {
    const shift = this.openShift()
    if (shift === null) return null
    const { shiftNumber, openedAtMs } = shift
    return {
      ...{ zNumber: null, shiftNumber, openedAtMs, businessDate: this.#deps.stamp().businessDate, openedByName: this.#deps.nameOf(shift.openedBy) },
      ...{ closedAtMs: null, closedByName: null, approvedByName: null, countedMinor: null, varianceMinor: null, varianceReason: null, note: '' },
      numbers: this.#numbersOf(shift),
    }
  }

  /** Newest first. */
  reports(limit: number): ShiftReport[] {
    return readClosings(this.#deps.ledger, limit).map((row) => this.#closedReport(row))
  }

  #closedReport(row: ClosingRow): ShiftReport {
    const { ledger, nameOf } = this.#deps
    const shift = readShift(ledger, row.shiftId)
    const [approval] = readApprovalsOf(ledger, row.eventId)
    const { zNumber, businessDate, closedAtMs, countedMinor, varianceMinor, note } = row
    return {
      ...{ zNumber, businessDate, closedAtMs, countedMinor, varianceMinor, note },
      shiftNumber: shift?.shiftNumber ?? 0,
      openedAtMs: shift?.openedAtMs ?? 0,
      openedByName: nameOf(shift?.openedBy ?? ''),
      closedByName: nameOf(row.closedBy),
      approvedByName: approval === undefined ? null : nameOf(approval.approverId),
      // Written by this program from the values of the contract.
      varianceReason: row.varianceReason as VarianceReason | null,
      numbers: JSON.parse(row.reportJson) as ShiftNumbers,
    }
  }

  /** The last count, unless something happened in the journal since. */
  #heldCount(shift: ShiftRow): DrawerCountRow | null {
    const { ledger } = this.#deps
    const count = readLastCount(ledger, shift.shiftId)
    if (count === null) return null
    return moneyMovedSince(ledger, count) ? null : count
  }

  #countView(shift: ShiftRow) {
    const count = this.#heldCount(shift)
    if (count === null) return null
    const report = this.#numbersOf(shift)
    const varianceMinor = count.countedMinor - report.drawer.expectedMinor
    const toleranceMinor = this.#toleranceMinor()
    return {
      ...{ countedMinor: count.countedMinor, pieces: JSON.parse(count.piecesJson) as CountedPieces[], varianceMinor, toleranceMinor, report },
      beyondTolerance: Math.abs(varianceMinor) > toleranceMinor,
      countedByName: this.#deps.nameOf(count.staffId),
    }
  }

  #toleranceMinor(): number {
    const set = readSetting(this.#deps.ledger, 'shift.variance_max_minor')
    return typeof set === 'number' && Number.isSafeInteger(set) && set >= 0 ? set : TOLERANCE_MINOR
  }

  #numbersOf(shift: ShiftRow): ShiftNumbers {
    return shiftNumbers(this.#deps.ledger, { from: shift, to: null }, shift.floatMinor)
  }

  #act(by: By): { readonly storeId: string; readonly staffId: string; readonly approval: ApprovalFact | null } {
    return { storeId: this.#deps.storeId, staffId: by.staffId, approval: by.approval }
  }

  /** One act: its event, its rows and who allowed it, all of it or nothing. */
  #book(
    eventId: string,
    kind: string,
    body: object,
    by: By,
    rows: (tx: LedgerWrite, place: { readonly epoch: number; readonly seq: number; readonly committedAtMs: number; readonly businessDate: string }) => void,
  ): Result<ShiftView, Refused<DiskTrouble>> {
    const { ledger, stamp, keepTime, onDisk, onBooked } = this.#deps
    try {
      ledger.write((tx) => {
        keepTime(tx)
        const stamped = stamp()
        appendEvent(tx, { ...stamped, id: eventId, kind, body }, ({ epoch, seq }) => {
          rows(tx, { epoch, seq, committedAtMs: stamped.committedAtMs, businessDate: stamped.businessDate })
          insertApproval(tx, eventId, by.approval)
        })
      })
    } catch (cause) {
      const trouble = diskTroubleOf(cause)
      if (trouble === null) throw cause
      onDisk(trouble)
      return err({ code: trouble })
    }
    onDisk(null)
    onBooked()
    return ok(this.view())
  }
}

/**
 * Money that moves between the drawer and where it came from or goes to. At the end of a shift (`drawer` given) the drawer
 * is emptied: what sales left in it is in `tender/cash` and leaves from there.
 */
function drawerEntries(moves: readonly (readonly [string, number])[], drawer?: ShiftNumbers['drawer']): ReturnType<typeof entriesOf> {
  const deltas = new Map<string, number>()
  const add = (account: string, delta: number): void => void deltas.set(account, (deltas.get(account) ?? 0) + delta)
  for (const [account, minor] of moves) {
    add('drawer/cash', minor)
    add(`drawer/${account}`, -minor)
  }
  if (drawer !== undefined) {
    const fromSalesMinor = drawer.cashSalesMinor - drawer.cashRefundsMinor
    add('drawer/cash', fromSalesMinor)
    add('tender/cash', -fromSalesMinor)
  }
  return entriesOf('money', deltas)
}
