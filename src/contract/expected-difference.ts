/** Where a result is not what was expected of it. */
export interface ExpectedDifference {
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

/**
 * The first difference between a result and a part of it that is expected, or null. Objects: the fields that are
 * expected. Lists: entry by entry, of the same length. `applied` is a set, `notApplied` is looked up by id. Instants
 * are compared as instants; the expected one may begin with "@".
 */
export function expectedDifference(expected: unknown, actual: unknown, path = ''): ExpectedDifference | null {
  if (path.endsWith('applied') && isList(expected) && isList(actual)) return setDifference(expected, actual, path)
  if (path.endsWith('notApplied') && isList(expected) && isList(actual)) return listById(expected, actual, path)
  if (isList(expected)) {
    if (!isList(actual) || actual.length !== expected.length) return { path, expected, actual }
    return firstOf(expected.map((entry, index) => () => expectedDifference(entry, actual[index], `${path}[${index}]`)))
  }
  if (isRecord(expected)) {
    if (!isRecord(actual)) return { path, expected, actual }
    return firstOf(
      Object.entries(expected).map(
        ([field, entry]) =>
          () =>
            expectedDifference(entry, Object.hasOwn(actual, field) ? actual[field] : undefined, join(path, field)),
      ),
    )
  }
  return expected === actual || isSameInstant(expected, actual) ? null : { path, expected, actual }
}

function setDifference(
  expected: readonly unknown[],
  actual: readonly unknown[],
  path: string,
): ExpectedDifference | null {
  const isSame = expected.every((entry) => actual.includes(entry)) && actual.every((entry) => expected.includes(entry))
  return isSame ? null : { path, expected, actual }
}

function listById(expected: readonly unknown[], actual: readonly unknown[], path: string): ExpectedDifference | null {
  return firstOf(
    expected.map((entry) => () => {
      const id = isRecord(entry) ? entry['id'] : undefined
      const found = actual.find((other) => isRecord(other) && other['id'] === id)
      return expectedDifference(entry, found, `${path}[${String(id)}]`)
    }),
  )
}

function isSameInstant(expected: unknown, actual: unknown): boolean {
  if (typeof expected !== 'string' || typeof actual !== 'string') return false
  if (!/^@?\d{4}-\d{2}-\d{2}T/.test(expected)) return false
  return Date.parse(expected.replace(/^@/, '')) === Date.parse(actual)
}

function firstOf(differences: readonly (() => ExpectedDifference | null)[]): ExpectedDifference | null {
  for (const difference of differences) {
    const found = difference()
    if (found !== null) return found
  }
  return null
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`
}

function isList(json: unknown): json is readonly unknown[] {
  return Array.isArray(json)
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
