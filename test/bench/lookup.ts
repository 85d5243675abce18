import type { RegionKey } from '../../src/journal/key-wrap.ts'
import { mirrorPath, mirrorProfile } from '../../src/till/db/till-files.ts'
import { openSqliteFile } from '../../src/till/db/sqlite-file.ts'
import { findByCard } from '../../src/till/members/directory.ts'
import { createMemberVault } from '../../src/till/members/member-vault.ts'
import { cardOf, memberIdOf } from './mirror.ts'
import { inRounds, middle } from './statistics.ts'
import { time, type Row } from './table.ts'
import { timed } from './timed.ts'

const P50_MS_MAX = 0.06
const P99_MS_MAX = 0.25

/** Any member, each as likely as the next; the same ones in every run. */
export function anyMembers(count: number, members: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => (index * 7_919 * 104_729 + 31) % members)
}

/** (a) From a card's digits to the member with her name readable: keyed hash, two look-ups, one box opened. */
export async function lookupRow(tillDir: string, key: RegionKey, members: number, rounds: number, samples: number): Promise<Row> {
  const mirror = openSqliteFile(mirrorProfile, { path: mirrorPath(tillDir, 1) })
  const vault = createMemberVault(key)
  const lookUp = (number: number): void => {
    const holder = findByCard(mirror, vault, cardOf(number))
    if (holder.kind !== 'member' || holder.member.memberId !== memberIdOf(number)) throw new Error(`card ${cardOf(number)} finds nobody`)
    if (vault.open(holder.member.memberId, holder.member.box) === null) throw new Error(`the box of ${holder.member.memberId} does not open`)
  }
  try {
    anyMembers(samples, members).forEach(lookUp)
    const times = await inRounds(rounds, async () => anyMembers(samples, members).map((number) => timed(() => lookUp(number))))
    const [p50, p99] = [middle(times, 0.5), middle(times, 0.99)]
    return {
      part: 'a',
      what: `card → member among ${members.toLocaleString('en')}, her box opened, in-process`,
      measured: `p50 ${time(p50)}, p99 ${time(p99)}`,
      target: 'p50 ≤ 60 µs, p99 ≤ 250 µs',
      met: p50 <= P50_MS_MAX && p99 <= P99_MS_MAX,
    }
  } finally {
    mirror.close()
  }
}
