/** What vitest's JSON report says of one test, or of all whose full name holds a text. */
export type Verdict = 'passed' | 'failed' | 'did not run'

export type Report = {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/**
 * `failed` where any of the named tests failed, or their file could not even be loaded; `did not run` where none of that
 * name ran, or one was skipped because what comes before it failed.
 */
export function verdictOf(report: Report | null, testFile: string, testName: string): Verdict {
  const files = report?.testResults.filter(({ name }) => name.replaceAll('\\', '/').endsWith(`/${testFile}`)) ?? []
  const named = files.flatMap((file) => file.assertionResults).filter(({ fullName }) => fullName.includes(testName))
  const ran = named.filter(({ status }) => status === 'passed' || status === 'failed')
  if (ran.some(({ status }) => status === 'failed')) return 'failed'
  // A file whose set-up or import fails has a failed status, and its tests are skipped or not even known.
  if (ran.length === 0) return files.some(({ status }) => status === 'failed') ? 'failed' : 'did not run'
  return 'passed'
}

/** The pattern for vitest's -t that fits any of these names. */
export function patternOf(names: readonly string[]): string {
  return names.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)).join('|')
}
