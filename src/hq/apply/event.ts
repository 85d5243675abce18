import { approvalRows, bookAct, voidRows } from './act.ts'
import { draftOf, type Account } from '../book/account.ts'
import type { Book } from '../book/book.ts'
import { endLease, newLease, type Lease } from '../book/lease.ts'
import { plainBooking, type Booking } from './booking.ts'
import type { ReadableEvent, ReadEvent } from './read.ts'
import { replaySaleEvent } from './replay.ts'
import { bookReturn } from './return.ts'
import { bookSale, type SaleContext } from './sale.ts'
import { bookValueRefund } from './value-refund.ts'
import { assertNever } from '../../domain/assert.ts'
import type { WireSaleBody } from '../../contract/wire-event.ts'

/** Events that are booked already, by id; the event of this set joins them. */
export type AppliedEvents = Map<string, { readonly bodyHash: string }>

/**
 * Books one event in the book. Pure: what it touches is copied first and put back only when all of it succeeded, so
 * one strange event leaves no trace and never stands in the way of the next.
 */
export function bookEvent(book: Book, applied: AppliedEvents, read: ReadEvent, context: SaleContext): Booking {
  if (read.kind === 'unreadable') return plainBooking('suspense', read.detail)
  const before = applied.get(read.event.id)
  if (before) {
    return before.bodyHash === read.bodyHash ? plainBooking('duplicate') : plainBooking('suspense', `event ${read.event.id} is booked already, with another content`)
  }
  try {
    const booking = bookKnown(book, read, context)
    if (booking.outcome !== 'suspense') applied.set(read.event.id, { bodyHash: read.bodyHash })
    return booking
  } catch (cause) {
    return plainBooking('suspense', (cause instanceof Error ? cause.message : String(cause)).slice(0, 500))
  }
}

function bookKnown(book: Book, read: ReadableEvent, context: SaleContext): Booking {
  const { known } = read
  switch (known.kind) {
    case 'sale': {
      const differences = replaySaleEvent(context.programmes, read.event.id, known.body)
      const wrong = differences.find((difference) => difference.kind === 'result')
      if (wrong) return { ...plainBooking('suspense', `the result does not follow from the inputs: ${wrong.path} is ${wrong.stated}, computed ${wrong.computed}`), differences }
      const account = draftAccount(book, known.body.memberId)
      const lease = leaseOfSale(book, read, known.body)
      const booking = bookSale(read, known.body, account, lease, context)
      if (typeof booking === 'string') return { ...plainBooking('suspense', booking), differences }
      keep(book, account, lease)
      return { ...booking, differences, approvals: (known.body.approvals ?? []).flatMap((approval) => approvalRows(read, approval)) }
    }
    case 'return': {
      const { origin } = context
      if (origin === null || typeof origin === 'string') return plainBooking('suspense', origin ?? 'its sale was not read')
      const account = draftAccount(book, known.body.memberId)
      const booking = bookReturn(read, known.body, origin, account, context)
      if (typeof booking === 'string') return plainBooking('suspense', booking)
      keep(book, account, null)
      return { ...booking, ...voidRows(read, known.body) }
    }
    case 'lease-returned': {
      const lease = draftLease(book, known.body.leaseId) ?? newLease({ leaseId: known.body.leaseId, tillId: read.tillId, epoch: read.epoch, memberId: null, askedAtMs: context.nowMs })
      if (lease.tillId !== read.tillId) return plainBooking('suspense', `lease ${lease.leaseId} is another till's`)
      const account = draftAccount(book, lease.memberId)
      endLease(account, lease, 'returned', context.nowMs)
      keep(book, account, lease)
      return plainBooking('applied')
    }
    case 'epoch-opened':
      return plainBooking('applied')
    case 'gap':
      return plainBooking('suspense', 'the till could no longer read this event')
    case 'rights-returned':
      return plainBooking('applied')
    case 'value-refund': {
      const account = draftAccount(book, known.body.memberId)
      const booking = bookValueRefund(read, known.body, account)
      if (typeof booking === 'string') return plainBooking('suspense', booking)
      keep(book, account, null)
      return booking
    }
    case 'shift-opened':
    case 'cash-moved':
    case 'drawer-opened':
    case 'basket-voided':
    case 'drawer-counted':
    case 'shift-closed':
      return bookAct(read, known)
    default:
      return assertNever(known)
  }
}

/** The lease that this sale ends: also one that was asked for and then not used. Another till's or member's is left alone. */
function leaseOfSale(book: Book, read: ReadableEvent, body: WireSaleBody): Lease | null {
  const lease = draftLease(book, body.lease?.leaseId ?? read.event.id)
  return lease?.tillId === read.tillId && lease.memberId === body.memberId ? lease : null
}

function draftAccount(book: Book, memberId: string | null): Account | null {
  const account = memberId === null ? undefined : book.accounts.get(memberId)
  return account ? draftOf(account) : null
}

function draftLease(book: Book, leaseId: string): Lease | null {
  const lease = book.leases.get(leaseId)
  return lease ? { ...lease, lots: new Map(lease.lots) } : null
}

function keep(book: Book, account: Account | null, lease: Lease | null): void {
  if (account) book.accounts.set(account.member.member_id, account)
  if (lease) book.leases.set(lease.leaseId, lease)
}

/** The members and leases that a set of events may touch: to be locked before the first of them is booked. */
export function touchedBy(reads: readonly ReadEvent[]): { readonly memberIds: string[]; readonly leaseIds: string[] } {
  const memberIds: string[] = []
  const leaseIds: string[] = []
  for (const read of reads) {
    if (read.kind === 'unreadable') continue
    if (read.known.kind === 'sale') {
      if (read.known.body.memberId !== null) memberIds.push(read.known.body.memberId)
      leaseIds.push(read.event.id)
      if (read.known.body.lease) leaseIds.push(read.known.body.lease.leaseId)
    }
    if (read.known.kind === 'value-refund') memberIds.push(read.known.body.memberId)
    if (read.known.kind === 'return' && read.known.body.memberId !== null) memberIds.push(read.known.body.memberId)
    if (read.known.kind === 'lease-returned') leaseIds.push(read.known.body.leaseId)
  }
  return { memberIds: [...new Set(memberIds)], leaseIds: [...new Set(leaseIds)] }
}
