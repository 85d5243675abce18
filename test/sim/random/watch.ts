import { countWorld, mirrorDifferences, queuedAt, type Claimed, type Claims } from '../../recount/world/count.ts'
import { HqReader } from '../../recount/world/hq-rows.ts'
import { readTillFiles } from '../../recount/world/till-files.ts'
import type { World } from '../world/world.ts'

/** Looks at a world from outside, step by step, with what screens have said. */
export class Watch {
  readonly shown: { till: string; saleId: string }[] = []
  readonly #world: World
  /** Nowhere any more after somebody put an older copy in the place of files or tables. */
  readonly gone = new Set<string>()
  /** Signed for by an HQ that was put back since. */
  readonly #excusedAcks = new Set<string>()
  readonly #hadMirror = new Set<string>()
  readonly #reader = new HqReader()
  #rewound = 0

  constructor(world: World) {
    this.#world = world
  }

  close(): Promise<void> {
    return this.#reader.close()
  }

  /** Everything that is wrong now. */
  async look(): Promise<string[]> {
    const claims = await this.#claims()
    const { lost, doubled, wrong, overspentPoints, overspentMinor } = countWorld(claims)
    return [
      ...lost.map((line) => `lost: ${line}`),
      ...doubled.map((line) => `doubled: ${line}`),
      ...wrong.map((line) => `wrong: ${line}`),
      ...(overspentPoints > 0 ? [`overspent: ${overspentPoints} points`] : []),
      ...(overspentMinor > 0 ? [`overspent: ${overspentMinor} of money`] : []),
      ...this.#brokenAcks(claims),
      ...this.#halfMirrors(claims),
    ]
  }

  /** What is not healed yet; empty: all queues are empty and every till equals HQ. */
  async unhealed(): Promise<string[]> {
    const { tills, hq } = await this.#claims()
    const applied = new Set([...hq.saleIds])
    const waiting = new Set(hq.suspense.map(({ tillId, epoch, seq }) => `${tillId}/${epoch}/${seq}`))
    return [
      ...tills.flatMap((till) => (queuedAt(till, hq) > 0 ? [`${till.name}: ${queuedAt(till, hq)} events wait`] : [])),
      ...tills.flatMap((till) => mirrorDifferences(till, hq)),
      ...[...hq.events, ...hq.branches]
        .filter((event) => event.kind === 'sale' && !applied.has(event.id) && !waiting.has(`${event.tillId}/${event.epoch}/${event.seq}`))
        .map((event) => `${event.id} (${event.tillId}/${event.epoch}/${event.seq}) is stored at HQ and not booked`),
    ]
  }

  /** Events that HQ had signed for, lost by being put back, and has again. */
  rewound(): number {
    return this.#rewound
  }

  /** Its files are older ones now: what it had then, it need not have. */
  forgetMirror(name: string): void {
    this.#hadMirror.delete(name)
  }

  /** Older files or tables were put back: what is nowhere now is nobody's fault. */
  async afterPuttingBack(isHq: boolean): Promise<void> {
    const { tills, hq } = await this.#claims()
    const there = new Set([...hq.events, ...hq.branches].map((event) => event.id))
    for (const { files } of tills) for (const event of files.events) there.add(event.id)
    for (const { saleId } of this.shown) if (!there.has(saleId)) this.gone.add(saleId)
    if (!isHq) return
    const held = new Set([...hq.events, ...hq.branches].map((event) => event.hash))
    for (const { files } of tills) for (const ack of files.acks) if (!held.has(ack.hash)) this.#excusedAcks.add(ack.hash)
  }

  async claims(): Promise<Claims> {
    return this.#claims()
  }

  /** An HQ that signed for something has it, at every moment. */
  #brokenAcks({ tills, hq }: Claims): string[] {
    const held = new Set([...hq.events, ...hq.branches].map((event) => event.hash))
    for (const hash of [...this.#excusedAcks]) {
      if (!held.has(hash)) continue
      this.#excusedAcks.delete(hash)
      this.#rewound += 1
    }
    return tills.flatMap(({ name, files }) =>
      files.acks.filter((ack) => !held.has(ack.hash) && !this.#excusedAcks.has(ack.hash)).map((ack) => `acked: ${name} holds HQ's ack of ${ack.epoch}/${ack.seq}, which HQ does not have`),
    )
  }

  /** A till that once had all members has them at every moment: a copy is taken into use when it is whole. */
  #halfMirrors({ tills, hq }: Claims): string[] {
    return tills.flatMap(({ name, files }) => {
      const count = files.mirror?.size ?? 0
      if (count === hq.members.length) this.#hadMirror.add(name)
      return count < hq.members.length && this.#hadMirror.has(name) ? [`half: ${name} knows ${count} of ${hq.members.length} members`] : []
    })
  }

  async #claims(): Promise<Claims> {
    const tills = [...this.#world.tills.values()].map((till): Claimed => ({ name: till.name, files: readTillFiles(till.dataDir), isCut: till.line.isCut() }))
    const hq = await this.#reader.read(this.#world.hq.databaseUrl, this.#world.hq.activity())
    return { shown: this.shown, tills, hq, gone: this.gone }
  }
}
