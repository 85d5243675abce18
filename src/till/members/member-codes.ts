import { checkMemberCode, MEMBER_CODE_START, type MemberCodeCheck } from '../../journal/member-code.ts'
import { sha256, verify } from '../crypto.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { plainMemberCodes } from '../devices/scan-settings.ts'

/** What a code says of a member's card, before anybody looks it up. */
export type MemberCodeSays =
  | { readonly kind: 'cards'; readonly signed: boolean; readonly cards: readonly string[] }
  | Exclude<MemberCodeCheck, { readonly kind: 'valid' }>
  /** A plain code, and the shop takes only signed ones. */
  | { readonly kind: 'plain' }

export type MemberCodes = { read(text: string): MemberCodeSays }

/** Parts of a link that may be a card number. */
const LINK_PARTS_MAX = 8

/**
 * Reads member codes: signed ones against HQ's key, without asking anybody; plain ones where the shop allows them.
 * @param hqPublicKey ed25519, as told at enrolment
 */
export function createMemberCodes(deps: { readonly ledger: LedgerRead; readonly hqPublicKey: Uint8Array; readonly businessDate: () => string }): MemberCodes {
  return {
    read(text) {
      if (text.startsWith(MEMBER_CODE_START)) {
        const check = checkMemberCode(text, { keys: [deps.hqPublicKey], verify, sha256, businessDate: deps.businessDate() })
        return check.kind === 'valid' ? { kind: 'cards', signed: true, cards: [check.card] } : check
      }
      if (plainMemberCodes(deps.ledger) === 'refused') return { kind: 'plain' }
      return { kind: 'cards', signed: false, cards: text.startsWith('https://') ? cardsOfLink(text) : [text] }
    },
  }
}

/** The shop's join address with a card in it: the last part of its path, or a value of its query. */
function cardsOfLink(link: string): readonly string[] {
  if (!URL.canParse(link)) return []
  const { pathname, searchParams } = new URL(link)
  const parts = [pathname.split('/').findLast((part) => part !== '') ?? '', ...searchParams.values()]
  return parts.filter((part) => /^[0-9A-Za-z]{4,32}$/.test(part)).slice(0, LINK_PARTS_MAX)
}
