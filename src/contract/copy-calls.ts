import { z } from 'zod'
import { call } from './call-spec.ts'

/** Events on their way without a network: a file for HQ, and a second copy on a stick while they wait. */

/** From the root, so that it is the same place for every process. On Windows with a drive or a share before it. */
const folder = z.string().max(4096).regex(/^(\/|[A-Za-z]:[\\/]|\\\\)/)

export const copyCalls = {
  /**
   * Writes all events that HQ has not acknowledged into a new file of this folder, signed and sealed, to be carried to HQ.
   * The till keeps them, and names the file itself: no call can name a file to be written over.
   */
  'journal.export': call<JournalExported>()(z.strictObject({ folder })),
  /** The folder for the second copy; null: none. Writes what waits, and says how that went. */
  'journal.copyTo': call<SecondCopyView>()(z.strictObject({ folder: folder.nullable() })),
} as const

export type FolderTroubleName = 'not_there' | 'full' | 'read_only' | 'failed'
export type JournalExported = { readonly kind: 'written'; readonly path: string; readonly events: number } | { readonly kind: 'failed'; readonly why: FolderTroubleName }
export type SecondCopyView = { readonly kind: 'off' } | { readonly kind: 'copied' } | { readonly kind: 'trouble'; readonly why: FolderTroubleName }
