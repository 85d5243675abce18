import type { JournalPosition } from '../journal.ts'
import type { Mirror, MirrorWrite } from '../sqlite-file.ts'
import { deleteBarcode, putBarcode } from './barcodes.ts'
import { deleteCard, putCard, type MirrorCard } from './cards.ts'
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
  readonly phoneIndexes: readonly Uint8Array[]
  readonly tailIndexes: readonly Uint8Array[]
  readonly nameKeys: readonly string[]
}

/** One change of what HQ knows; `row` null: it is gone. */
export type FeedChange =
  | { readonly kind: 'member'; readonly memberId: string; readonly row: MemberFeedRow | null }
  | { readonly kind: 'card'; readonly cardIndex: Uint8Array; readonly row: MirrorCard | null }
  | { readonly kind: 'product'; readonly sku: string; readonly row: MirrorProduct | null }
  | { readonly kind: 'barcode'; readonly barcode: string; readonly row: { readonly sku: string } | null }
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

function applyChange(tx: MirrorWrite, change: FeedChange): void {
  switch (change.kind) {
    case 'member':
      return change.row === null ? deleteMember(tx, change.memberId) : putMemberWhole(tx, change.row)
    case 'card':
      return change.row === null ? deleteCard(tx, change.cardIndex) : putCard(tx, change.row)
    case 'product':
      return change.row === null ? deleteProduct(tx, change.sku) : putProduct(tx, change.row)
    case 'barcode':
      return change.row === null ? deleteBarcode(tx, change.barcode) : putBarcode(tx, { barcode: change.barcode, sku: change.row.sku })
    case 'programme':
      return change.row === null ? deleteProgramme(tx, change.version) : putProgramme(tx, change.row)
    case 'store':
      return change.row === null ? deleteStore(tx, change.storeId) : putStore(tx, change.row)
    case 'staff':
      return change.row === null ? deleteStaff(tx, change.staffId) : putStaff(tx, change.row)
  }
}

function putMemberWhole(tx: MirrorWrite, { lots, phoneIndexes, tailIndexes, nameKeys, ...member }: MemberFeedRow): void {
  putMember(tx, member)
  replaceLots(tx, member.memberId, lots)
  replacePhones(tx, member.memberId, phoneIndexes)
  replacePhoneTails(tx, member.memberId, tailIndexes)
  replaceNameKeys(tx, member.memberId, nameKeys)
}
