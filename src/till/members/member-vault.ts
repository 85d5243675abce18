import { blindIndex, phoneTail } from '../../journal/blind-index.ts'
import type { RegionKey } from '../../journal/key-wrap.ts'
import { openMember, type MemberCard } from '../../journal/sealed-box.ts'
import { aead, hmacSha256 } from '../crypto.ts'

/** Opens members' boxes and computes the keyed hashes by which they are found. The only holder of the region's keys. */
export type MemberVault = {
  /** Null: erased, damaged, or sealed by another key. */
  open(memberId: string, box: Uint8Array | null): MemberCard | null
  cardIndex(card: string): Uint8Array
  phoneIndex(phone: string): Uint8Array
  /** Null: fewer than four digits. */
  tailIndex(digits: string): Uint8Array | null
  badgeIndex(badge: string): Uint8Array
}

export function createMemberVault(key: RegionKey): MemberVault {
  return {
    open: (memberId, box) => (box === null ? null : openMember(aead, key.boxKey, memberId, box)),
    cardIndex: (card) => blindIndex(hmacSha256, key.indexKey, 'card', card),
    phoneIndex: (phone) => blindIndex(hmacSha256, key.indexKey, 'phone', phone),
    tailIndex(digits) {
      const tail = phoneTail(digits)
      return tail === null ? null : blindIndex(hmacSha256, key.indexKey, 'phone-tail', tail)
    },
    badgeIndex: (badge) => blindIndex(hmacSha256, key.indexKey, 'badge', badge),
  }
}
