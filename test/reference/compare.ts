/** Deep comparison of two answers, over the keys of the programme format only. */

type Json = { readonly [key: string]: unknown }

export interface Difference {
  readonly path: string
  readonly expected: unknown
  readonly got: unknown
}

const STORED = { principalMinor: null, bonusMinor: null }

/** The keys of a result; null marks a plain field, an array one whose items have the shape, a string how to compare. */
const RESULT = {
  grossMinor: null,
  discountMinor: null,
  dueMinor: null,
  pointsUsed: null,
  pointsTenderMinor: null,
  storedValue: STORED,
  payMinor: null,
  invoiceableMinor: null,
  earnPoints: null,
  debtRepaidPoints: null,
  carry: null,
  balancePoints: null,
  debtPoints: null,
  qualifying: null,
  tierAfter: null,
  needs: [null],
  lines: [
    {
      sku: null,
      grossMinor: null,
      discountMinor: null,
      netMinor: null,
      pointsTenderMinor: null,
      pointsUsed: null,
      earnPoints: null,
      offers: [null],
    },
  ],
  lotsUsed: [{ lot: null, points: null }],
  newLot: { points: null, availableAt: 'instant', expiresAt: 'instant' },
  applied: 'set',
  notApplied: [{ id: null, why: null, missingMinor: null, missingMilli: null, than: null }],
  returns: [
    {
      refundMinor: null,
      storedValue: STORED,
      pointsBack: null,
      pointsClawedBack: null,
      debtPoints: null,
      balancePoints: null,
      lines: [{ line: null, netMinor: null, pointsTenderMinor: null, pointsBack: null, pointsClawedBack: null }],
    },
  ],
}

const isRecord = (from: unknown): from is Json => typeof from === 'object' && from !== null && !Array.isArray(from)
const instant = (from: unknown): unknown => (typeof from === 'string' ? Date.parse(from.replace(/^@/, '')) : from)
const sorted = (from: unknown): string =>
  JSON.stringify(Array.isArray(from) ? [...new Set(from.map(String))].sort() : from)

function listDifference(
  shape: unknown,
  expected: unknown,
  got: unknown,
  path: string,
  isPart: boolean,
): Difference | null {
  if (!Array.isArray(expected) || !Array.isArray(got)) return expected === got ? null : { path, expected, got }
  if (expected.length !== got.length && !(isPart && expected.length < got.length))
    return { path: `${path}.length`, expected, got }
  for (const [index, one] of expected.entries()) {
    const found = difference(shape, one, got[index], `${path}[${index}]`, isPart)
    if (found !== null) return found
  }
  return null
}

function difference(shape: unknown, expected: unknown, got: unknown, path: string, isPart: boolean): Difference | null {
  const differs = (same: boolean): Difference | null => (same ? null : { path, expected, got })
  if (shape === 'instant') return differs(instant(expected) === instant(got))
  if (shape === 'set') return differs(sorted(expected) === sorted(got))
  if (shape === null) return differs(expected === got)
  if (Array.isArray(shape)) return listDifference(shape[0], expected, got, path, isPart)
  if (!isRecord(shape)) return null
  if (!isRecord(expected) || !isRecord(got)) return differs(expected === got)
  for (const [key, inner] of Object.entries(shape)) {
    if (isPart && !(key in expected)) continue
    const found = difference(inner, expected[key], got[key], path === '' ? key : `${path}.${key}`, isPart)
    if (found !== null) return found
  }
  return null
}

/** The first difference between two results of `quote`, or null. A rejection is compared by its name. */
export function compareAnswers(
  expected: { readonly exit: number; readonly result: unknown },
  got: { readonly exit: number; readonly result: unknown },
): Difference | null {
  if (expected.exit !== got.exit) return { path: 'exit', expected: briefly(expected), got: briefly(got) }
  if (expected.exit === 1) return difference({ rejected: null }, expected.result, got.result, '', false)
  return expected.exit === 0 ? difference(RESULT, expected.result, got.result, '', false) : null
}

const briefly = (answer: { readonly exit: number; readonly result: unknown }): unknown =>
  answer.exit === 0 ? { exit: 0 } : answer

/** The first place where a result does not hold what is expected of a part of it, or null. */
export function comparePart(expected: unknown, got: unknown): Difference | null {
  if (isRecord(expected) && 'rejected' in expected) return difference({ rejected: null }, expected, got, '', true)
  return difference(RESULT, expected, got, '', true)
}
