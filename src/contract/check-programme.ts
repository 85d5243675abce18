import type { Programme } from '../domain/programme.ts'
import { exampleFindings } from './check/examples.ts'
import type { Finding } from './check/finding.ts'
import { gainFindings } from './check/gains.ts'
import { legalFindings } from './check/legal-minimums.ts'
import { nameFindings } from './check/names.ts'
import { neverAppliesFindings } from './check/never-applies.ts'
import { overlapFindings } from './check/overlaps.ts'
import { regulatedGoodsFindings } from './check/regulated-goods.ts'

/** Each looks at a whole programme for one kind of trouble. A new check is a file and a row here. */
const checks: readonly ((programme: Programme) => Finding[])[] = [
  legalFindings,
  gainFindings,
  overlapFindings,
  neverAppliesFindings,
  regulatedGoodsFindings,
  nameFindings,
  exampleFindings,
]

/** What `check` says about a programme that fits the schema: errors refuse it, warnings do not. */
export function checkProgramme(programme: Programme): Finding[] {
  return checks.flatMap((check) => check(programme))
}
