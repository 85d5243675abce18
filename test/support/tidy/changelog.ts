const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']
const release = /^## \[(Unreleased|\d+\.\d+\.\d+)\](?: - \d{4}-\d{2}-\d{2})?$/

/**
 * What is wrong with a change log in the form of "Keep a Changelog": `# Changelog`, then releases newest first, each
 * with a date (all but Unreleased), each change a bullet under one of six headings.
 */
export function changelogFaults(text: string): readonly string[] {
  const faults: string[] = []
  const versions: string[] = []
  let kind: string | null = null
  const lines = text.split('\n')
  if (lines[0] !== '# Changelog') faults.push('1: does not begin with "# Changelog"')
  lines.forEach((line, index) => {
    const fault = (what: string): number => faults.push(`${index + 1}: ${what}`)
    if (line.startsWith('## ')) {
      const version = release.exec(line)?.[1]
      if (version === undefined) fault(`not a release: ${line}`)
      else versions.push(version)
      if (version !== undefined && (version === 'Unreleased') === line.includes(' - ')) fault('every release but Unreleased has a date')
      kind = null
    } else if (line.startsWith('### ')) {
      kind = line.slice(4)
      if (!kinds.includes(kind)) fault(`not one of ${kinds.join(', ')}`)
      if (versions.length === 0) fault('stands under no release')
    } else if (line.startsWith('- ') && kind === null) fault('stands under no heading')
  })
  if (versions.length === 0) faults.push('names no release')
  if (versions.slice(1).includes('Unreleased')) faults.push('Unreleased is not on top')
  const numbered = versions.filter((version) => version !== 'Unreleased').map((version) => version.split('.').map(Number))
  if (numbered.some((version, index) => index > 0 && !isNewer(numbered[index - 1] ?? [], version))) faults.push('releases are not newest first')
  return faults
}

function isNewer(left: readonly number[], right: readonly number[]): boolean {
  const differing = left.findIndex((part, index) => part !== right[index])
  return differing >= 0 && (left[differing] ?? 0) > (right[differing] ?? 0)
}
