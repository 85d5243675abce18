/** Expectations are a subset: only the keys that they name count; `flags` must be among those that were raised. */
export function unmetOf(where: string, expected: unknown, found: unknown): string[] {
  if (where.endsWith('.flags') && Array.isArray(expected)) {
    const raised = Array.isArray(found) ? found : []
    return expected.filter((flag) => !raised.includes(flag)).map((flag) => `${where}: ${String(flag)} was not raised`)
  }
  if (isRecord(expected)) {
    if (!isRecord(found)) return [`${where}: expected ${shown(expected)}, found ${shown(found)}`]
    return Object.entries(expected).flatMap(([key, each]) => unmetOf(`${where}.${key}`, each, found[key]))
  }
  return shown(expected) === shown(found) ? [] : [`${where}: expected ${shown(expected)}, found ${shown(found)}`]
}

function isRecord(candidate: unknown): candidate is Readonly<Record<string, unknown>> {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate)
}

function shown(part: unknown): string {
  return part === undefined ? 'nothing' : JSON.stringify(part)
}
