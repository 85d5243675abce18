import { err, ok, type Result } from '../../contract/result.ts'
import type { SavedValueRefund, ValueRefundQuote, ValueRefundRefusal } from '../../contract/value-calls.ts'
import { businessDateOf } from '../../domain/business-date.ts'
import type { StoredValue } from '../../domain/sale-case.ts'
import { refundOfValue, type ValueRefund } from '../../domain/value-refund.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import { valueRefundEntries, type ValueRefundBody } from '../../journal/value-refund-event.ts'
import { appendEvent } from '../append-event.ts'
import type { Clock } from '../clock.ts'
import type { Counter } from '../counter.ts'
import { insertEntries } from '../db/entries.ts'
import { isEventId } from '../db/journal.ts'
import type { Ledger, LedgerWrite, Mirror } from '../db/sqlite-file.ts'
import { insertValueRefund, readValueRefund, type ValueRefundRow } from '../db/value-refunds.ts'
import type { Ids } from '../ids.ts'
import { provesNothing } from '../members/balance.ts'
import { readMemberFacts, type MemberFacts } from '../members/member-facts.ts'
import type { Rules } from '../rules.ts'
import { diskTroubleOf, type DiskTrouble } from '../sale/basket-store.ts'
import type { BasketMember } from '../sale/basket.ts'
import type { EventStamp } from '../sale/leases.ts'
import { emptyBasket } from '../sale/basket.ts'
import { returnRights } from '../sale/sale-rights.ts'
import type { TrustedTime } from '../trusted-time.ts'

export type ValueRefundDeps = {
  readonly ledger: Ledger
  readonly mirror: () => Mirror
  readonly clock: Clock
  readonly time: TrustedTime
  readonly ids: Ids
  readonly counter: Counter
  readonly rules: () => Rules | null
  readonly tillId: string
  readonly tillNumber: number
  readonly storeId: string
  readonly cashierId: () => string
  /** Who is at the desk, and whether a sale is being paid. */
  readonly desk: () => { readonly member: BasketMember | null; readonly isLocked: boolean }
  readonly onDisk: (trouble: DiskTrouble | null) => void
  readonly onBooked: () => void
}

type Refused<Code extends string> = { readonly code: Code; readonly detail?: string }
export type ValueRefundAsked = { readonly refundId: string; readonly principalMinor: number; readonly bonusMinor: number; readonly kind: 'cash' | 'card' | 'wallet'; readonly reference: string }
type CommitRefusal = ValueRefundRefusal | 'changed' | 'exists_with_different_content' | DiskTrouble

/**
 * Pays stored value out to its member. HQ lends all that she has loaded first, as for a sale, so that no other till spends
 * it meanwhile (R16); the event ends that lease. Nothing is paid out that HQ did not lend.
 */
export class ValueRefundDesk {
  readonly #deps: ValueRefundDeps

  constructor(deps: ValueRefundDeps) {
    this.#deps = deps
  }

  /** By what is known here; HQ has the last word when it is committed. */
  quote(principalMinor: number | 'max'): Result<ValueRefundQuote, Refused<ValueRefundRefusal>> {
    const member = this.#member()
    if (!member.ok) return member
    const held = member.output.storedValue
    const refund = refundOfValue(held, principalMinor)
    if (refund === null) return err({ code: 'insufficient_stored_value' })
    return ok({
      ...refund,
      refundMinor: refund.principalMinor,
      leftPrincipalMinor: held.principalMinor - refund.principalMinor,
      leftBonusMinor: held.bonusMinor - refund.bonusMinor,
    })
  }

  /** Durable when it answers with it; a repeat answers with the first result. */
  async commit(asked: ValueRefundAsked): Promise<Result<SavedValueRefund, Refused<CommitRefusal>>> {
    const repeated = this.#repeated(asked)
    if (repeated !== null) return repeated
    const member = this.#member()
    if (!member.ok) return member
    const { memberId } = member.output.member
    const lent = await this.#deps.counter.lendValue({ saleId: asked.refundId, memberId })
    if (lent.kind !== 'answer') {
      // Without an answer it may be lent all the same: this event gives it back.
      if (lent.kind === 'offline') this.#giveBack(asked.refundId)
      return err({ code: 'value_not_here', ...(lent.kind === 'rejected' ? { detail: lent.rejected } : {}) })
    }
    // While HQ was asked, the same request may have come again.
    const meanwhile = this.#repeated(asked)
    if (meanwhile !== null) return meanwhile
    const { principalMinor, bonusMinor } = lent.answer
    const held = { principalMinor, bonusMinor }
    const refund = refundOfValue(held, asked.principalMinor)
    if (refund === null || refund.bonusMinor !== asked.bonusMinor) {
      this.#giveBack(asked.refundId)
      return err(refund === null ? { code: 'insufficient_stored_value' } : { code: 'changed' })
    }
    return this.#save(asked, memberId, held, refund)
  }

  #save(asked: ValueRefundAsked, memberId: string, held: StoredValue, refund: ValueRefund): Result<SavedValueRefund, Refused<CommitRefusal>> {
    const { ledger, time, tillNumber, storeId } = this.#deps
    const { refundId, kind } = asked
    const what = { memberId, ...refund, kind }
    const reference = asked.reference === '' ? null : asked.reference
    const body: ValueRefundBody = { storeId, cashierId: this.#deps.cashierId(), ...what, atMs: time.saleMs(), held, reference, entries: valueRefundEntries(what) }
    const stamp = this.#stamp(body.atMs)
    return this.#written(() => {
      const row = ledger.write((tx) => {
        time.keep(tx)
        return appendEvent(tx, { ...stamp, id: refundId, kind: 'value-refund', body }, ({ epoch, seq, hash, committedAtMs }): ValueRefundRow => {
          const { businessDate } = stamp
          const code = receiptCode(tillNumber, seq, hash)
          const saved = { refundId, epoch, seq, receiptCode: code, committedAtMs, businessDate, cashierId: body.cashierId, ...what, giftCard: null, reference }
          insertValueRefund(tx, saved)
          insertEntries(tx, refundId, body.entries)
          return saved
        })
      })
      this.#deps.onBooked()
      return ok(savedRefund(row))
    })
  }

  #giveBack(refundId: string): void {
    this.#written(() => {
      this.#deps.ledger.write((tx: LedgerWrite) => returnRights(tx, { ...emptyBasket(refundId), value: { kind: 'asked' } }, this.#deps.ids.next(), this.#stamp(this.#deps.time.nowMs())))
      this.#deps.onBooked()
      return ok(null)
    })
  }

  #written<T>(write: () => Result<T, Refused<DiskTrouble>>): Result<T, Refused<DiskTrouble>> {
    try {
      const answer = write()
      this.#deps.onDisk(null)
      return answer
    } catch (cause) {
      const trouble = diskTroubleOf(cause)
      if (trouble === null) throw cause
      this.#deps.onDisk(trouble)
      return err({ code: trouble })
    }
  }

  #repeated(asked: ValueRefundAsked): Result<SavedValueRefund, Refused<'exists_with_different_content'>> | null {
    const row = readValueRefund(this.#deps.ledger, asked.refundId)
    if (row === null) return isEventId(this.#deps.ledger, asked.refundId) ? err({ code: 'exists_with_different_content' }) : null
    const same = row.principalMinor === asked.principalMinor && row.bonusMinor === asked.bonusMinor && row.kind === asked.kind && (row.reference ?? '') === asked.reference
    return same ? ok(savedRefund(row)) : err({ code: 'exists_with_different_content' })
  }

  /** Her value is paid out to whoever holds her card, its QR, or was found by the whole phone number or name. */
  #member(): Result<MemberFacts, Refused<ValueRefundRefusal>> {
    const { member, isLocked } = this.#deps.desk()
    if (isLocked) return err({ code: 'locked_while_paying' })
    const facts = member === null ? null : readMemberFacts(this.#deps.ledger, this.#deps.mirror(), member.memberId, this.#businessDate(this.#deps.time.nowMs()))
    if (member === null || facts === null) return err({ code: 'no_member' })
    if (member.cardBlocked || facts.member.status !== 'active') return err({ code: 'member_blocked' })
    return provesNothing(member.foundBy) ? err({ code: 'not_with_phone_tail' }) : ok(facts)
  }

  #stamp(atMs: number): EventStamp {
    const { tillId, time, clock } = this.#deps
    return { tillId, committedAtMs: time.nowMs(), monotonicMs: clock.monotonicMs(), bootId: clock.bootId, businessDate: time.businessDate(this.#businessDate(atMs)) }
  }

  #businessDate(atMs: number): string {
    return businessDateOf(atMs, this.#deps.rules()?.programme ?? { timeZone: 'UTC', businessDayStart: '00:00' })
  }
}

function savedRefund({ refundId, receiptCode: code, committedAtMs, principalMinor, bonusMinor }: ValueRefundRow): SavedValueRefund {
  return { refundId, receiptCode: code, committedAtMs, refundMinor: principalMinor, principalMinor, bonusMinor }
}
