import type { MemberFoundBy } from '../../contract/desk-state.ts'
import type { MemberCard } from '../../journal/sealed-box.ts'
import { readCard } from '../db/mirror/cards.ts'
import { readMember, type MemberSearchRow, type MirrorMember } from '../db/mirror/members.ts'
import { readMembersByPhoneTail } from '../db/mirror/phone-tails.ts'
import { readMembersByPhone } from '../db/mirror/phones.ts'
import type { MirrorRead } from '../db/sqlite-file.ts'
import type { MemberVault } from './member-vault.ts'
import { searchByName, type NamedMember } from './name-search.ts'

/** Who a card belongs to. A blocked card is known, so that the cashier hears why. */
export type CardHolder =
  | { readonly kind: 'member'; readonly member: MirrorMember; readonly cardBlocked: boolean }
  | { readonly kind: 'unknown' }

/** Finds the holder of a card by its number as scanned, swiped or typed. */
export function findByCard(mirror: MirrorRead, vault: MemberVault, card: string): CardHolder {
  const row = readCard(mirror, vault.cardIndex(card))
  const member = row === null ? null : readMember(mirror, row.memberId)
  if (row === null || member === null || member.status === 'closed') return { kind: 'unknown' }
  return { kind: 'member', member, cardBlocked: row.status === 'blocked' }
}

/** Found members and how: what a search by the last digits finds may not spend points. */
export type MemberMatches = {
  readonly foundBy: MemberFoundBy
  readonly matches: readonly NamedMember[]
  readonly more: boolean
}

/** A list longer than this helps nobody: type more. */
export const MATCHES_MAX = 20

/**
 * Finds members by what a cashier typed: four digits are the end of a phone number, more digits a whole phone or card
 * number, all else a name.
 */
export function findMembers(mirror: MirrorRead, vault: MemberVault, query: string): MemberMatches {
  const typed = query.trim()
  const digits = typed.replace(/[\s-]/g, '')
  if (/^\d{4}$/.test(digits)) {
    const tail = vault.tailIndex(digits)
    const rows = tail === null ? [] : readMembersByPhoneTail(mirror, tail, MATCHES_MAX + 1)
    return { foundBy: 'phone-tail', ...opened(vault, rows) }
  }
  if (/^\+?\d{5,}$/.test(digits)) return findByDigits(mirror, vault, digits)
  const { found, more } = searchByName(mirror, vault, typed, MATCHES_MAX)
  return { foundBy: 'name', matches: found, more }
}

function findByDigits(mirror: MirrorRead, vault: MemberVault, digits: string): MemberMatches {
  const rows = readMembersByPhone(mirror, vault.phoneIndex(digits), MATCHES_MAX + 1)
  if (rows.length > 0) return { foundBy: 'phone', ...opened(vault, rows) }
  const holder = findByCard(mirror, vault, digits)
  return { foundBy: 'card', ...opened(vault, holder.kind === 'member' ? [holder.member] : []) }
}

function opened(vault: MemberVault, rows: readonly MemberSearchRow[]): { matches: NamedMember[]; more: boolean } {
  const matches = rows.slice(0, MATCHES_MAX).map((row) => ({ row, card: vault.open(row.memberId, row.box) ?? NAMELESS }))
  return { matches, more: rows.length > MATCHES_MAX }
}

/** Shown for a member whose box cannot be opened here: she can still be served. */
export const NAMELESS: MemberCard = { name: '', title: null, phone: null, birthday: null, notes: '' }
