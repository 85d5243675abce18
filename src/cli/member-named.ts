import { readIdentity } from '../till/db/identity.ts'
import { readCard } from '../till/db/mirror/cards.ts'
import { readMember } from '../till/db/mirror/members.ts'
import type { LedgerRead, MirrorRead } from '../till/db/sqlite-file.ts'
import { createMemberVault } from '../till/members/member-vault.ts'
import { wrappingKeyStore } from '../till/process/wrapping-key-store.ts'
import { readRegionKey } from '../till/sync/enrol.ts'
import { unsealedWrappingKey } from './unsealed-key.ts'

/** Whom the command line means. `sealed`: cards can be looked up only by the till itself, which holds the keychain. */
export type MemberNamed = { readonly kind: 'member'; readonly memberId: string } | { readonly kind: 'sealed' }

/**
 * A member by her id, or by the number of her card: cards are on disk only as keyed hashes, so that needs the till's key.
 * What is no card that is known here is taken for an id.
 */
export async function memberNamed(folder: string, ledger: LedgerRead, mirror: MirrorRead | null, typed: string): Promise<MemberNamed> {
  const card = typed.replace(/[\s-]/g, '')
  if (mirror === null || !/^\d{8,32}$/.test(card) || readMember(mirror, typed) !== null) return { kind: 'member', memberId: typed }
  const identity = readIdentity(ledger)
  const wrappingKey = unsealedWrappingKey(folder)
  if (identity === null || wrappingKey === null) return { kind: 'sealed' }
  const opened = await wrappingKeyStore({ kind: 'basic_text', key: wrappingKey }).unwrap(identity.regionKeyWrapped).catch(() => null)
  const regionKey = opened === null ? null : readRegionKey(opened)
  if (regionKey === null) return { kind: 'sealed' }
  return { kind: 'member', memberId: readCard(mirror, createMemberVault(regionKey).cardIndex(card))?.memberId ?? typed }
}
