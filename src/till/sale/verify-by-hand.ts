import { err, ok, type Result } from '../../contract/result.ts'
import type { ApprovalFact } from '../../journal/approval.ts'
import type { UnderAllowance } from '../staff/manager-allowance.ts'
import type { Basket } from './basket.ts'
import type { Look } from './desk-look.ts'

type NotVerified = { readonly code: 'verification_needed' } | Extract<ReturnType<UnderAllowance>, { readonly ok: false }>['error']
const HER_CARD: NotVerified = { code: 'verification_needed' }

/**
 * Is it sure enough that the points are hers? Above the rules' limit she shows her card or its QR (law-and-care.md); of
 * one who was found by name or telephone number somebody with the right may say that it is she, within the till's
 * allowance. Where nobody could, her card is what is asked for.
 * @returns who said so; null: nobody had to
 */
export function verified({ member, saleId }: Basket, { quote, rules }: Pick<Look, 'quote' | 'rules'>, mayWithout: UnderAllowance): Result<ApprovalFact | null, NotVerified> {
  if (quote?.kind !== 'quoted' || !quote.quoted.result.needs.includes('verification')) return ok(null)
  if (member?.foundBy === 'card' || member?.foundBy === 'qr') return ok(null)
  const { pointsUsed } = quote.quoted.result
  const mayBeAllowed = (member?.foundBy === 'name' || member?.foundBy === 'phone') && rules !== null && pointsUsed <= rules.programme.offline.managerAllowancePoints
  if (!mayBeAllowed) return err(HER_CARD)
  const allowed = mayWithout({ right: 'verify-by-hand', subject: saleId }, { minor: 0, points: pointsUsed })
  if (!allowed.ok) return allowed.error.code === 'no_right' ? err(HER_CARD) : allowed
  return allowed.output === null ? err(HER_CARD) : allowed
}
