/** Who may import whom, written down a second time beside the tsconfig.json of each room. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  scan: [],
  journal: ['domain'],
  contract: ['domain'],
  till: ['domain', 'scan', 'journal', 'contract'],
  hq: ['domain', 'journal', 'contract'],
  main: ['domain', 'contract', 'till'],
  preload: ['contract'],
  ui: ['domain'],
  renderer: ['ui', 'scan', 'domain', 'contract'],
  console: ['ui', 'domain', 'contract'],
  cli: ['domain', 'scan', 'journal', 'contract', 'till'],
}
export const rooms = Object.keys(mayImport)

/** The room a file of src/ stands in. */
export function roomOf(name: string): string | null {
  return /^src\/([\w-]+)\//.exec(name)?.[1] ?? null
}

/** What a room reaches through those it may import: the compiler lets these through, a rule does not. */
export function reachable(room: string): readonly string[] {
  const found = new Set<string>()
  const visit = (name: string): void => {
    for (const next of mayImport[name] ?? []) {
      if (found.has(next)) continue
      found.add(next)
      visit(next)
    }
  }
  visit(room)
  return [...found]
}
