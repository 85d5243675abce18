import { signingBytes } from './batch.ts'
import { base64Of, bytesOfBase64, hexOf } from './codec.ts'
import type { Sha256, Sign, Verify } from './crypto.ts'

/**
 * A member's static signed code, for a QR code in her phone or on her card: a till takes it without a network and cannot
 * be shown one that HQ did not make. It says which card she has; a blocked card stays blocked.
 *
 *     TP1.<key id>.<card>.<last day>.<signature>
 *
 * key id: first 8 hex digits of the SHA-256 of HQ's public key · card: its number · last day: YYYYMMDD, or 0 for no end ·
 * signature: ed25519 over the rest, base64url without padding. 125 characters for a card of 16 digits.
 */
export type MemberCodeFacts = {
  readonly card: string
  /** The last business date on which it is valid, "2027-12-31"; null: for good. */
  readonly lastDay: string | null
}
export type MemberCodeCheck =
  | { readonly kind: 'valid'; readonly card: string }
  | { readonly kind: 'expired' }
  /** Signed by a key that is not known here: of another HQ, or of a newer one that this till has not heard of. */
  | { readonly kind: 'unknown-key' }
  /** Not well formed, or its signature is wrong: forged or damaged. */
  | { readonly kind: 'forged' }

export const MEMBER_CODE_START = 'TP1.'
const CARD = /^[0-9A-Za-z]{4,32}$/
const FORM = /^TP1\.([0-9a-f]{8})\.([0-9A-Za-z]{4,32})\.(0|[0-9]{8})\.([0-9A-Za-z_-]{86})$/

function keyId(sha256: Sha256, publicKey: Uint8Array): string {
  return hexOf(sha256(publicKey)).slice(0, 8)
}

function memberCodeSigningBytes(said: { readonly key: string; readonly card: string; readonly until: string }): Uint8Array {
  return signingBytes('tillpoint-member-code/1', { key: said.key, card: said.card, until: said.until })
}

/**
 * Writes a code.
 * @throws RangeError for a card number or a day that no code can carry
 */
export function writeMemberCode(facts: MemberCodeFacts, hq: { readonly publicKey: Uint8Array; readonly sign: Sign; readonly sha256: Sha256 }): string {
  const { card, lastDay } = facts
  if (!CARD.test(card)) throw new RangeError('a card number in a code has 4 to 32 letters or digits')
  if (lastDay !== null && !/^\d{4}-\d{2}-\d{2}$/.test(lastDay)) throw new RangeError('a day is written as 2027-12-31')
  const said = { key: keyId(hq.sha256, hq.publicKey), card, until: lastDay === null ? '0' : lastDay.replaceAll('-', '') }
  const signature = base64Of(hq.sign(memberCodeSigningBytes(said))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  return `${MEMBER_CODE_START}${said.key}.${card}.${said.until}.${signature}`
}

/**
 * Checks a code as scanned.
 * @param businessDate today, "2026-11-23"
 */
export function checkMemberCode(
  text: string,
  at: { readonly keys: readonly Uint8Array[]; readonly verify: Verify; readonly sha256: Sha256; readonly businessDate: string },
): MemberCodeCheck {
  const [, key = '', card = '', until = '', signed = ''] = FORM.exec(text) ?? []
  const signature = signed === '' ? null : bytesOfBase64(`${signed.replaceAll('-', '+').replaceAll('_', '/')}==`)
  if (signature === null) return { kind: 'forged' }
  const publicKey = at.keys.find((known) => keyId(at.sha256, known) === key)
  if (publicKey === undefined) return { kind: 'unknown-key' }
  if (!at.verify(publicKey, memberCodeSigningBytes({ key, card, until }), signature)) return { kind: 'forged' }
  return until !== '0' && at.businessDate.replaceAll('-', '') > until ? { kind: 'expired' } : { kind: 'valid', card }
}
