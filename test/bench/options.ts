import { parseArgs } from 'node:util'

export const USAGE = `usage: npm run bench [-- --quick] [--members N] [--folder DIR]
  --quick      20,000 members and few samples: to see that it runs
  --members N  how many the till knows (default 1,000,000)
  --folder DIR the disk to measure (default /var/tmp)`

export type BenchOptions = {
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
    const { values } = parseArgs({ args: [...args], options: { quick: { type: 'boolean' }, members: { type: 'string' }, folder: { type: 'string' } }, strict: true })
    const quick = values.quick === true
    const members = values.members === undefined ? (quick ? MEMBERS_QUICK : MEMBERS) : Number(values.members)
    if (!Number.isInteger(members) || members < MEMBERS_MIN) return null
    return { members, folder: values.folder ?? '/var/tmp', rounds: quick ? 3 : 5, share: quick ? 0.2 : 1 }
  } catch {
    return null
  }
}
