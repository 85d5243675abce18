import { readdirSync, readFileSync } from 'node:fs'

/** A process and all that it started, and so on. */
export function treeOf(rootProcess: number): readonly number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      // Behind the program's name, which may hold anything, come state and parent.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It has ended.
    }
  }
  const belongs = (pid: number | undefined): boolean => pid !== undefined && (pid === rootProcess || belongs(parents.get(pid)))
  return [...parents.keys()].filter((pid) => belongs(pid))
}

/** What a process of the application is for, by its command line. */
export function purposeOf(pid: number): string {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ')
    const type = /--type=(\S+)/.exec(command)?.[1] ?? 'shell'
    return /--utility-sub-type=(?:\w+\.)*(\w+)/.exec(command)?.[1] ?? type
  } catch {
    return 'ended'
  }
}

/** Proportional set size: memory shared by several processes counts once. Null: the kernel does not tell this user. */
export function pssBytes(pid: number): number | null {
  try {
    const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    return match === null ? null : Number(match[1]) * 1024
  } catch {
    return null
  }
}
