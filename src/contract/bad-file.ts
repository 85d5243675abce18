import type { z } from 'zod'

/** Why a file does not fit its schema. `path` is as in `promotions[0].effect.multiplier`; "" is the file itself. */
export interface BadFile {
  readonly ok: false
  readonly path: string
  readonly problem: string
}

/** The first problem of a file, said so that whoever wrote it finds it. */
export function badFile(error: z.ZodError): BadFile {
  const [issue] = error.issues
  if (issue === undefined) return { ok: false, path: '', problem: 'does not fit the schema' }
  if (issue.code === 'unrecognized_keys') {
    const [field = ''] = issue.keys
    return { ok: false, path: pathText([...issue.path, field]), problem: `unknown field "${field}"` }
  }
  return { ok: false, path: pathText(issue.path), problem: issue.message }
}

/** The same problem, seen from the file that holds this one under `field`. */
export function within(field: string, bad: BadFile): BadFile {
  const joint = bad.path === '' || bad.path.startsWith('[') ? '' : '.'
  return { ...bad, path: `${field}${joint}${bad.path}` }
}

export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? String(step) : `.${String(step)}`))
    .join('')
}
