import { parseArgs } from 'node:util'

/** What can be measured alone, by name. */
export const partNames = ['quote', 'sale', 'lookup', 'start', 'scan', 'scans', 'pay', 'memory'] as const
export type PartName = (typeof partNames)[number]

export const USAGE = `usage: npm run bench [-- --only PART,…] [--quick] [--members N] [--folder DIR]
  --only PART  one or more of ${partNames.join(', ')}
  --quick      20,000 members and few samples: to see that it runs
  --members N  how many the till knows (default 1,000,000)
  --folder DIR the disk to measure (default /var/tmp)`

export type BenchOptions = {
  readonly chosen: ReadonlySet<PartName>
  readonly members: number
  readonly folder: string
  readonly rounds: number
  /** How much is measured, 1 being all. */
  readonly share: number
}

const MEMBERS = 1_000_000
const MEMBERS_QUICK = 20_000
const MEMBERS_MIN = 1_000

/** What was asked for; null: something that it does not know. */
export function readOptions(args: readonly string[]): BenchOptions | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { only: { type: 'string' }, quick: { type: 'boolean' }, members: { type: 'string' }, folder: { type: 'string' } }, strict: true })
    const quick = values.quick === true
    const members = values.members === undefined ? (quick ? MEMBERS_QUICK : MEMBERS) : Number(values.members)
    const only = values.only === undefined ? partNames : values.only.split(',')
    if (!Number.isInteger(members) || members < MEMBERS_MIN || !only.every(isPartName)) return null
    return { chosen: new Set(only), members, folder: values.folder ?? '/var/tmp', rounds: quick ? 3 : 5, share: quick ? 0.2 : 1 }
  } catch {
    return null
  }
}

function isPartName(name: string): name is PartName {
  return partNames.some((known) => known === name)
}
