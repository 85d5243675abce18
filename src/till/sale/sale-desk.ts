import type { DeskPhase, DeskState, SavedSale, ScanReport } from '../../contract/desk-state.ts'
import { err, ok, type Result } from '../../contract/result.ts'
import type { TenderInput } from '../../contract/till-calls.ts'
import type { BusinessCalendar } from '../../domain/business-date.ts'
import { businessDateOf } from '../../domain/business-date.ts'
import { readLease } from '../db/leases.ts'
import { readProduct } from '../db/mirror/products.ts'
import { readNextSaleNumber, readSale } from '../db/sales.ts'
import type { LedgerWrite, Mirror } from '../db/sqlite-file.ts'
import type { MemberVault } from '../members/member-vault.ts'
import type { Counter } from '../counter.ts'
import type { PointsLender } from '../points-lender.ts'
import type { Rules, RulesInForce } from '../rules.ts'
import { NOBODY_TO_ASK, type UnderAllowance } from '../staff/manager-allowance.ts'
import { addItem, isEmpty, removeCoupon, removeLine, setMember, setQuantity, withApproval, withoutApproval } from './basket.ts'
import type { Basket, BasketChange, BasketItem, BasketMember } from './basket.ts'
import { BasketStore, diskTroubleOf, type BasketStoreDeps, type DiskTrouble } from './basket-store.ts'
import { askBeforePay } from './ask-before-pay.ts'
import { commitSale, type CommitRequest } from './commit.ts'
import { commitRequestOf } from './commit-request.ts'
import { lookAt, type Look } from './desk-look.ts'
import { deskLines, deskQuote } from './desk-view.ts'
import type { Exchanges, OpenExchange } from './exchange.ts'
import { deskExchange, deskGiftCards } from './exchange-view.ts'
import { openLease } from './leases.ts'
import { isOverCap, payRefusal, type PayRefusal } from './pay-refusal.ts'
import { repeatsSale } from './repeat.ts'
import { addCoupon } from './add-coupon.ts'
import { holdsRights, type CouponRefusal } from './sale-rights.ts'
import { savedSale } from './saved-sale.ts'
import { verified } from './verify-by-hand.ts'

export type DeskDeps = Omit<BasketStoreDeps, 'businessDate'> & {
  readonly mirror: () => Mirror
  readonly vault: MemberVault
  readonly rules: RulesInForce
  readonly lender: PointsLender
  readonly counter: Counter
  readonly exchanges: Exchanges
  readonly storeId: string
  readonly tillNumber: number
  readonly cashierId: () => string
  /** The smallest cash taken, in minor units; 1: no rounding. */
  readonly cashStepMinor: () => number
  readonly isOnline: () => boolean
  readonly onChange: (state: DeskState) => void
  /** Writes what belongs to a sale's own transaction: trusted time, its receipt in the print queue. */
  readonly keepSaved: (tx: LedgerWrite, saleId: string) => void
  /** A sale, or the return of a lease, is in the journal. */
  readonly onBooked: () => void
}

type Refused<Code extends string> = { readonly code: Code; readonly detail?: string }
type Answer<Code extends string> = Result<DeskState, Refused<Code>>
type Locked = 'locked_while_paying'
export type CommitRefusal = 'not_paying' | 'underpaid' | 'overpaid' | 'exists_with_different_content' | DiskTrouble

const UTC_DAYS: BusinessCalendar = { timeZone: 'UTC', businessDayStart: '00:00' }

/** The cashier's desk: one sale from the first scan to "saved". The only place where the open sale changes. */
export class SaleDesk {
  readonly #deps: DeskDeps
  readonly #store: BasketStore
  #phase: DeskPhase = { kind: 'selling' }
  #look: Look
  #scan: ScanReport | null = null
  /** The rules of this sale: a new version of them waits for the next one. */
  #rules: Rules | null = null
  #revision: number
  /** The state of this revision, once it was asked for. */
  #shown: DeskState | null = null

  constructor(deps: DeskDeps) {
    this.#deps = deps
    this.#store = new BasketStore({ ...deps, businessDate: (atMs) => this.#businessDateOf(atMs) })
    // Above every revision of the process before, so that a page that lived on does not take this one for stale.
    this.#revision = deps.time.nowMs()
    this.#look = this.#lookNow()
    this.#resumePaying()
  }

  state(): DeskState {
    return (this.#shown ??= this.#stateNow())
  }

  #stateNow(): DeskState {
    const { basket } = this.#store
    const { quote, rules, member, redeemMax } = this.#look
    const saved = this.#phase.kind === 'saved' ? this.#phase.sale : null
    return {
      revision: this.#revision,
      saleId: saved?.saleId ?? basket.saleId,
      saleNumber: saved?.saleNumber ?? this.#nextSaleNumber(),
      phase: this.#phase,
      lines: deskLines(basket, quote, (sku) => readProduct(this.#deps.mirror(), sku)?.name ?? {}),
      member,
      quote: deskQuote(basket, quote, rules),
      coupons: this.#look.coupons,
      redeemPoints: basket.redeemPoints,
      redeemMax,
      storedValueMinor: basket.storedValueMinor,
      exchange: deskExchange(basket, this.#look),
      giftCards: deskGiftCards(basket, this.#look),
      giftCardWanted: basket.giftCardWanted,
      scan: this.#scan,
      parkedCount: 0,
    }
  }

  /** Pay was pressed (or HQ is being asked for it): the sale takes no change. */
  isLocked(): boolean {
    return this.#phase.kind === 'paying' || this.#phase.kind === 'asking-points'
  }

  /** Something is scanned and not paid. */
  hasOpenSale(): boolean {
    return this.#phase.kind !== 'saved' && this.#store.basket.lines.length > 0
  }

  get basket(): Basket {
    return this.#store.basket
  }

  /** What follows from the basket at this moment. */
  get look(): Look {
    return this.#look
  }

  noteScan(report: ScanReport): void {
    this.#scan = report
    this.#tell()
  }

  addItem(item: BasketItem): Answer<Locked | 'too_many_lines' | 'quantity_too_large'> {
    return this.change((basket) => addItem(basket, item, this.#deps.ids.next()))
  }

  setQuantity(lineId: string, quantityMilli: number): Answer<Locked | 'unknown_line' | 'quantity_too_large'> {
    return this.change((basket) => setQuantity(basket, lineId, quantityMilli))
  }

  removeLine(lineId: string): Answer<Locked | 'unknown_line'> {
    return this.change((basket) => removeLine(basket, lineId))
  }

  /** Drops the basket; what was lent to it goes back. */
  clear(): Answer<Locked> {
    if (this.isLocked()) return err({ code: 'locked_while_paying' })
    this.#beginNextIfSaved()
    this.#store.drop()
    this.#rules = null
    this.#deps.onBooked()
    return this.#answer()
  }

  /** Puts a member, or nobody, into the sale. Points lent for the one before go back. */
  setMember(member: BasketMember | null): Answer<Locked> {
    if (this.isLocked()) return err({ code: 'locked_while_paying' })
    this.#beginNextIfSaved()
    const { basket } = this.#store
    const next = setMember(basket, member)
    const isLentTo = readLease(this.#deps.ledger, basket.saleId) !== null || holdsRights(basket)
    if (basket.member !== null && basket.member.memberId !== member?.memberId && isLentTo) {
      this.#store.drop(next)
      this.#deps.onBooked()
    } else {
      this.#store.put(next)
    }
    return this.#answer()
  }

  /** How many points to use: checked when Pay is pressed, bounded by what can be used here. */
  redeem(redeemPoints: number | 'max'): Answer<Locked | 'no_member' | 'points_offline' | 'member_blocked' | 'not_with_phone_tail'> {
    if (this.isLocked()) return err({ code: 'locked_while_paying' })
    this.#beginNextIfSaved()
    const { member } = this.#look
    if (redeemPoints !== 0) {
      if (member === null) return err({ code: 'no_member' })
      if (member.balance.limitedBy === 'blocked') return err({ code: 'member_blocked' })
      if (member.balance.limitedBy === 'found-by-phone-tail') return err({ code: 'not_with_phone_tail' })
      if (member.balance.limitedBy === 'offline' && member.balance.usableHerePoints === 0) return err({ code: 'points_offline' })
    }
    this.#store.put({ ...this.#store.basket, redeemPoints })
    return this.#answer()
  }

  /** Puts a coupon in: HQ lends it to this sale first, because it works nowhere else then (R16). */
  async addCoupon(code: string): Promise<Answer<Locked | CouponRefusal | 'coupon_expired' | 'too_many_coupons'>> {
    if (this.isLocked()) return err({ code: 'locked_while_paying' })
    this.#beginNextIfSaved()
    const refused = await addCoupon({ ...this.#deps, store: this.#store, isLocked: () => this.isLocked() }, code)
    return refused === null ? this.#answer() : err({ code: refused })
  }

  removeCoupon(code: string): Answer<Locked | 'unknown_coupon'> {
    return this.change((basket) => removeCoupon(basket, code))
  }

  /** How much to pay with stored value: checked when Pay is pressed, bounded by what can be used here. */
  payWithValue(storedValueMinor: number | 'max'): Answer<Locked | 'no_member' | 'value_not_here' | 'member_blocked' | 'not_with_phone_tail'> {
    if (this.isLocked()) return err({ code: 'locked_while_paying' })
    this.#beginNextIfSaved()
    const { member } = this.#look
    if (storedValueMinor !== 0) {
      if (member === null) return err({ code: 'no_member' })
      if (member.balance.limitedBy === 'blocked') return err({ code: 'member_blocked' })
      if (member.balance.limitedBy === 'found-by-phone-tail') return err({ code: 'not_with_phone_tail' })
      if (!this.#deps.isOnline() && this.#store.basket.value?.kind !== 'lent') return err({ code: 'value_not_here' })
    }
    this.#store.put({ ...this.#store.basket, storedValueMinor })
    return this.#answer()
  }

  /** Fixes moment and totals; points are asked of HQ first (R4). Pressed twice, it answers with what is fixed already. @param mayWithout asked for what HQ or a member would have to say yes to */
  async pay(mayWithout: UnderAllowance = NOBODY_TO_ASK): Promise<Answer<PayRefusal>> {
    if (this.isLocked()) return ok(this.state())
    this.#beginNextIfSaved()
    const { basket } = this.#store
    if (basket.lines.length === 0) return err({ code: 'empty_basket' })
    const atMs = this.#deps.time.saleMs()
    const wanted = this.#lookNow({ atMs })
    const refused = payRefusal(basket, wanted, mayWithout) ?? (await askBeforePay({ ...this.#deps, mayWithout, store: this.#store, asking: (ask) => this.#asking(ask) }, wanted))
    if (refused !== null) return err(refused)
    // What was lent is all there is: with it the numbers are final.
    const look = this.#lookNow({ atMs, fixed: true })
    const shortage = payRefusal(this.#store.basket, look, mayWithout) ?? (isOverCap(look) ? { code: 'quote_rejected' as const, detail: 'stored_value_over_cap' } : null)
    if (shortage !== null || look.prepaid === null || look.rules === null) return err(shortage ?? { code: 'quote_rejected' })
    const payMinor = look.prepaid.leftMinor
    const proof = verified(this.#store.basket, look, mayWithout)
    this.#store.put({ ...this.#store.basket, approvals: withApproval(this.#store.basket, proof.ok ? proof.output : null), paying: { atMs, payMinor, programmeHash: look.rules.hash } })
    this.#phase = { kind: 'paying', atMs, payMinor }
    this.#look = look
    return this.#answer()
  }

  /** The sale takes no change while HQ is asked. */
  async #asking<T>(ask: () => Promise<T>): Promise<T> {
    this.#phase = { kind: 'asking-points' }
    this.#changed()
    try {
      return await ask()
    } finally {
      this.#phase = { kind: 'selling' }
      this.#changed()
    }
  }

  /** Back to selling. What was lent stays lent to this sale; who vouched for her vouched for these points. */
  unlock(): Answer<'not_paying'> {
    if (this.#phase.kind !== 'paying') return err({ code: 'not_paying' })
    this.#store.put({ ...withoutApproval(this.#store.basket, 'verify-by-hand'), paying: null })
    this.#phase = { kind: 'selling' }
    return this.#answer()
  }

  /** Saves the sale. Durable when it answers with it; a repeat answers with the first result. */
  commit(saleId: string, tenders: readonly TenderInput[]): Result<{ desk: DeskState; sale: SavedSale }, Refused<CommitRefusal>> {
    const { ledger } = this.#deps
    const existing = readSale(ledger, saleId)
    if (existing !== null) {
      if (!repeatsSale(ledger, existing, tenders)) return err({ code: 'exists_with_different_content' })
      return ok({ desk: this.state(), sale: savedSale(ledger, existing) })
    }
    const request = this.#phase.kind === 'paying' && saleId === this.#store.basket.saleId ? this.#commitRequest(tenders) : null
    if (request === null) return err({ code: 'not_paying' })
    try {
      const outcome = commitSale(ledger, request, (tx) => this.#deps.keepSaved(tx, request.basket.saleId))
      this.#deps.onDisk(null)
      if (outcome.kind === 'refused') return err({ code: outcome.refused })
      const sale = savedSale(ledger, outcome.sale)
      if (request.exchange !== null) this.#deps.exchanges.booked(request.exchange.work.source.saleId)
      this.#saved(sale)
      return ok({ desk: this.state(), sale })
    } catch (cause) {
      const trouble = diskTroubleOf(cause)
      if (trouble === null) throw cause
      this.#deps.onDisk(trouble)
      return err({ code: trouble })
    }
  }

  /** From "saved" to the next sale; in an open sale it changes nothing. */
  next(): DeskState {
    if (this.#phase.kind !== 'saved') return this.state()
    this.#beginNextIfSaved()
    this.#changed()
    return this.state()
  }

  /** What HQ told, or the line to it, changed. Totals that are fixed stay. @param isBack another till had the page meanwhile */
  refresh(isBack = false): void {
    if (isBack) this.#revision = Math.max(this.#revision, this.#deps.time.nowMs())
    if (this.#phase.kind === 'saved' && !this.#phase.sale.acked) {
      const sale = readSale(this.#deps.ledger, this.#phase.sale.saleId)
      if (sale !== null) this.#phase = { kind: 'saved', sale: savedSale(this.#deps.ledger, sale) }
    }
    this.#changed()
  }

  /** Changes the open sale, unless Pay was pressed. */
  change<Refusal extends string>(operation: (basket: Basket) => BasketChange<Refusal>): Answer<Locked | Refusal> {
    if (this.isLocked()) return err({ code: 'locked_while_paying' })
    this.#beginNextIfSaved()
    const outcome = operation(this.#store.basket)
    if (outcome.kind === 'refused') return err({ code: outcome.refused })
    this.#store.put(outcome.basket)
    return this.#answer()
  }

  #answer(): Result<DeskState, never> {
    this.#changed()
    return ok(this.state())
  }

  #changed(): void {
    if (this.#phase.kind === 'selling') this.#look = this.#lookNow()
    this.#tell()
  }

  #tell(): void {
    this.#revision += 1
    this.#shown = null
    this.#deps.onChange(this.state())
  }

  #saved(sale: SavedSale): void {
    this.#phase = { kind: 'saved', sale }
    // The numbers stay on the screen as they were paid; the member is as the sale left her, its goods not counted again.
    this.#look = { ...this.#look, member: this.#lookNow({ withoutGoods: true }).member, redeemMax: null }
    this.#changed()
    this.#deps.onBooked()
  }

  #beginNextIfSaved(): void {
    if (this.#phase.kind !== 'saved') return
    this.#store.beginNext()
    this.#phase = { kind: 'selling' }
    this.#rules = null
    this.#look = this.#lookNow()
  }

  #lookNow(at: { readonly atMs?: number; readonly fixed?: boolean; readonly withoutGoods?: boolean } = {}): Look {
    const { basket } = this.#store
    if (!isEmpty(basket)) this.#rules ??= this.#deps.rules.current()
    const atMs = at.atMs ?? this.#deps.time.nowMs()
    return lookAt(at.withoutGoods === true ? { ...basket, lines: [] } : basket, {
      ledger: this.#deps.ledger,
      mirror: this.#deps.mirror(),
      vault: this.#deps.vault,
      rules: this.#rules ?? this.#deps.rules.current(),
      storeId: this.#deps.storeId,
      atMs,
      businessDate: this.#businessDateOf(atMs),
      online: this.#deps.isOnline(),
      confirmedAtMs: this.#deps.time.lastHqAtMs(),
      lease: openLease(this.#deps.ledger, basket.saleId),
      fixed: at.fixed === true,
      exchange: this.#openExchange(atMs),
    })
  }

  #openExchange(atMs: number): OpenExchange | null {
    const { exchange, saleId } = this.#store.basket
    if (exchange === null) return null
    const lent = openLease(this.#deps.ledger, saleId)?.lots ?? []
    const ready = this.#deps.exchanges.ready(exchange, { atMs, returnId: exchange.returnId, lent })
    return ready.ok ? { kind: 'ready', ready: ready.output } : { kind: 'refused', why: ready.error.code }
  }

  /** After a restart in the middle of paying: the same totals, or back to selling. */
  #resumePaying(): void {
    const { basket } = this.#store
    if (basket.paying === null) return
    const { atMs, payMinor, programmeHash } = basket.paying
    const look = this.#lookNow({ atMs, fixed: true })
    const same = look.prepaid?.leftMinor === payMinor && look.rules?.hash === programmeHash
    if (!same) return this.#store.put({ ...withoutApproval(basket, 'verify-by-hand'), paying: null })
    this.#phase = { kind: 'paying', atMs, payMinor }
    this.#look = look
  }

  #commitRequest(tenders: readonly TenderInput[]): CommitRequest | null {
    const { ledger, ids } = this.#deps
    const { basket } = this.#store
    const lease = openLease(ledger, basket.saleId)
    return commitRequestOf(this.#deps, basket, this.#look, {
      ...{ lease, tenders, lines: this.state().lines, leaseReturnId: ids.next() },
      stampAt: (atMs) => this.#store.stamp(atMs),
    })
  }

  #businessDateOf(atMs: number): string {
    return businessDateOf(atMs, (this.#rules ?? this.#deps.rules.current())?.programme ?? UTC_DAYS)
  }

  #nextSaleNumber(): number {
    return readNextSaleNumber(this.#deps.ledger, this.#deps.time.businessDate(this.#businessDateOf(this.#deps.time.nowMs())))
  }
}
