import { countWorld, mirrorDifferences, queuedAt, type Claimed, type Claims } from '../../recount/world/count.ts'
import { missingGuardsOfHq, missingGuardsOfTill } from '../../recount/world/guards.ts'
import { HqReader } from '../../recount/world/hq-rows.ts'
import { readTillFiles, type TillFiles } from '../../recount/world/till-files.ts'
import type { World } from '../world/world.ts'

/** Looks at a world from outside, step by step, with what screens have said. */
export class Watch {
  readonly shown: { till: string; saleId: string }[] = []
  readonly #world: World
  /** Nowhere any more after somebody put an older copy in the place of files or tables. */
  readonly gone = new Set<string>()
  /** Signed for by an HQ that was put back since. */
  readonly #excusedAcks = new Set<string>()
  readonly #everWritten = new Set<string>()
  readonly #everGranted = new Map<string, number>()
  /** Seen between two looks. */
  readonly #found: string[] = []
  #rowsOfHq = 0
  readonly #hadMirror = new Set<string>()
  readonly #closedAt = new Map<string, { readonly epoch: number; readonly seq: number }>()
  readonly #reader = new HqReader()
  #heldBefore: readonly string[] = []
  #rewound = 0

  constructor(world: World) {
    this.#world = world
    world.agenda.onRest = () => {
      for (const till of world.tills.values()) if (till.tookSwitch() && till.isUp()) this.#found.push(...this.#halfMirror(till.name, readTillFiles(till.dataDir)))
    }
  }

  close(): Promise<void> {
    return this.#reader.close()
  }

  /** Everything that is wrong now. */
  async look(): Promise<string[]> {
    const claims = await this.#claims()
    const { lost, doubled, wrong, overspentPoints, overspentMinor } = countWorld(claims)
    this.#rowsOfHq = claims.hq.members.length + claims.hq.products
    return [
      ...lost.map((line) => `lost: ${line}`),
      ...doubled.map((line) => `doubled: ${line}`),
      ...wrong.map((line) => `wrong: ${line}`),
      ...(overspentPoints > 0 ? [`overspent: ${overspentPoints} points`] : []),
      ...(overspentMinor > 0 ? [`overspent: ${overspentMinor} of money`] : []),
      ...this.#brokenAcks(claims),
      ...this.#wentOn(claims),
      ...claims.tills.flatMap(({ name, files }) => this.#halfMirror(name, files)),
      ...this.#found.splice(0),
    ]
  }

  /** What is not healed yet; empty: all queues are empty and every till equals HQ. */
  async unhealed(): Promise<string[]> {
    const { tills, hq } = await this.#claims()
    const applied = new Set([...hq.saleIds])
    const waiting = new Set(hq.suspense)
    return [
      ...tills.flatMap((till) => (queuedAt(till, hq) > 0 ? [`${till.name}: ${queuedAt(till, hq)} events wait`] : [])),
      ...tills.flatMap((till) => mirrorDifferences(till, hq)),
      ...[...hq.events, ...hq.branches]
        .filter((event) => event.kind === 'sale' && !applied.has(event.id) && !waiting.has(event.hash))
        .map((event) => `${event.id} (${event.tillId}/${event.epoch}/${event.seq}) is stored at HQ and not booked`),
    ]
  }

  /** Events that HQ had signed for, lost by being put back, and has again. */
  rewound(): number {
    return this.#rewound
  }

  /** Nothing tells these files any more that they are a copy. */
  mayGoOn(name: string): void {
    this.#closedAt.delete(name)
  }

  /** Where the journal of its files ends. */
  headOf(name: string): string {
    return readTillFiles(this.#world.till(name).dataDir).events.at(-1)?.hash ?? 'nothing'
  }

  /** From here on these files are a copy that knows it: they must not go on in the epoch that they came from. */
  mustOpenEpoch(name: string): void {
    const last = readTillFiles(this.#world.till(name).dataDir).events.at(-1)
    this.#closedAt.set(name, { epoch: last?.epoch ?? 1, seq: last?.seq ?? 0 })
  }

  /** Its files are older ones now: what it had then, it need not have. */
  forgetMirror(name: string): void {
    this.#hadMirror.delete(name)
  }

  /** HQ's tables are about to be put back. */
  async beforePuttingBackHq(): Promise<void> {
    const { hq } = await this.#claims()
    this.#heldBefore = [...hq.events, ...hq.branches].map((event) => event.hash)
  }

  /** Older files or tables were put back: what is nowhere now is nobody's fault. */
  async afterPuttingBack(isHq: boolean): Promise<void> {
    const { tills, hq } = await this.#claims()
    const there = new Set([...hq.events, ...hq.branches].map((event) => event.id))
    for (const { files } of tills) for (const event of files.events) there.add(event.id)
    for (const { saleId } of this.shown) if (!there.has(saleId)) this.gone.add(saleId)
    if (!isHq) return
    // Acks of before may still be on their way.
    const held = new Set([...hq.events, ...hq.branches].map((event) => event.hash))
    for (const hash of this.#heldBefore) if (!held.has(hash)) this.#excusedAcks.add(hash)
  }

  /** HQ's tables and the tills' files refuse a second row of the same name by themselves, whoever writes it. */
  async guards(): Promise<string[]> {
    const { hq, tills } = this.#world
    return [...(await missingGuardsOfHq(hq.databaseUrl)), ...[...tills.values()].flatMap((till) => missingGuardsOfTill(till.dataDir))]
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

  #wentOn({ tills }: Claims): string[] {
    return tills.flatMap(({ name, files }) => {
      const end = this.#closedAt.get(name)
      if (end === undefined) return []
      const strange = files.events.find((event) => event.epoch < end.epoch + 1 && (event.epoch > end.epoch || (event.epoch === end.epoch && event.seq > end.seq)))
      return strange === undefined ? [] : [`epoch: the files of ${name} are a copy, and went on at ${strange.epoch}/${strange.seq}`]
    })
  }

  /** A till that once had all members and articles has them at every moment: a copy is taken into use when it is whole. */
  #halfMirror(name: string, { mirror, mirrorProducts }: TillFiles): string[] {
    const rows = (mirror?.size ?? 0) + mirrorProducts
    if (rows === this.#rowsOfHq) this.#hadMirror.add(name)
    return rows < this.#rowsOfHq && this.#hadMirror.has(name) ? [`half: ${name} knows ${rows} of ${this.#rowsOfHq} members and articles`] : []
  }

  async #claims(): Promise<Claims> {
    const tills = [...this.#world.tills.values()].map((till): Claimed => ({ name: till.name, files: readTillFiles(till.dataDir), isCut: till.line.isCut() }))
    const hq = await this.#reader.read(this.#world.hq.databaseUrl, this.#world.hq.activity())
    for (const { files } of tills) for (const event of files.events) this.#everWritten.add(event.hash)
    for (const [id, { grantedPoints }] of hq.leases) this.#everGranted.set(id, Math.max(grantedPoints, this.#everGranted.get(id) ?? 0))
    return { shown: this.shown, tills, hq, gone: this.gone, everWritten: this.#everWritten, everGranted: this.#everGranted }
  }
}
