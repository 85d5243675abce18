import type { ReturnableSale, ReturnQuote, SavedReturn } from '../../contract/return-view.ts'
import { err, ok, type Result } from '../../contract/result.ts'
import type { FindSaleAnswer, KnownReturn } from '../../contract/wire-counter.ts'
import { businessDateOf } from '../../domain/business-date.ts'
import { parseReceiptCode } from '../../journal/receipt-code.ts'
import { givenBackMinor } from '../../journal/return-booking.ts'
import type { ReturnBody } from '../../journal/return-event.ts'
import type { Clock } from '../clock.ts'
import type { Counter } from '../counter.ts'
import { isAcked } from '../db/acks.ts'
import { isEventId } from '../db/journal.ts'
import type { LeasedLot } from '../db/leases.ts'
import { readCursor } from '../db/mirror/cursor.ts'
import { readReturn } from '../db/returns.ts'
import { readSale, readSaleByReceiptCode, type SaleRow } from '../db/sales.ts'
import type { Ledger, LedgerWrite, Mirror } from '../db/sqlite-file.ts'
import { maskName } from '../members/masking.ts'
import { readMemberFacts, type MemberFacts } from '../members/member-facts.ts'
import type { MemberVault } from '../members/member-vault.ts'
import { diskTroubleOf, type DiskTrouble } from '../sale/basket-store.ts'
import type { TrustedTime } from '../trusted-time.ts'
import type { ApprovalFact } from '../../journal/approval.ts'
import { NOBODY_TO_ASK, type AllowanceRefusal, type UnderAllowance } from '../staff/manager-allowance.ts'
import { commitReturn, type ReturnFacts } from './commit-return.ts'
import { foreignSource } from './foreign-sale.ts'
import { givenBy, quoteReturnOf, type ReturnAsked, type ReturnWork } from './quote-return.ts'
import type { ReadyReturn, RightAsked } from '../sale/exchange.ts'
import { knownReturns, namesValueLine, returnableSale, returnQuote, savedReturn } from './return-view.ts'
import { knowsMore, ownSoFar, ownSource, soFarAtHq, type ReturnSource, type SoFar } from './return-source.ts'

export type ReturnDeskDeps = {
  readonly ledger: Ledger
  readonly mirror: () => Mirror
  readonly vault: MemberVault
  readonly clock: Clock
  readonly time: TrustedTime
  readonly counter: Counter
  readonly tillId: string
  readonly tillNumber: number
  readonly storeId: string
  readonly cashierId: () => string
  readonly onDisk: (trouble: DiskTrouble | null) => void
  /** Writes what belongs to a return's own transaction: trusted time, its receipt in the print queue. */
  readonly keepSaved: (tx: LedgerWrite, returnId: string) => void
  /** A return is in the journal. */
  readonly onBooked: () => void
}

type Refused<Code extends string> = { readonly code: Code; readonly detail?: string }
export type FindRefusal = 'not_a_receipt' | 'unknown_sale' | 'sale_not_here'
export type ReturnRefusal = 'unknown_sale' | 'return_exceeds_sale' | 'return_not_here' | 'rules_not_here'
export type ReturnCommitRefusal = ReturnRefusal | AllowanceRefusal | 'changed' | 'exists_with_different_content' | DiskTrouble
/** `approval`: who allowed it; absent: it needed nobody. */
export type ReturnToCommit = ReturnAsked & { readonly returnId: string; readonly refundMinor: number; readonly pointsClawedBack: number; readonly approval?: ApprovalFact | null }

/** Sales that HQ told of are kept for as long as somebody may be at work on them. */
const TOLD_MAX = 20

const RIGHT_HERE: RightAsked = { kind: 'here' }

function refusedRight(code: 'changed' | 'return_not_here', detail?: string): RightAsked {
  return { kind: 'refused', refused: { code, ...(detail === undefined ? {} : { detail }) } }
}

/** Who let it pass without the right; null: the right is here, or nobody has to. */
export function allowedBy(right: Exclude<RightAsked, { readonly kind: 'refused' }>, saleId: string, work: ReturnWork, mayWithout: UnderAllowance): ReturnType<UnderAllowance> {
  return right.kind === 'here' ? ok(null) : mayWithout({ right: 'return-without-right', subject: saleId }, givenBy(work))
}

/** A sale that was found, and what is known of its returns. */
type Found = { readonly source: ReturnSource; readonly soFar: SoFar; readonly returnsAtHq: readonly KnownReturn[]; readonly rightIsHere: boolean }

/**
 * Takes goods back, by the receipt of their sale. The right to return a sale lies here until HQ has it; then HQ is asked
 * what others have taken back, and lends the right. Out of HQ's reach only own sales come back, by a manager and within
 * the till's allowances; HQ flags a second return of the same goods.
 */
export class ReturnDesk {
  readonly #deps: ReturnDeskDeps
  /** What HQ last told of a sale; kept while the page works on it. */
  readonly #told = new Map<string, FindSaleAnswer>()

  constructor(deps: ReturnDeskDeps) {
    this.#deps = deps
  }

  /** @param typed the code as scanned or typed */
  async find(typed: string): Promise<Result<ReturnableSale, Refused<FindRefusal>>> {
    const code = parseReceiptCode(typed)
    if (code === null) return err({ code: 'not_a_receipt' })
    const receiptCode = `R${code.tillNumber}-${code.seq}-${code.hashTail}`
    const own = readSaleByReceiptCode(this.#deps.ledger, receiptCode)
    if (own === null || isAcked(this.#deps.ledger, own)) {
      const asked = await this.#deps.counter.findSale({ receiptCode })
      if (asked.kind === 'answer') this.#remember(asked.answer)
      else if (own === null) return err({ code: asked.kind === 'rejected' && asked.rejected === 'unknown_sale' ? 'unknown_sale' : 'sale_not_here' })
    }
    const saleId = own?.saleId ?? [...this.#told.values()].find((told) => told.receiptCode === receiptCode)?.saleId
    const found = saleId === undefined ? null : this.#found(saleId)
    if (found === null || typeof found === 'string') return err({ code: 'unknown_sale', ...(found === null ? {} : { detail: found }) })
    const { source, soFar, returnsAtHq } = found
    return ok(returnableSale(source, soFar, knownReturns(this.#deps.ledger, source.saleId, returnsAtHq), this.#displayName(source.memberId)))
  }

  #remember(answer: FindSaleAnswer): void {
    if (this.#told.size >= TOLD_MAX) this.#told.clear()
    this.#told.set(answer.saleId, answer)
  }

  quote(asked: ReturnAsked): Result<ReturnQuote, Refused<ReturnRefusal>> {
    const work = this.ready(asked, { returnId: 'grace', atMs: this.#deps.time.nowMs(), lent: [] })
    return work.ok ? ok(returnQuote(work.output.work, asked)) : work
  }

  /**
   * Saves it. Durable when it answers with it; a repeat answers with the first result.
   * @param mayWithout asked where HQ cannot lend the right
   */
  async commit(asked: ReturnToCommit, mayWithout: UnderAllowance = NOBODY_TO_ASK): Promise<Result<SavedReturn, Refused<ReturnCommitRefusal>>> {
    const repeated = this.#repeated(asked)
    if (repeated !== null) return repeated
    const before = this.ready(asked, { returnId: asked.returnId, atMs: this.#deps.time.nowMs(), lent: [] })
    if (!before.ok) return before
    const right = before.output.rightIsHere ? RIGHT_HERE : await this.askForRight(asked, before.output.soFar)
    if (right.kind === 'refused') return err(right.refused)
    // While HQ was asked, the same request may have come again.
    const meanwhile = this.#repeated(asked)
    if (meanwhile !== null) return meanwhile
    const now = this.ready(asked, { returnId: asked.returnId, atMs: this.#deps.time.saleMs(), lent: [] })
    if (!now.ok) return now
    const { work } = now.output
    const refundMinor = givenBackMinor(work.refunds)
    if (refundMinor !== asked.refundMinor || work.quoted.result.pointsClawedBack !== asked.pointsClawedBack) return err({ code: 'changed' })
    const allowed = allowedBy(right, asked.saleId, work, mayWithout)
    if (!allowed.ok) return allowed
    return this.save(asked.returnId, work, { voided: null, approval: allowed.output ?? asked.approval ?? null })
  }

  /** Saves what {@link ready} came to. */
  save(returnId: string, work: ReturnWork, by: ReturnFacts): Result<SavedReturn, Refused<ReturnCommitRefusal>> {
    const { ledger, time, clock, tillId, storeId, tillNumber } = this.#deps
    const stamp = {
      tillId,
      committedAtMs: time.nowMs(),
      monotonicMs: clock.monotonicMs(),
      bootId: clock.bootId,
      businessDate: time.businessDate(businessDateOf(work.inputs.atMs, work.source.rules.programme)),
    }
    const cursor = readCursor(this.#deps.mirror())
    try {
      const row = commitReturn(ledger, { returnId, work, storeId, tillNumber, cashierId: this.#deps.cashierId(), cursor, stamp, ...by }, (tx) => this.#deps.keepSaved(tx, returnId))
      this.#deps.onDisk(null)
      this.booked(work.source.saleId)
      this.#deps.onBooked()
      return ok(savedReturn(ledger, row))
    } catch (cause) {
      const trouble = diskTroubleOf(cause)
      if (trouble === null) throw cause
      this.#deps.onDisk(trouble)
      return err({ code: trouble })
    }
  }

  /** What HQ told of a sale knows nothing of a new return; whoever goes on asks again. */
  booked(saleId: string): void {
    this.#told.delete(saleId)
  }

  /** Whose sale it was; null: nobody's, or it is not known here. */
  memberIdOf(saleId: string): string | null {
    const found = this.#found(saleId)
    return found === null || typeof found === 'string' ? null : found.source.memberId
  }

  #repeated(asked: ReturnToCommit): Result<SavedReturn, Refused<'exists_with_different_content'>> | null {
    const row = readReturn(this.#deps.ledger, asked.returnId)
    if (row === null) return isEventId(this.#deps.ledger, asked.returnId) ? err({ code: 'exists_with_different_content' }) : null
    const { lines } = JSON.parse(row.caseJson) as ReturnBody['inputs']
    const named = (of: ReturnAsked['lines']): string => JSON.stringify(of.map(({ line, quantityMilli }) => [line, quantityMilli]))
    const same = row.saleId === asked.saleId && row.reason === asked.reason && named(lines) === named(asked.lines)
    return same ? ok(savedReturn(this.#deps.ledger, row)) : err({ code: 'exists_with_different_content' })
  }

  /** HQ lends the right (R8); where it cannot be asked, an own sale may come back without. */
  async askForRight({ saleId, returnId }: { readonly saleId: string; readonly returnId: string }, soFar: SoFar): Promise<RightAsked> {
    const lent = await this.#deps.counter.lendReturn({ saleId, returnId })
    const isOwn = readSale(this.#deps.ledger, saleId) !== null
    switch (lent.kind) {
      case 'answer':
        return lent.answer.returnIds.every((id) => soFar.returnIds.includes(id)) ? RIGHT_HERE : refusedRight('changed', 'HQ knows other returns of it')
      case 'rejected':
        // Acked but not applied yet: HQ holds the event, and nobody else can know the sale.
        return lent.rejected === 'unknown_sale' && isOwn ? RIGHT_HERE : refusedRight('return_not_here', lent.rejected)
      case 'offline':
        return isOwn ? { kind: 'without' } : refusedRight('return_not_here')
    }
  }

  /** What a return comes to; of an exchange, with points that are lent to its sale left alone. No effect. */
  ready(asked: ReturnAsked, { atMs, returnId, lent }: { readonly atMs: number; readonly returnId: string; readonly lent: readonly LeasedLot[] }): Result<ReadyReturn, Refused<ReturnRefusal>> {
    const found = this.#found(asked.saleId)
    if (found === null) return err({ code: 'unknown_sale' })
    if (typeof found === 'string') return err({ code: found })
    const { source, soFar, rightIsHere } = found
    if (namesValueLine(source, asked)) return err({ code: 'return_exceeds_sale', detail: 'a line that loaded value' })
    const work = quoteReturnOf(source, soFar, asked, { atMs, member: this.#member(source, atMs), returnId, lent })
    return work === null ? err({ code: 'return_exceeds_sale' }) : ok({ work, soFar, rightIsHere })
  }

  /** Null: nobody told of it. A text: what stands in the way. */
  #found(saleId: string): Found | 'rules_not_here' | 'return_not_here' | null {
    const { ledger } = this.#deps
    const own = readSale(ledger, saleId)
    const told = this.#told.get(saleId) ?? null
    const source = this.#source(own, told)
    if (source === null) return own === null && told === null ? null : 'rules_not_here'
    const here = ownSoFar(ledger, source)
    const soFar = told === null ? here : knowsMore(here, soFarAtHq(source, told.reversed, told.returns))
    if (soFar === null) return 'return_not_here'
    return { source, soFar, returnsAtHq: told?.returns ?? [], rightIsHere: own !== null && !isAcked(ledger, own) }
  }

  #source(own: SaleRow | null, told: FindSaleAnswer | null): ReturnSource | null {
    if (own !== null) return ownSource(this.#deps.ledger, this.#deps.mirror(), own)
    return told === null ? null : foreignSource(this.#deps.mirror(), told)
  }

  #member({ memberId, rules }: ReturnSource, atMs: number): MemberFacts | null {
    if (memberId === null) return null
    return readMemberFacts(this.#deps.ledger, this.#deps.mirror(), memberId, businessDateOf(atMs, rules.programme))
  }

  #displayName(memberId: string | null): string {
    const { ledger, mirror, vault } = this.#deps
    const facts = memberId === null ? null : readMemberFacts(ledger, mirror(), memberId, '1970-01-01')
    const name = facts === null ? null : vault.open(facts.member.memberId, facts.member.box)?.name
    return name === undefined || name === null ? '' : maskName(name)
  }
}
