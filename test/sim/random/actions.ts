import type { Dice } from '../../reference/dice.ts'
import { damageEvent } from '../script/damage.ts'
import { giveBack, sell } from '../world/cashier.ts'
import { publish } from '../world/shop.ts'
import type { FolderCopy, SimTill } from '../world/till-node.ts'
import type { World } from '../world/world.ts'
import type { Counters } from './counters.ts'
import { MEMBER_IDS, programmeOf, SOLD_PRICES_MINOR } from './shop-template.ts'
import type { Watch } from './watch.ts'

/** A random run under way. */
export type Play = {
  readonly world: World
  readonly watch: Watch
  readonly dice: Dice
  readonly ids: { next(): string }
  readonly counters: Counters
  /** Of sales that were saved. */
  readonly receipts: { readonly till: string; readonly saleId: string; readonly receiptCode: string }[]
  readonly folders: Map<string, FolderCopy>
  readonly backups: string[]
  /** When those who are down come back, by name; `hq` is HQ. */
  readonly backAtMs: Map<string, number>
  programmes: number
}

type Action = { readonly weight: number; readonly run: (play: Play) => Promise<void> }

const TEN_YEARS_MS = 10 * 365 * 86_400_000
const DOWN_MS_MAX = 20_000
const TILLS_MAX = 6

/** What can happen, and how often it does. */
export const actions: readonly Action[] = [
  { weight: 45, run: playSale },
  { weight: 6, run: playReturn },
  { weight: 22, run: playTime },
  { weight: 8, run: playCut },
  { weight: 7, run: planTillDeath },
  { weight: 2, run: killTill },
  { weight: 3, run: planHqDeath },
  { weight: 1, run: restartTill },
  { weight: 2, run: copyTill },
  { weight: 2, run: restoreTill },
  { weight: 1, run: cloneTill },
  { weight: 2, run: backupHq },
  { weight: 1, run: restoreHq },
  { weight: 1, run: damageRow },
  { weight: 2, run: setClock },
  { weight: 1, run: publishProgramme },
]

function upTills({ world }: Play): SimTill[] {
  return [...world.tills.values()].filter((till) => till.isUp())
}

/** One of them, by the dice; null: there is none. */
function drawn<T>(dice: Dice, from: readonly T[]): T | null {
  return from.length === 0 ? null : dice.pick(from)
}

async function playSale(play: Play): Promise<void> {
  const { dice, counters, watch } = play
  const till = drawn(dice, upTills(play))
  if (till === null) return
  const memberId = dice.chance(0.8) ? dice.pick(MEMBER_IDS) : null
  const redeemPoints = memberId !== null && dice.chance(0.3) ? dice.int(1, 200) : 0
  const pricesMinor = dice.some(SOLD_PRICES_MINOR, 0.4)
  const sold = await sell(till, { memberId, redeemPoints, pricesMinor: pricesMinor.length === 0 ? [1_000] : pricesMinor })
  play.world.trace.note(`${till.name} ${sold.kind} ${'saleId' in sold ? sold.saleId : sold.why}`)
  if (sold.kind === 'refused') counters.salesRefused += 1
  if (sold.kind !== 'saved') return
  counters.sales += 1
  if (sold.pointsUsed > 0) counters.salesWithPoints += 1
  watch.shown.push({ till: till.name, saleId: sold.saleId })
  play.receipts.push({ till: till.name, saleId: sold.saleId, receiptCode: sold.receiptCode })
}

/** At the till that sold it, or at another one. */
async function playReturn(play: Play): Promise<void> {
  const { dice, counters, world, receipts } = play
  const till = drawn(dice, upTills(play))
  const receipt = drawn(dice, receipts)
  if (till === null || receipt === null) return
  const at = dice.chance(0.6) ? world.till(receipt.till) : till
  if (!at.isUp()) return
  const given = await giveBack(at, { receiptCode: receipt.receiptCode, returnId: play.ids.next(), share: dice.pick([[1, 1], [1, 2]] as const), reason: dice.pick(['change-of-mind', 'defect'] as const) })
  world.trace.note(`${at.name} return ${given.kind} ${given.kind === 'refused' ? given.why : ''}`)
  if (given.kind === 'refused') counters.returnsRefused += 1
  if (given.kind === 'given-back') counters.returns += 1
}

/** A dying disk: an event of the till and what it could be rebuilt from cannot be read any more. */
async function damageRow(play: Play): Promise<void> {
  const { dice, counters, receipts, world } = play
  const receipt = drawn(dice, receipts)
  const till = receipt === null ? null : world.till(receipt.till)
  if (receipt === null || till === null || !till.isUp()) return
  await till.stop()
  if (damageEvent(till.dataDir, receipt.saleId)) counters.rowsDamaged += 1
  play.backAtMs.set(till.name, world.agenda.nowMs())
}

async function playTime({ world, dice }: Play): Promise<void> {
  await world.pass(dice.pick([5, 50, 500, 2_000, 5_000, 15_000, 40_000]))
}

async function playCut({ world, dice, counters }: Play): Promise<void> {
  const { line } = dice.pick([...world.tills.values()])
  if (!line.isCut()) counters.cuts += 1
  line.cut(!line.isCut())
}

/** Somewhere in what it does next. */
async function planTillDeath(play: Play): Promise<void> {
  const till = drawn(play.dice, upTills(play))
  if (till === null) return
  till.dieAt(play.dice.int(1, 60), play.dice.pick(['die-before', 'die-after']))
  await playSale(play)
}

async function killTill(play: Play): Promise<void> {
  const till = drawn(play.dice, upTills(play))
  till?.dieNow()
}

async function planHqDeath({ world, dice }: Play): Promise<void> {
  if (world.hq.isUp()) world.hq.dieAt(dice.int(1, 80), dice.pick(['die-before', 'die-after']))
}

async function restartTill(play: Play): Promise<void> {
  const till = drawn(play.dice, upTills(play))
  if (till === null) return
  await till.stop()
  play.backAtMs.set(till.name, play.world.agenda.nowMs() + play.dice.int(0, DOWN_MS_MAX))
}

async function copyTill(play: Play): Promise<void> {
  const till = drawn(play.dice, upTills(play))
  if (till !== null) play.folders.set(till.name, till.copy())
}

/** On the same machine; the note outside the folder stays, or is lost with everything else. */
async function restoreTill(play: Play): Promise<void> {
  const { dice, folders, watch, counters, world } = play
  const till = drawn(dice, upTills(play).filter((each) => folders.has(each.name)))
  const copy = till === null ? undefined : folders.get(till.name)
  if (till === null || copy === undefined) return
  await till.stop()
  const before = watch.headOf(till.name)
  till.put(copy)
  const isMarked = !dice.chance(0.4)
  if (isMarked && before !== watch.headOf(till.name)) watch.mustOpenEpoch(till.name)
  if (!isMarked) {
    till.forgetMarker()
    watch.mayGoOn(till.name)
  }
  world.trace.note(`${till.name} restored`)
  counters.tillsRestored += 1
  watch.forgetMirror(till.name)
  await watch.afterPuttingBack(false)
  play.backAtMs.set(till.name, world.agenda.nowMs() + dice.int(0, DOWN_MS_MAX))
}

async function cloneTill(play: Play): Promise<void> {
  const { dice, world, counters } = play
  const original = drawn(dice, upTills(play))
  if (original === null || world.tills.size >= TILLS_MAX) return
  const name = `${original.name}-clone${world.tills.size}`
  const clone = world.place(name)
  clone.put(original.copy())
  play.watch.mustOpenEpoch(name)
  clone.line.weather = original.line.weather
  clone.line.onPassage = original.line.onPassage
  clone.line.cut(dice.chance(0.5))
  world.trace.note(`${original.name} cloned as ${name}`)
  counters.tillsCloned += 1
  play.backAtMs.set(name, world.agenda.nowMs() + dice.int(0, DOWN_MS_MAX))
}

async function backupHq({ world, backups, dice }: Play): Promise<void> {
  if (!world.hq.isUp() || backups.length >= 3 || dice.chance(0.3)) return
  const name = `b${backups.length}`
  await world.hq.backup(name)
  backups.push(name)
}

async function restoreHq(play: Play): Promise<void> {
  const { world, backups, dice, counters, watch } = play
  const name = drawn(dice, backups)
  if (name === null || !world.hq.isUp()) return
  const how = dice.chance(0.5) ? 'told' : 'silent'
  await watch.beforePuttingBackHq()
  await world.hq.restore(name, how, () => watch.afterPuttingBack(true))
  world.trace.note(`hq restored from ${name}, ${how}`)
  counters[how === 'told' ? 'hqRestored' : 'hqRestoredSilently'] += 1
}

async function setClock({ world, dice, counters }: Play): Promise<void> {
  const till = dice.pick([...world.tills.values()])
  till.wallOffsetMs = dice.chance(0.3) ? 0 : dice.pick([-TEN_YEARS_MS, -86_400_000, -400_000, 400_000, 86_400_000, TEN_YEARS_MS])
  counters.clockJumps += 1
}

async function publishProgramme(play: Play): Promise<void> {
  if (!play.world.hq.isUp() || play.world.hq.isDoomed()) return
  play.programmes += 1
  await publish(play.world.hq.hq, programmeOf(play.programmes))
  play.counters.programmesPublished += 1
}
