import { parseCase } from '../../src/contract/case-file.ts'
import type { SaleCase } from '../../src/domain/sale-case.ts'
import type { Rejection, SaleResult } from '../../src/domain/sale-result.ts'
import { quote } from '../../src/domain/quote.ts'

export type Json = Readonly<Record<string, unknown>>

/** The programme of the worked examples: 1 point per 1.00 paid, floor; 100 points = 1.00; silver ×1, gold ×1.5. */
export function programmeJson(overrides: Json = {}): Json {
  return {
    format: 'tillpoint-programme/1',
    id: 'test',
    version: 1,
    name: { en: 'Test' },
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    tiers: {
      levels: [
        { id: 'silver', threshold: 0 },
        { id: 'gold', threshold: 2000, earnMultiplier: '1.5' },
      ],
    },
    ...overrides,
  }
}

/** A Wednesday afternoon in Shanghai. */
export const AT = '2026-11-25T15:04:00+08:00'
export const DAY_AFTER = '2026-11-26T10:00:00+08:00'

export function caseJson(programme: Json, overrides: Json = {}): Json {
  return {
    programme: programmeJson(programme),
    at: AT,
    store: 's1',
    member: { tier: 'silver' },
    lines: [],
    ...overrides,
  }
}

export function line(sku: string, unitPriceMinor: number, quantityMilli = 1000, more: Json = {}): Json {
  return { sku, category: 'c', quantityMilli, unitPriceMinor, ...more }
}

export function lot(points: number, expiresAt: string | null = null, more: Json = {}): Json {
  return { points, earnedAt: '2026-01-10T10:00:00+08:00', expiresAt, ...more }
}

/** One return the day after, of some quantities by line. */
export function returned(...quantities: readonly (readonly [line: number, quantityMilli: number])[]): Json {
  return {
    at: DAY_AFTER,
    reason: 'change-of-mind',
    lines: quantities.map(([index, quantityMilli]) => ({ line: index, quantityMilli })),
  }
}

export function live(id: string, kind: string, effect: Json, more: Json = {}): Json {
  return { id, state: 'live', kind, effect, ...more }
}

const noFiles = {
  load: () => {
    throw new Error('the test names no programme file')
  },
}

export function parsedCase(json: unknown): SaleCase {
  const parsed = parseCase(json, noFiles)
  if (!parsed.ok) throw new Error(`${parsed.path}: ${parsed.problem}`)
  return parsed.saleCase
}

/** The result of a case that the test knows to be good. */
export function quoted(json: unknown): SaleResult {
  const outcome = quote(parsedCase(json))
  if (outcome.kind === 'rejected') throw new Error(`rejected: ${outcome.rejected} ${JSON.stringify(outcome.detail)}`)
  return outcome.result
}

/** The rejection of a case that the test knows to break a rule. */
export function rejection(json: unknown): Rejection {
  const outcome = quote(parsedCase(json))
  if (outcome.kind === 'quoted') throw new Error('not rejected')
  return outcome
}
