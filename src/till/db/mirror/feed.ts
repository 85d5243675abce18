import type { JournalPosition } from '../journal.ts'
import type { Mirror, MirrorWrite } from '../sqlite-file.ts'
import { replaceBarcodes } from './barcodes.ts'
import { replaceCards, type MirrorCard } from './cards.ts'
import { putCursor, readCursor } from './cursor.ts'
import { replaceLots, type MirrorLot } from './lots.ts'
import { deleteMember, putMember, type MirrorMember } from './members.ts'
import { replaceNameKeys } from './name-keys.ts'
import { replacePhones } from './phones.ts'
import { replacePhoneTails } from './phone-tails.ts'
import { deleteProduct, putProduct, type MirrorProduct } from './products.ts'
import { deleteProgramme, putProgramme, type MirrorProgramme } from './programmes.ts'
import { deleteStaff, putStaff, type MirrorStaff } from './staff.ts'
import { deleteStore, putStore, type MirrorStore } from './stores.ts'

/** A member with all that hangs on her; HQ tells it whole at every change. */
export type MemberFeedRow = MirrorMember & {
  readonly lots: readonly MirrorLot[]
  readonly cards: readonly Omit<MirrorCard, 'memberId'>[]
  readonly phoneIndexes: readonly Uint8Array[]
  readonly tailIndexes: readonly Uint8Array[]
  readonly nameKeys: readonly string[]
}

/** A product with the codes that stand on it. */
export type ProductFeedRow = MirrorProduct & { readonly barcodes: readonly string[] }

/** One change of what HQ knows; `row` null: it is gone. */
export type FeedChange =
  | { readonly kind: 'member'; readonly memberId: string; readonly row: MemberFeedRow | null }
  | { readonly kind: 'product'; readonly sku: string; readonly row: ProductFeedRow | null }
  | { readonly kind: 'programme'; readonly version: number; readonly row: MirrorProgramme | null }
  | { readonly kind: 'store'; readonly storeId: string; readonly row: MirrorStore | null }
  | { readonly kind: 'staff'; readonly staffId: string; readonly row: MirrorStaff | null }

/** A page of the feed: its changes in order, and the place that they lead to. */
export type FeedPage = {
  readonly incarnation: number
  readonly position: number
  /** Up to which event of this till the page counts; null: none yet. */
  readonly included: JournalPosition | null
  readonly changes: readonly FeedChange[]
}

/**
 * Applies a page: rows and cursor in one transaction, so a mirror always says truly how far it is. A page that leads
 * nowhere new (a repeat of the same incarnation) changes nothing.
 * @returns false: it was a repeat
 */
export function applyFeedPage(mirror: Mirror, page: FeedPage): boolean {
  return mirror.write((tx) => {
    const cursor = readCursor(tx)
    if (cursor !== null && cursor.incarnation === page.incarnation && page.position < cursor.position) return false
    for (const change of page.changes) applyChange(tx, change)
    putCursor(tx, {
      incarnation: page.incarnation,
      position: page.position,
      included: page.included ?? { epoch: 0, seq: 0 },
    })
    return true
  })
}

/**
 * Rows of a page into a mirror that is not in use yet, without the cursor: what is left out here comes again with the
 * same page. So a large page can be written a little at a time, and its cursor with the last rows.
 */
export function applyFeedRows(mirror: Mirror, changes: readonly FeedChange[]): void {
  mirror.write((tx) => {
    for (const change of changes) applyChange(tx, change)
  })
}

function applyChange(tx: MirrorWrite, change: FeedChange): void {
  switch (change.kind) {
    case 'member':
      return change.row === null ? deleteMember(tx, change.memberId) : putMemberWhole(tx, change.row)
    case 'product':
      return change.row === null ? deleteProduct(tx, change.sku) : putProductWhole(tx, change.row)
    case 'programme':
      return change.row === null ? deleteProgramme(tx, change.version) : putProgramme(tx, change.row)
    case 'store':
      return change.row === null ? deleteStore(tx, change.storeId) : putStore(tx, change.row)
    case 'staff':
      return change.row === null ? deleteStaff(tx, change.staffId) : putStaff(tx, change.row)
  }
}

function putMemberWhole(tx: MirrorWrite, row: MemberFeedRow): void {
  const { lots, cards, phoneIndexes, tailIndexes, nameKeys, ...member } = row
  putMember(tx, member)
  replaceLots(tx, member.memberId, lots)
  replaceCards(tx, member.memberId, cards)
  replacePhones(tx, member.memberId, phoneIndexes)
  replacePhoneTails(tx, member.memberId, tailIndexes)
  replaceNameKeys(tx, member.memberId, nameKeys)
}

function putProductWhole(tx: MirrorWrite, { barcodes, ...product }: ProductFeedRow): void {
  putProduct(tx, product)
  replaceBarcodes(tx, product.sku, barcodes)
}
