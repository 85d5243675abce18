import { skuOf } from './shop.ts'
import type { SimTill } from './till-node.ts'
import { Killed } from './work.ts'

/** What a person at a till does: the calls of the page, in their order. */

export type SellOrder = {
  readonly memberId: string | null
  /** Prices of the goods; each one is an article of its own. */
  readonly pricesMinor: readonly number[]
  readonly redeemPoints?: number
  readonly storedValueMinor?: number
  /** Just before the durable commit: a test may plan the till's death. */
  readonly beforeCommit?: (saleId: string) => void
}
export type Sold =
  | { readonly kind: 'saved'; readonly saleId: string; readonly payMinor: number; readonly pointsUsed: number; readonly earnPoints: number; readonly receiptCode: string }
  | { readonly kind: 'refused'; readonly why: string; readonly detail: string | null }
  /** The till died; whether the sale is saved only its files know. `saleId` null: before Pay had answered. */
  | { readonly kind: 'crashed'; readonly saleId: string | null }

/** Sells; a refused sale drops its basket. */
export async function sell(till: SimTill, order: SellOrder): Promise<Sold> {
  let saleId: string | null = null
  try {
    await clearDesk(till)
    const refused = await fill(till, order)
    if (refused !== null) return await drop(till, refused)
    const paid = await till.call('sale.pay', {})
    if (!paid.ok) return await drop(till, paid.error)
    const { phase } = paid.output
    saleId = paid.output.saleId
    if (phase.kind !== 'paying') throw new Error('Pay left the desk unpaid')
    order.beforeCommit?.(saleId)
    const saved = await till.call('sale.commit', { saleId, tenders: phase.payMinor > 0 ? [{ kind: 'cash', tenderedMinor: phase.payMinor }] : [] })
    if (!saved.ok) return await drop(till, saved.error)
    const { sale } = saved.output
    return { kind: 'saved', saleId, payMinor: phase.payMinor, pointsUsed: sale.pointsUsed, earnPoints: sale.earnPoints, receiptCode: sale.receiptCode }
  } catch (cause) {
    if (!(cause instanceof Killed)) throw cause
    return { kind: 'crashed', saleId }
  }
}

type Refusal = { readonly code: string; readonly detail?: string | undefined }

async function fill(till: SimTill, { memberId, pricesMinor, redeemPoints, storedValueMinor }: SellOrder): Promise<Refusal | null> {
  if (memberId !== null) {
    const attached = await till.call('member.attach', { memberId, foundBy: 'name' })
    if (!attached.ok) return attached.error
  }
  for (const priceMinor of pricesMinor) {
    const added = await till.call('basket.add', { sku: skuOf(priceMinor), quantityMilli: 1000 })
    if (!added.ok) return added.error
  }
  if (redeemPoints !== undefined && redeemPoints > 0) {
    const redeemed = await till.call('sale.redeem', { redeemPoints })
    if (!redeemed.ok) return redeemed.error
  }
  if (storedValueMinor !== undefined && storedValueMinor > 0) {
    const chosen = await till.call('sale.storedValue', { storedValueMinor })
    if (!chosen.ok) return chosen.error
  }
  return null
}

async function drop(till: SimTill, { code, detail }: Refusal): Promise<Sold> {
  await clearDesk(till)
  return { kind: 'refused', why: code, detail: detail ?? null }
}

/** An empty desk, whatever stood on it before (a restart brings an open basket back). */
export async function clearDesk(till: SimTill): Promise<void> {
  const { desk } = await till.must('till.hello', {})
  if (desk.phase.kind === 'paying') await till.must('sale.unlock', {})
  if (desk.phase.kind === 'saved') await till.must('sale.next', {})
  await till.must('basket.clear', {})
}
