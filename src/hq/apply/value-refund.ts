import { refundOfValue } from '../../domain/value-refund.ts'
import type { WireValueRefundBody } from '../../contract/wire-event.ts'
import type { Account } from '../book/account.ts'
import { plainBooking, type Booking } from './booking.ts'
import type { ReadableEvent } from './read.ts'

/**
 * Books stored value that was paid out. Money has no debt (R16): what is not there was not lent, so it waits for a person.
 * @returns a booking, or in words why it waits
 */
export function bookValueRefund(read: ReadableEvent, body: WireValueRefundBody, account: Account | null): Booking | string {
  const { memberId, principalMinor, bonusMinor, held } = body
  if (!account) return `unknown member ${memberId}`
  if (refundOfValue(held, principalMinor)?.bonusMinor !== bonusMinor) return `${bonusMinor} of bonus is not what ${principalMinor} of the value lent takes`
  const outOf = (asset: 'principal' | 'bonus'): number => body.entries.reduce((sum, entry) => sum - (entry.asset === asset && entry.account === `member/${memberId}` ? entry.delta : 0), 0)
  if (outOf('principal') !== principalMinor || outOf('bonus') !== bonusMinor) return 'the entries are not what was paid out'
  const { member } = account
  if (member.stored_principal_minor < principalMinor || member.stored_bonus_minor < bonusMinor) return `more than she has loaded: ${member.stored_principal_minor} and ${member.stored_bonus_minor}`
  member.stored_principal_minor -= principalMinor
  member.stored_bonus_minor -= bonusMinor
  account.changed = true
  return {
    ...plainBooking('applied'),
    entries: body.entries.map((entry, index) => ({ event_id: read.event.id, entry_no: index + 1, asset: entry.asset, account: entry.account, delta: entry.delta })),
  }
}
