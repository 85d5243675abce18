import type { DeskCoupon, DeskMember, DeskQuote, DeskState } from '../../src/contract/desk-state.ts'
import { err, ok } from '../../src/contract/result.ts'
import type { Input } from '../../src/contract/serve.ts'
import type { Programme } from '../../src/domain/programme.ts'
import { couponsInHand } from './fake-shop.ts'

type Quoted = (codes: readonly string[]) => DeskQuote

/** Coupons of a sale, in memory: whatever `couponsInHand` knows may be put in, fitting or not. */
export function fakeCoupons(programme: Programme) {
  let codes: readonly string[] = []
  /** Those in the sale that the rules take as it is. */
  const fitting = (quoted: Quoted): readonly string[] => codes.filter((_, place) => quoted(codes.slice(0, place + 1)).kind !== 'rejected')
  /** False: nobody knows it. */
  function add(code: string): boolean {
    if (!couponsInHand.some((each) => each.code === code)) return false
    codes = [...new Set([...codes, code])]
    return true
  }
  return {
    fitting,
    add,
    /** The calls of coupons; `changed` tells the page and gives the desk. */
    handlers: (changed: () => DeskState) => ({
      'coupon.add': ({ code }: Input<'coupon.add'>) => (add(code) ? ok(changed()) : err({ code: 'coupon_unknown' })),
      'coupon.remove': ({ code }: Input<'coupon.remove'>) => {
        if (!codes.includes(code)) return err({ code: 'unknown_coupon' })
        codes = codes.filter((each) => each !== code)
        return ok(changed())
      },
    }),
    clear(): void {
      codes = []
    },
    shown: (member: DeskMember | null, quoted: Quoted): readonly DeskCoupon[] => couponsOf(programme, { known: codes, fitting: fitting(quoted), member, quoted }),
  }
}

/** In the sale and taken, in the sale and refused, and hers that would take something off. */
function couponsOf(programme: Programme, { known, fitting, member, quoted }: { readonly known: readonly string[]; readonly fitting: readonly string[]; readonly member: DeskMember | null; readonly quoted: Quoted }): readonly DeskCoupon[] {
  const dueOf = (codes: readonly string[]): number | null => {
    const now = quoted(codes)
    return now.kind === 'quoted' ? now.result.dueMinor : null
  }
  const due = dueOf(fitting) ?? 0
  return couponsInHand.flatMap(({ code, coupon, expiresAt, hers }): DeskCoupon[] => {
    const name = programme.coupons.find((each) => each.id === coupon)?.name ?? {}
    const seen = { code, couponId: coupon, name, expiresAt }
    if (known.includes(code)) {
      const off = (dueOf(fitting.filter((each) => each !== code)) ?? due) - due
      return [!fitting.includes(code) ? { ...seen, discountMinor: 0, state: { kind: 'refused', why: 'coupon_not_applicable' } } : { ...seen, discountMinor: off, state: { kind: 'applied' } }]
    }
    const then = hers && member !== null ? dueOf([...fitting, code]) : null
    return then !== null && then < due ? [{ ...seen, discountMinor: due - then, state: { kind: 'offered' } }] : []
  })
}
