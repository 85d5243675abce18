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

export type ReturnOrder = { readonly receiptCode: string; readonly returnId: string; readonly share: readonly [of: number, parts: number]; readonly reason: 'change-of-mind' | 'defect' | 'statutory' | 'exchange' }
export type GivenBack =
  | { readonly kind: 'given-back'; readonly refundMinor: number; readonly pointsBack: number; readonly pointsClawedBack: number }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'crashed' }

/** Takes goods back: the same share of every line. */
export async function giveBack(till: SimTill, { receiptCode, returnId, share: [of, parts], reason }: ReturnOrder): Promise<GivenBack> {
  try {
    const found = await till.call('return.find', { receiptCode })
    if (!found.ok) return { kind: 'refused', why: found.error.code }
    const { saleId, lines } = found.output
    if (lines.every((line) => line.returnableMilli === 0)) return { kind: 'refused', why: 'already_returned' }
    const asked = { saleId, reason, lines: lines.map(({ line, quantityMilli }) => ({ line, quantityMilli: Math.round((quantityMilli * of) / parts) })) }
    const quoted = await till.call('return.quote', asked)
    if (!quoted.ok) return { kind: 'refused', why: quoted.error.code }
    const { refundMinor, pointsBack, pointsClawedBack } = quoted.output
    const returned = await till.call('return.commit', { ...asked, returnId, refundMinor, pointsClawedBack })
    return returned.ok ? { kind: 'given-back', refundMinor, pointsBack, pointsClawedBack } : { kind: 'refused', why: returned.error.code }
  } catch (cause) {
    if (!(cause instanceof Killed)) throw cause
    return { kind: 'crashed' }
  }
}

/** The drawer of a new till is opened once. */
export async function openShift(till: SimTill, shiftId: string): Promise<void> {
  const opened = await till.call('shift.open', { shiftId, floatMinor: 0 })
  // Nothing depends on it while the till sells without one.
  if (!opened.ok && opened.error.code !== 'shift_open' && opened.error.code !== 'bad_request') throw new Error(`${till.name}: no shift: ${opened.error.code}`)
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
