/** The first step: groups of line offers, each group on what the earlier left. */
import { circumstancesFail, fits, isWhole, levelOf, minimumsFail } from './conditions.ts'
import type { Verdict } from './conditions.ts'
import { compare, total, ZERO } from './fraction.ts'
import type { Input, Offer } from './case.ts'
import { cutInOrder, offToPrice, percentOf, takenByLines } from './measure.ts'
import type { PricedLine } from './measure.ts'

/** A line offer that holds: a promotion, the tier's discount or the member price. */
interface Contender {
  readonly id: string
  readonly priority: number
  readonly group: string
  readonly offer: Offer | null
  readonly takes: (lines: readonly PricedLine[], free: readonly number[]) => bigint[]
}

export const isLineOffer = (offer: Offer): boolean =>
  offer.kind === 'percent-off' ||
  offer.kind === 'fixed-price' ||
  offer.kind === 'buy-x-get-y' ||
  (offer.kind === 'amount-off' && offer.effect.per === 'unit')

export function eligibleGoods(offer: Offer, lines: readonly PricedLine[]): number[] {
  const all = lines.map((_, index) => index)
  return all.filter((index) => {
    const line = lines[index]
    return line !== undefined && !line.isAsset && fits(offer, line) && (offer.kind !== 'buy-x-get-y' || isWhole(line))
  })
}

function promotionsThatHold(input: Input, lines: readonly PricedLine[], verdicts: Map<Offer, Verdict>): Contender[] {
  const contenders: Contender[] = []
  for (const offer of input.promotions.filter(isLineOffer)) {
    const eligible = eligibleGoods(offer, lines)
    const goods = eligible.flatMap((index) => lines[index] ?? [])
    const verdict =
      circumstancesFail(offer, input, input.member?.tier ?? null) ??
      minimumsFail(
        offer,
        goods,
        goods.map((line) => line.grossMinor),
        offer.budgetMinor,
      )
    if (verdict !== null) {
      verdicts.set(offer, verdict)
      continue
    }
    contenders.push({
      id: offer.rank,
      priority: offer.priority,
      group: offer.group ?? 'price',
      offer,
      takes: (now, free) =>
        cutInOrder(
          takenByLines(
            offer,
            now,
            eligible.filter((index) => free.includes(index)),
          ),
          offer.budgetMinor,
        ),
    })
  }
  return contenders
}

function membersOwn(input: Input, lines: readonly PricedLine[]): Contender[] {
  if (input.member === null) return []
  const own: Contender[] = []
  const off = levelOf(input, input.member.tier)?.percentOff ?? ZERO
  const goods = lines.map((line) => !line.isAsset)
  if (compare(off, ZERO) > 0) {
    own.push({
      id: 'tier',
      priority: 0,
      group: 'price',
      offer: null,
      takes: (now, free) =>
        now.map((line, index) => (goods[index] === true && free.includes(index) ? percentOf(line.netMinor, off) : 0n)),
    })
  }
  if (lines.some((line) => !line.isAsset && line.memberPriceMinor !== null)) {
    own.push({
      id: 'member-price',
      priority: 0,
      group: 'price',
      offer: null,
      takes: (now, free) =>
        now.map((line, index) =>
          goods[index] === true && free.includes(index) && line.memberPriceMinor !== null
            ? offToPrice(line, line.memberPriceMinor)
            : 0n,
        ),
    })
  }
  return own
}

const first = (a: Contender, b: Contender): number =>
  b.priority - a.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

interface Taken {
  readonly winner: Contender
  readonly minor: bigint
}

/** Who takes how much off each line of one group; null where nobody takes anything. */
function decideGroup(
  group: readonly Contender[],
  lines: readonly PricedLine[],
  seen: Map<Contender, bigint[]>,
): (Taken | null)[] {
  const all = lines.map((_, index) => index)
  for (const contender of group) seen.set(contender, contender.takes(lines, all))
  const single = group.filter((contender) => contender.offer?.kind !== 'buy-x-get-y').sort(first)
  const several = group.filter((contender) => contender.offer?.kind === 'buy-x-get-y')
  const bestSingle = all.map((index): Taken | null => {
    let best: Taken | null = null
    for (const winner of single) {
      const minor = seen.get(winner)?.[index] ?? 0n
      if (minor > (best?.minor ?? 0n)) best = { winner, minor }
    }
    return best
  })
  const firstLook = (contender: Contender): bigint => total(seen.get(contender) ?? [])
  several.sort((a, b) => (firstLook(a) === firstLook(b) ? first(a, b) : firstLook(a) > firstLook(b) ? -1 : 1))
  const decided: (Taken | null)[] = all.map(() => null)
  const taken = new Set<number>()
  for (const winner of several) {
    const parts = winner.takes(
      lines,
      all.filter((index) => !taken.has(index)),
    )
    const where = all.filter((index) => (parts[index] ?? 0n) > 0n)
    const rival = total(where.map((index) => bestSingle[index]?.minor ?? 0n))
    if (total(parts) <= rival) continue
    for (const index of where) {
      taken.add(index)
      decided[index] = { winner, minor: parts[index] ?? 0n }
    }
  }
  return decided.map((one, index) => one ?? bestSingle[index] ?? null)
}

function judge(
  group: readonly Contender[],
  decided: readonly (Taken | null)[],
  seen: Map<Contender, bigint[]>,
  verdicts: Map<Offer, Verdict>,
): void {
  for (const contender of group) {
    if (contender.offer === null || decided.some((one) => one?.winner === contender)) continue
    const wanted = seen.get(contender) ?? []
    const lost = decided.find((one, index) => one !== null && (wanted[index] ?? 0n) > 0n) ?? null
    verdicts.set(
      contender.offer,
      lost === null ? { why: 'nothing-to-take-off' } : { why: 'better-offer', than: lost.winner.id },
    )
  }
}

/** Lowers the nets, names the offers on the lines, and says of every line promotion without effect why. */
export function runLineOffers(input: Input, lines: readonly PricedLine[], verdicts: Map<Offer, Verdict>): void {
  const contenders = [...promotionsThatHold(input, lines, verdicts), ...membersOwn(input, lines)]
  const priorityOf = (name: string): number =>
    Math.max(...contenders.filter((one) => one.group === name).map((one) => one.priority))
  const names = [...new Set(contenders.map((one) => one.group))]
  names.sort((a, b) => priorityOf(b) - priorityOf(a) || (a < b ? -1 : 1))
  for (const name of names) {
    const group = contenders.filter((one) => one.group === name)
    const seen = new Map<Contender, bigint[]>()
    const decided = decideGroup(group, lines, seen)
    judge(group, decided, seen, verdicts)
    lines.forEach((line, index) => {
      const one = decided[index]
      if (one === null || one === undefined) return
      line.netMinor -= one.minor
      line.offers.push(one.winner.id)
    })
  }
}
