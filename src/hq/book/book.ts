import type { Account } from './account.ts'
import type { Lease } from './lease.ts'

/** Accounts and leases that one transaction holds locked. Nothing else may be changed by it. */
export type Book = {
  readonly accounts: Map<string, Account>
  readonly leases: Map<string, Lease>
}

/** The stamp of the next feed group: above those of all it touches (see feed_changes.stamp). */
export function nextStamp(book: Book, others: readonly number[] = []): number {
  return 1 + Math.max(0, ...others, ...[...book.accounts.values()].map((account) => account.member.stamp))
}
