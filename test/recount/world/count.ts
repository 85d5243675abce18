import type { HqMember, HqRows } from './hq-rows.ts'
import { imbalances, type Event, type TillFiles } from './till-files.ts'

/**
 * Counts a whole simulated shop again: what screens showed, what the tills' files hold and what HQ booked. It imports
 * nothing of the program and believes no sum that the program made.
 */
export type Claims = {
  /** What a screen said: this sale is saved. */
  readonly shown: readonly { readonly till: string; readonly saleId: string }[]
  readonly tills: readonly Claimed[]
  readonly hq: HqRows
  /** Sales whose only place was a disk that was put back from an older copy before HQ had them: no promise covers these. */
  readonly gone: ReadonlySet<string>
  /** Hashes of all events that were ever seen in a till's files; absent: nobody has watched. */
  readonly everWritten?: ReadonlySet<string>
  /** Points that any HQ ever lent, by lease: one that was put back since does not know all of them. */
  readonly everGranted?: ReadonlyMap<string, number>
}
export type Claimed = { readonly name: string; readonly files: TillFiles; readonly isCut: boolean }

export type Count = {
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  /** Whatever is not as it must be, and is neither lost nor doubled. */
  readonly wrong: readonly string[]
  readonly overspentPoints: number
  readonly overspentMinor: number
  readonly queued: number
}

export function countWorld(claims: Claims): Count {
  const { hq, tills } = claims
  return {
    lost: [...lostSales(claims), ...lostAcks(claims)],
    doubled: [...doubledEvents(hq), ...returnedTooOften(hq)],
    wrong: [
      ...tills.flatMap(({ name, files }) => files.problems.map((problem) => `${name}: ${problem}`)),
      ...ledgerProblems(hq),
      ...bookedOtherwise(hq),
      ...hq.members.flatMap(memberProblems),
      ...strangeEvents(claims),
    ],
    ...overspent(hq, claims.everGranted),
    queued: tills.reduce((sum, till) => sum + queuedAt(till, hq), 0),
  }
}

/** Every event of every till, once each, wherever it is known from. */
function everyEvent(hq: HqRows): Map<string, Event> {
  return new Map([...hq.branches, ...hq.events].map((event) => [event.id, event]))
}

function heldBy(hq: HqRows): Set<string> {
  return new Set([...hq.events, ...hq.branches].map((event) => event.hash))
}

/** Shown as saved, and neither booked at HQ, nor waiting in a till's files, nor named by a gap, nor before a person. */
function lostSales({ shown, tills, hq, gone }: Claims): string[] {
  const booked = new Set(hq.saleIds)
  const held = heldBy(hq)
  const waiting = new Set(tills.flatMap(({ files }) => files.events.filter((event) => !held.has(event.hash)).map((event) => event.id)))
  const pending = new Set([...hq.events, ...hq.branches].map((event) => event.id))
  const named = gapHashes(hq)
  // A row that its till cannot read any more is late, not lost, until a gap names it.
  const broken = new Map(tills.flatMap(({ files }) => files.unreadable.map((row) => [row.id, row.hash] as const)))
  const unnamed = new Set(tills.flatMap(({ files }) => files.unreadable.filter((row) => !held.has(row.hash)).map((row) => row.id)))
  return shown
    .filter(({ saleId }) => !booked.has(saleId) && !waiting.has(saleId) && !gone.has(saleId))
    .filter(({ saleId }) => !pending.has(saleId) && !named.has(broken.get(saleId) ?? '') && !unnamed.has(saleId))
    .map(({ till, saleId }) => `${till}: ${saleId} was shown as saved and is nowhere`)
}

/** A gap has the hash of what it stands for; of a fork's other branch too. */
function gapHashes(hq: HqRows): Set<string> {
  return new Set([...hq.events, ...hq.branches].filter((event) => event.kind === 'gap').map((event) => event.hash))
}

/** What HQ signed for must be at HQ, or, after HQ was restored, still at the till that holds the ack. */
function lostAcks({ tills, hq }: Claims): string[] {
  const held = heldBy(hq)
  return tills.flatMap(({ name, files }) => {
    const here = new Set(files.events.map((event) => event.hash))
    return files.acks.filter((ack) => !held.has(ack.hash) && !here.has(ack.hash)).map((ack) => `${name}: HQ signed for ${ack.epoch}/${ack.seq} and it is nowhere`)
  })
}

/** An event counts once: its entries stand at HQ as its bytes say, neither more often nor otherwise. */
function doubledEvents(hq: HqRows): string[] {
  const events = everyEvent(hq)
  const found: string[] = []
  const seen = new Set<string>()
  for (const saleId of hq.saleIds) {
    if (seen.has(saleId)) found.push(`${saleId} stands twice among HQ's sales`)
    seen.add(saleId)
  }
  const booked = sumsByEvent(hq)
  for (const [eventId, sums] of booked) {
    const event = events.get(eventId)
    const money = event?.entries.filter((entry) => entry.asset === 'money') ?? []
    if (money.length > 0 && money.every((entry) => sums.get(`${entry.asset} ${entry.account}`) === 2 * entry.delta)) found.push(`${eventId} is booked twice at HQ`)
  }
  return found
}

/** Of a sale no more goes back than was paid for it. */
function returnedTooOften({ returns }: HqRows): string[] {
  return returns.filter(({ dueMinor, refundMinor }) => refundMinor > dueMinor).map(({ saleId, dueMinor, refundMinor }) => `${saleId}: ${refundMinor} went back of ${dueMinor}`)
}

function sumsByEvent(hq: HqRows): Map<string, Map<string, number>> {
  const byEvent = new Map<string, Map<string, number>>()
  for (const { eventId, asset, account, delta } of hq.entries) {
    const sums = byEvent.get(eventId) ?? new Map<string, number>()
    sums.set(`${asset} ${account}`, (sums.get(`${asset} ${account}`) ?? 0) + delta)
    byEvent.set(eventId, sums)
  }
  return byEvent
}

/** A sale that HQ booked is booked as its bytes say; a sale that it did not book leaves no entry. */
function bookedOtherwise(hq: HqRows): string[] {
  const booked = sumsByEvent(hq)
  const sold = new Set(hq.saleIds)
  return [...everyEvent(hq).values()].flatMap((event) => {
    if (event.kind !== 'sale') return []
    const sums = booked.get(event.id) ?? new Map<string, number>()
    if (!sold.has(event.id)) return sums.size > 0 ? [`${event.id} has entries and is no sale of HQ's`] : []
    const stated = event.entries.filter((entry) => entry.asset !== 'coupon')
    return stated.flatMap(({ asset, account, delta }) => {
      const there = sums.get(`${asset} ${account}`) ?? 0
      return there === delta ? [] : [`${event.id}: ${asset} ${account} is ${there} at HQ and ${delta} in the sale`]
    })
  })
}

function ledgerProblems(hq: HqRows): string[] {
  const byEvent = new Map<string, { readonly id: string; readonly entries: HqRows['entries'][number][] }>()
  for (const entry of hq.entries) {
    const event = byEvent.get(entry.eventId) ?? { id: entry.eventId, entries: [] }
    event.entries.push(entry)
    byEvent.set(entry.eventId, event)
  }
  const points = new Map<string, number>()
  for (const { asset, account, delta } of hq.entries) if (asset === 'points') points.set(account, (points.get(account) ?? 0) + delta)
  return [
    ...[...byEvent.values()].flatMap(imbalances),
    ...hq.members.flatMap(({ memberId, balancePoints }) => {
      const sum = points.get(`member/${memberId}`) ?? 0
      return sum === balancePoints ? [] : [`${memberId}: HQ says ${balancePoints} points, its entries sum to ${sum}`]
    }),
  ]
}

/** balance = free + lent + unconfirmed - debt, and every term follows from the lots. */
function memberProblems({ memberId, balancePoints, freePoints, lentPoints, unconfirmedPoints, debtPoints, lots }: HqMember): string[] {
  const problems: string[] = []
  if (balancePoints !== freePoints + lentPoints + unconfirmedPoints - debtPoints) problems.push(`${memberId}: the terms of her balance do not sum to it`)
  if (lots.points - debtPoints !== balancePoints) problems.push(`${memberId}: lots ${lots.points} less debt ${debtPoints} are not ${balancePoints}`)
  if (lots.lent !== lentPoints) problems.push(`${memberId}: ${lentPoints} points are lent, ${lots.lent} by her lots`)
  if (lots.held !== unconfirmedPoints) problems.push(`${memberId}: ${unconfirmedPoints} points are unconfirmed, ${lots.held} by her lots`)
  return problems
}

/** What HQ holds must once have been written by a till, byte for byte; and an event has one place in HQ's journal. */
function strangeEvents({ hq, everWritten }: Claims): string[] {
  const places = new Map<string, string>()
  const twice = hq.events.flatMap((event) => {
    const at = `${event.tillId}/${event.epoch}/${event.seq}`
    const before = places.get(event.id)
    places.set(event.id, at)
    return before === undefined || before.split('/')[1] !== String(event.epoch) ? [] : [`${event.id} stands at ${before} and at ${at} of HQ's journal`]
  })
  if (everWritten === undefined) return twice
  const strange = [...hq.events, ...hq.branches].filter((event) => event.kind !== 'gap' && !everWritten.has(event.hash))
  return [...twice, ...strange.map((event) => `HQ holds a ${event.kind} at ${event.epoch}/${event.seq} of ${event.tillId} that no till ever wrote`)]
}

function overspent(hq: HqRows, everGranted: ReadonlyMap<string, number> = new Map()): Pick<Count, 'overspentPoints' | 'overspentMinor'> {
  let overspentPoints = 0
  let overspentMinor = 0
  for (const event of everyEvent(hq).values()) {
    overspentPoints += Math.max(0, event.pointsUsed - Math.min(event.leasedPoints, Math.max(hq.leases.get(event.id)?.grantedPoints ?? 0, everGranted.get(event.id) ?? 0)))
    overspentMinor += Math.max(0, event.valueUsedMinor - (hq.valueLeases.get(event.id) ?? 0))
  }
  return { overspentPoints, overspentMinor }
}

/** Events of a till's files that HQ does not hold, nor a gap in their place. */
export function queuedAt({ files }: Claimed, hq: HqRows): number {
  const held = heldBy(hq)
  return (
    files.events.filter((event) => !held.has(event.hash)).length +
    files.unreadable.filter((row) => !held.has(row.hash)).length
  )
}

/** Where a till's copy of HQ's facts says otherwise than HQ. */
export function mirrorDifferences({ name, files }: Claimed, hq: HqRows): string[] {
  if (files.mirror === null) return [`${name}: it has no copy of HQ's facts`]
  const { mirror } = files
  return hq.members.flatMap(({ memberId, balancePoints }) => {
    const here = mirror.get(memberId)
    return here === balancePoints ? [] : [`${name}: ${memberId} has ${here ?? 'no'} points here and ${balancePoints} at HQ`]
  })
}
