import { z } from 'zod'
import { call } from './call-spec.ts'

/** Events on their way without a network: a file for HQ, and a second copy on a stick while they wait. */

const path = z.string().min(1).max(4096)

export const copyCalls = {
  /** Writes all events that HQ has not acknowledged into a file, signed and sealed, to be carried to HQ. The till keeps them. */
  'journal.export': call<JournalExported>()(z.strictObject({ path })),
  /** The folder for the second copy; null: none. Writes what waits, and says how that went. */
  'journal.copyTo': call<SecondCopyView>()(z.strictObject({ folder: path.nullable() })),
} as const

export type FolderTroubleName = 'not_there' | 'full' | 'read_only' | 'failed'
export type JournalExported = { readonly kind: 'written'; readonly path: string; readonly events: number } | { readonly kind: 'failed'; readonly why: FolderTroubleName }
export type SecondCopyView = { readonly kind: 'off' } | { readonly kind: 'copied' } | { readonly kind: 'trouble'; readonly why: FolderTroubleName }
