/** The second step: basket offers and discount coupons, each at its turn on what the earlier left. */
import { circumstancesFail, inOrder, isEarning, minimumsFail } from './conditions.ts'
import type { Verdict } from './conditions.ts'
import { least, splitByWhole, total } from './fraction.ts'
import type { Input, Offer } from './case.ts'
import { eligibleGoods, isLineOffer } from './line-offers.ts'
import { grossOf, takenByLines } from './measure.ts'
import type { PricedLine } from './measure.ts'

/** How much of its gift an offer may give: all of it in a sale, what was kept when a sale is quoted again. */
export type GiftQuantity = (offer: Offer) => bigint

/** What an offer would do at its turn. */
interface Attempt {
  readonly parts: readonly bigint[]
  readonly gift: PricedLine | null
  readonly totalMinor: bigint
}

const nothing: Attempt = { parts: [], gift: null, totalMinor: 0n }

function giftLine(offer: Offer, quantityMilli: bigint): PricedLine {
  const { sku, category, unitPriceMinor } = offer.effect
  const grossMinor = grossOf(quantityMilli, unitPriceMinor)
  return {
    sku,
    category,
    quantityMilli,
    unitPriceMinor,
    memberPriceMinor: null,
    isAsset: false,
    grossMinor,
    gift: offer,
    netMinor: grossMinor,
    offers: [],
  }
}

function attemptGift(
  offer: Offer,
  lines: readonly PricedLine[],
  eligible: readonly number[],
  quantityMilli: bigint,
): Attempt {
  if (quantityMilli === 0n) return nothing
  const gift = giftLine(offer, quantityMilli)
  if (gift.grossMinor === 0n || (offer.budgetMinor !== null && gift.grossMinor > offer.budgetMinor)) return nothing
  const weights = [...lines.map((line, index) => (eligible.includes(index) ? line.netMinor : 0n)), gift.netMinor]
  return { parts: splitByWhole(gift.grossMinor, weights), gift, totalMinor: gift.grossMinor }
}

function attempt(
  offer: Offer,
  lines: readonly PricedLine[],
  eligible: readonly number[],
  giftQuantity: GiftQuantity,
): Attempt {
  if (offer.kind === 'gift') return attemptGift(offer, lines, eligible, giftQuantity(offer))
  if (isLineOffer(offer)) {
    const parts = takenByLines(offer, lines, eligible)
    return { parts, gift: null, totalMinor: total(parts) }
  }
  const nets = lines.map((line, index) => (eligible.includes(index) ? line.netMinor : 0n))
  const sum = total(nets)
  const { minor, saveMinor, spendMinor, repeat } = offer.effect
  const offered = offer.kind === 'spend-x-save-y' ? saveMinor * (repeat ? sum / spendMinor : 1n) : minor
  const wanted = least(offered, sum)
  const totalMinor = offer.budgetMinor === null ? wanted : least(wanted, offer.budgetMinor)
  return { parts: totalMinor === 0n ? [] : splitByWhole(totalMinor, nets), gift: null, totalMinor }
}

function apply(offer: Offer, done: Attempt, lines: PricedLine[]): void {
  if (done.gift !== null) lines.push(done.gift)
  lines.forEach((line, index) => {
    const part = done.parts[index] ?? 0n
    line.netMinor -= part
    if (part > 0n || line === done.gift) line.offers.push(offer.name)
  })
}

/** All offers that share one turn: tried on the same nets, the one that takes most off applies. */
function takeTurn(
  offers: readonly Offer[],
  lines: PricedLine[],
  giftQuantity: GiftQuantity,
  verdicts: Map<Offer, Verdict>,
): void {
  let best: { readonly offer: Offer; readonly done: Attempt } | null = null
  const losers: Offer[] = []
  for (const offer of offers) {
    const eligible = eligibleGoods(offer, lines)
    const goods = eligible.flatMap((index) => lines[index] ?? [])
    const verdict = minimumsFail(
      offer,
      goods,
      goods.map((line) => line.netMinor),
      offer.budgetMinor,
    )
    if (verdict !== null) {
      verdicts.set(offer, verdict)
      continue
    }
    const done = attempt(offer, lines, eligible, giftQuantity)
    if (done.totalMinor === 0n) {
      verdicts.set(offer, { why: 'nothing-to-take-off' })
      continue
    }
    if (best === null || done.totalMinor > best.done.totalMinor) {
      if (best !== null) losers.push(best.offer)
      best = { offer, done }
    } else losers.push(offer)
  }
  if (best === null) return
  for (const loser of losers) verdicts.set(loser, { why: 'better-offer', than: best.offer.name })
  apply(best.offer, best.done, lines)
}

/** Lowers the nets and adds gift lines; every offer without effect is left in `verdicts`. */
export function runBasketOffers(
  input: Input,
  coupons: readonly Offer[],
  lines: PricedLine[],
  giftQuantity: GiftQuantity,
  verdicts: Map<Offer, Verdict>,
): void {
  const promotions = input.promotions.filter(
    (offer) => !isLineOffer(offer) && !isEarning(offer) && offer.kind !== 'issue-coupon',
  )
  const inTurn = [...promotions, ...coupons.filter((offer) => !isEarning(offer))].sort(inOrder)
  const holding: Offer[] = []
  for (const offer of inTurn) {
    const verdict = circumstancesFail(offer, input, input.member?.tier ?? null)
    if (verdict === null) holding.push(offer)
    else verdicts.set(offer, verdict)
  }
  const groupsDone = new Set<string>()
  for (const offer of holding) {
    if (offer.group === null) {
      takeTurn([offer], lines, giftQuantity, verdicts)
      continue
    }
    if (groupsDone.has(offer.group)) continue
    groupsDone.add(offer.group)
    takeTurn(
      holding.filter((other) => other.group === offer.group),
      lines,
      giftQuantity,
      verdicts,
    )
  }
}
