import { parseArgs } from 'node:util'
import { breaks, type BreakName } from './broken.ts'

export const USAGE = `usage: npm run demo [-- --break=${Object.keys(breaks).join('|')}]`

/** What was asked for; null: something that the demo does not know. */
export function readOptions(args: readonly string[]): { readonly broken: BreakName | null } | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { break: { type: 'string' } }, strict: true })
    const name = values.break
    if (name === undefined) return { broken: null }
    return isBreak(name) ? { broken: name } : null
  } catch {
    return null
  }
}

function isBreak(name: string): name is BreakName {
  return Object.hasOwn(breaks, name)
}
