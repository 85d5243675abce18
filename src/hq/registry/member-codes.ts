import { z } from 'zod'
import { writeMemberCode } from '../../journal/member-code.ts'
import { sha256 } from '../crypto.ts'
import { loadIdentity, regionKey } from '../identity.ts'
import type { Seeder } from '../seed.ts'
import { cardIndex } from './members.ts'

export type IssuedMemberCode =
  | { readonly kind: 'issued'; readonly code: string; readonly memberId: string }
  | { readonly kind: 'refused'; readonly refused: 'unknown_card' | 'card_blocked' | 'bad_card' | 'bad_day' }

/**
 * Makes the signed code of a card, which tills take without asking anybody.
 * @param lastDay the last day on which it is valid, "2027-12-31"; null: for good
 */
export async function issueMemberCode(hq: Seeder, card: string, lastDay: string | null): Promise<IssuedMemberCode> {
  if (!/^[0-9A-Za-z]{4,32}$/.test(card)) return { kind: 'refused', refused: 'bad_card' }
  if (lastDay !== null && !LAST_DAY.safeParse(lastDay).success) return { kind: 'refused', refused: 'bad_day' }
  const found = await findCard(hq, card)
  if (found === null) return { kind: 'refused', refused: 'unknown_card' }
  if (found.status === 'blocked') return { kind: 'refused', refused: 'card_blocked' }
  const { signingPublicKey, sign } = await loadIdentity(hq.db, hq.master, hq.clock)
  return { kind: 'issued', code: writeMemberCode({ card, lastDay }, { publicKey: signingPublicKey, sign, sha256 }), memberId: found.member_id }
}

const LAST_DAY = z.iso.date()

/** Cards are found by their keyed hash, of which each region has its own. */
async function findCard(hq: Seeder, card: string): Promise<{ readonly member_id: string; readonly status: 'active' | 'blocked' } | null> {
  for (const { region } of await hq.db.selectFrom('regions').select('region').orderBy('region').execute()) {
    const key = await regionKey(hq.db, hq.master, region)
    const found = key && (await hq.db.selectFrom('cards').select(['member_id', 'status']).where('card_index', '=', cardIndex(key, card)).executeTakeFirst())
    if (found) return found
  }
  return null
}
