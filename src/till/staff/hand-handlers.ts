import type { DeskState } from '../../contract/desk-state.ts'
import { err, type Result } from '../../contract/result.ts'
import type { Handlers } from '../../contract/serve.ts'
import type { Right } from '../../contract/staff-rights.ts'
import type { BasketVoidedBody } from '../../journal/staff-event.ts'
import { priceOfQuantity } from '../../domain/rounding.ts'
import type { DiskTrouble } from '../sale/basket-store.ts'
import { overridePrice, setDiscount, type Basket, type BasketLine } from '../sale/basket.ts'
import type { SaleDesk } from '../sale/sale-desk.ts'
import type { ShiftDesk } from '../shift/shift-desk.ts'
import { underAllowance } from './manager-allowance.ts'
import type { RulesInForce } from '../rules.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { ActRefusal, StaffDesk } from './staff-desk.ts'

export type HandHandlerDeps = { readonly desk: SaleDesk; readonly staff: StaffDesk; readonly shift: ShiftDesk; readonly ledger: Ledger; readonly rules: RulesInForce }

type Named = Pick<Handlers, 'basket.quantity' | 'basket.remove' | 'basket.clear' | 'basket.price' | 'sale.discount' | 'sale.pay'>
type Refusal<Code extends string> = { readonly code: Code; readonly detail?: string }

/** What a hand changes of an open sale: who may, and what of it is written down before it happens. */
export function handHandlers(deps: HandHandlerDeps): Named {
  const { desk, staff, shift } = deps
  return {
    ...voidHandlers(deps),
    'basket.price': ({ lineId, unitPriceMinor, reason, approvalId }) => {
      const allowed = staff.allow({ right: 'price-override', subject: lineId }, approvalId)
      if (!allowed.ok) return allowed
      const changed = desk.change((basket) => overridePrice(basket, lineId, unitPriceMinor, reason, allowed.output))
      if (changed.ok) staff.used(allowed.output)
      return changed
    },
    'sale.discount': (asked) => discount(deps, asked),
    'sale.pay': async ({ approvalId }) => {
      const refused = staff.refusal('sell')
      if (refused !== null) return err(refused)
      if (staff.view().kind === 'signed-in') {
        if (shift.openShift() === null) return err({ code: 'no_shift' })
        if (shift.isCounted()) return err({ code: 'shift_counted' })
      }
      const without = underAllowance(deps, approvalId)
      const answer = await desk.pay(without.allow)
      if (answer.ok) without.done()
      return answer
    },
  }
}

type DiscountAsked = Parameters<Handlers['sale.discount']>[0]

/** Tries it, looks whether it is above the limit of her role, and takes it back where she may not. */
function discount({ desk, staff }: HandHandlerDeps, { discountMinor, reason, approvalId }: DiscountAsked): Result<DeskState, Refusal<ActRefusal | 'locked_while_paying' | 'empty_basket' | 'discount_over_due' | 'quote_rejected'>> {
  const actor = staff.actor()
  if (actor === null) return err({ code: 'signed_out' })
  const { basket } = desk
  if (basket.lines.length === 0) return err({ code: 'empty_basket' })
  const role = actor.role === 'trainee' ? 'cashier' : actor.role
  const put = (approved: Parameters<typeof setDiscount>[3]) => desk.change<never>((now) => ({ kind: 'changed', basket: setDiscount(now, discountMinor, { reason, role }, approved) }))
  if (discountMinor === 0) return put(null)
  const tried = put(null)
  if (!tried.ok) return tried
  const { quote } = tried.output
  const takeBack = () => desk.change<never>((now) => ({ kind: 'changed', basket: withDiscountOf(now, basket) }))
  if (quote.kind !== 'quoted') {
    takeBack()
    const isTooMuch = quote.kind === 'rejected' && quote.rejected === 'manual_discount_over_due'
    return err(isTooMuch ? { code: 'discount_over_due' } : { code: 'quote_rejected', ...(quote.kind === 'rejected' ? { detail: quote.rejected } : {}) })
  }
  const right: Right = quote.result.needs.includes('manager-approval') ? 'discount-over-limit' : 'discount'
  const allowed = staff.allow({ right, subject: basket.saleId }, approvalId)
  if (!allowed.ok) {
    takeBack()
    return allowed
  }
  const done = put(allowed.output)
  if (done.ok) staff.used(allowed.output)
  return done
}

function withDiscountOf(now: Basket, before: Basket): Basket {
  return { ...now, manualDiscount: before.manualDiscount, approvals: before.approvals }
}

/** Goods that leave an open sale inside a shift are written down first: once gone from the screen, nobody could tell. */
function voidHandlers({ desk, staff, shift }: HandHandlerDeps): Pick<Named, 'basket.quantity' | 'basket.remove' | 'basket.clear'> {
  const voided = (lines: readonly Gone[], whole: boolean, approvalId: string | null): Refusal<ActRefusal | DiskTrouble> | null => {
    const subject = whole ? desk.basket.saleId : (lines[0]?.line.lineId ?? desk.basket.saleId)
    const allowed = staff.allow({ right: 'void-open', subject }, approvalId)
    if (!allowed.ok) return allowed.error
    if (lines.length === 0 || shift.openShift() === null || desk.isLocked()) return null
    const booked = shift.voidBasket(voidOf(desk.basket.saleId, lines, whole), grossOf(lines), { staffId: staff.actor()?.staffId ?? 'unknown', approval: allowed.output })
    if (!booked.ok) return booked.error.code === 'no_shift' ? null : { code: booked.error.code }
    staff.used(allowed.output)
    return null
  }
  return {
    'basket.quantity': ({ lineId, quantityMilli, approvalId }) => {
      const line = desk.basket.lines.find((each) => each.lineId === lineId)
      const fewerMilli = line === undefined ? 0 : line.quantityMilli - quantityMilli
      const refused = line === undefined || fewerMilli <= 0 ? staff.refusal('sell') : voided([{ line, quantityMilli: fewerMilli }], false, approvalId)
      return refused === null ? desk.setQuantity(lineId, quantityMilli) : err(refused)
    },
    'basket.remove': ({ lineId, approvalId }) => {
      const line = desk.basket.lines.find((each) => each.lineId === lineId)
      const refused = line === undefined ? staff.refusal('sell') : voided([{ line, quantityMilli: line.quantityMilli }], false, approvalId)
      return refused === null ? desk.removeLine(lineId) : err(refused)
    },
    'basket.clear': ({ approvalId }) => {
      const lines = desk.hasOpenSale() ? desk.basket.lines.map((line) => ({ line, quantityMilli: line.quantityMilli })) : []
      const refused = voided(lines, true, approvalId)
      return refused === null ? desk.clear() : err(refused)
    },
  }
}

type Gone = { readonly line: BasketLine; readonly quantityMilli: number }

function voidOf(saleId: string, lines: readonly Gone[], whole: boolean): Pick<BasketVoidedBody, 'saleId' | 'whole' | 'lines'> {
  return { saleId, whole, lines: lines.map(({ line, quantityMilli }) => ({ sku: line.sku, quantityMilli, unitPriceMinor: line.unitPriceMinor })) }
}

function grossOf(lines: readonly Gone[]): number {
  return lines.reduce((sum, { line, quantityMilli }) => sum + priceOfQuantity(line.unitPriceMinor, quantityMilli), 0)
}

