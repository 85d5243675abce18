import { countWorld, type Claimed, type Count } from '../../recount/world/count.ts'
import { HqReader, type HqRows } from '../../recount/world/hq-rows.ts'
import { readTillFiles } from '../../recount/world/till-files.ts'
import type { Stage } from './stage.ts'

/** A wall clock further off than this is flagged. */
const CLOCK_OFF_MS = 5 * 60_000

/** What an independent recount finds at the end. @throws when it finds a contradiction: such numbers are no numbers */
export async function measureEnd(stage: Stage): Promise<Readonly<Record<string, unknown>>> {
  const { world, shown, schedule } = stage
  const reader = new HqReader()
  const hq = await reader.read(world.hq.databaseUrl).finally(() => reader.close())
  const tills = [...world.tills.values()].map((till): Claimed => ({ name: till.name, files: readTillFiles(till.dataDir), isCut: till.line.isCut() }))
  const count = countWorld({ shown, tills, hq, gone: new Set() })
  if (count.wrong.length > 0) throw new Error(`the recount finds contradictions: ${count.wrong.join('; ')}`)
  return {
    members: membersOf(hq),
    lost: count.lost.length,
    doubled: count.doubled.length,
    overspentPoints: count.overspentPoints,
    overspentMinor: count.overspentMinor,
    allowanceUsedPoints: Object.fromEntries(Object.keys(schedule.tills).map((name) => [name, 0])),
    queued: count.queued,
    differences: hq.differences.length,
    flags: flagsOf(hq, tills),
    ...detailsOf(count),
  }
}

function membersOf(hq: HqRows): Record<string, unknown> {
  return Object.fromEntries(
    hq.members.map(({ memberId, balancePoints, freePoints, lentPoints, unconfirmedPoints, debtPoints, storedValueMinor, erased }) => [
      memberId,
      { balancePoints, freePoints, lentPoints, unconfirmedPoints, debtPoints, storedValueMinor, erased },
    ]),
  )
}

function flagsOf(hq: HqRows, tills: readonly Claimed[]): string[] {
  const flags = new Set<string>()
  if (hq.tills.some(({ clockOffsetMs }) => Math.abs(clockOffsetMs ?? 0) > CLOCK_OFF_MS)) flags.add('clock')
  if (hq.events.some((event) => event.kind === 'gap')) flags.add('gap')
  if (hq.branches.length > 0 || hq.tills.some((till) => till.forkSeen)) flags.add('fork')
  if (hq.incarnation > 1 || tills.some(({ files }) => files.events.some((event) => event.kind === 'epoch-opened'))) flags.add('restored')
  if (hq.suspense.length > 0) flags.add('suspense')
  return [...flags].sort()
}

/** Names of what is lost or doubled, where anything is. */
function detailsOf({ lost, doubled }: Count): { readonly details?: readonly string[] } {
  return lost.length + doubled.length === 0 ? {} : { details: [...lost, ...doubled] }
}
