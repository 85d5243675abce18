import { checks, type Check, type DoctorContext, type Level } from './checks.ts'

/** `worst` is the level of the whole. */
export type Diagnosis = { readonly worst: Level; readonly checks: readonly Check[] }

/** Looks at everything and changes nothing. A check that fails is a finding, too. */
export async function examine(context: DoctorContext): Promise<Diagnosis> {
  const found: Check[] = [{ check: 'database', level: 'ok', says: 'the database answers', todo: null }]
  for (const check of checks) {
    try {
      found.push(await check(context))
    } catch (cause) {
      found.push({ check: check.name, level: 'bad', says: `could not be looked at: ${cause instanceof Error ? cause.message : String(cause)}`, todo: 'tillpoint-hq migrate, then look again' })
    }
  }
  return diagnosisOf(found)
}

/** Nothing else can be looked at. */
export function unreachable(cause: unknown): Diagnosis {
  return diagnosisOf([{ check: 'database', level: 'bad', says: `the database does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, todo: 'start it, or see whether --database, --data or DATABASE_URL is right' }])
}

function diagnosisOf(found: readonly Check[]): Diagnosis {
  const worst = found.some((check) => check.level === 'bad') ? 'bad' : found.some((check) => check.level === 'warn') ? 'warn' : 'ok'
  return { worst, checks: found }
}
