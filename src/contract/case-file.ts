import { z } from 'zod'
import type { Programme } from '../domain/programme.ts'
import { priceOfQuantity } from '../domain/rounding.ts'
import type { SaleCase } from '../domain/sale-case.ts'
import { badFile, within } from './bad-file.ts'
import type { BadFile } from './bad-file.ts'
import { caseSchema } from './case-schema.ts'
import { parseProgramme } from './programme-file.ts'
import type { ParsedProgramme } from './programme-file.ts'
import { readSafely } from './read-safely.ts'

export type ParsedCase = { readonly ok: true; readonly saleCase: SaleCase } | BadFile

/** Where the programme of a case comes from: a path that the case names, or the object in it. */
export interface ProgrammeSource {
  /** Reads and checks the file that a case names; its path is relative to whatever the caller says. */
  readonly load: (path: string) => ParsedProgramme
  readonly parse?: (json: unknown) => ParsedProgramme
}

/** Checks a case, its programme included, and fills in the defaults. Never throws. */
export function parseCase(json: unknown, source: ProgrammeSource): ParsedCase {
  const parts = readSafely(caseParts, json)
  if (!parts.success) return badFile(parts.error)
  const { programme: named, ...rest } = parts.data
  if (named === undefined) return { ok: false, path: 'programme', problem: 'is required' }
  const parsed = typeof named === 'string' ? source.load(named) : (source.parse ?? parseProgramme)(named)
  if (!parsed.ok) return within('programme', parsed)
  return caseOf(rest, parsed.programme)
}

/** Checks a case whose programme is known already, as those of a programme's examples are. */
export function parseCaseOf(json: unknown, programme: Programme): ParsedCase {
  const parts = readSafely(caseParts, json)
  if (!parts.success) return badFile(parts.error)
  return caseOf(parts.data, programme)
}

const caseParts = z.looseObject({ programme: z.unknown().optional() })

function caseOf(rest: unknown, programme: Programme): ParsedCase {
  const parsed = readSafely(caseSchema, rest)
  if (!parsed.success) return badFile(parsed.error)
  const saleCase: SaleCase = { programme, ...parsed.data }
  const problem = grossProblem(saleCase) ?? tierProblem(saleCase)
  return problem ?? { ok: true, saleCase }
}

/** The price of a line, and of all lines together, stays inside the safe integers. */
function grossProblem({ lines }: SaleCase): BadFile | null {
  let total = 0
  for (const [index, { unitPriceMinor, quantityMilli }] of lines.entries()) {
    const gross = grossOrNull(unitPriceMinor, quantityMilli)
    if (gross === null) return { ok: false, path: `lines[${index}]`, problem: 'its price is beyond 2^53 − 1' }
    total += gross
    if (!Number.isSafeInteger(total)) return { ok: false, path: 'lines', problem: 'their price is beyond 2^53 − 1' }
  }
  return null
}

function grossOrNull(unitPriceMinor: number, quantityMilli: number): number | null {
  try {
    return priceOfQuantity(unitPriceMinor, quantityMilli)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function tierProblem({ member, programme }: SaleCase): BadFile | null {
  const tier = member?.tier ?? null
  if (tier === null || programme.tiers.levels.some((level) => level.id === tier)) return null
  return { ok: false, path: 'member.tier', problem: `"${tier}" is no level of the programme` }
}
