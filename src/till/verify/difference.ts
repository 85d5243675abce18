import { canonicalJson } from '../../journal/canonical.ts'
import { hexOf } from '../../journal/codec.ts'

/** Where a ledger says one thing and what it is computed from another. */
export type LedgerDifference = {
  /** `sale <id> due_minor`, `journal 1/7`, … */
  readonly where: string
  readonly stored: string
  readonly computed: string
}

const SHOWN_CHARACTERS_MAX = 120

/** Compares rows field by field; a field that only one of them has is a difference too. */
export function compareFields(where: string, stored: object, computed: object): LedgerDifference[] {
  const [left, right] = [stored as Readonly<Record<string, unknown>>, computed as Readonly<Record<string, unknown>>]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((field) => compare(`${where} ${field}`, left[field], right[field]))
}

/** Compares lists of rows place by place. */
export function compareRows(where: string, stored: readonly object[], computed: readonly object[]): LedgerDifference[] {
  if (stored.length !== computed.length) return [{ where: `${where} rows`, stored: String(stored.length), computed: String(computed.length) }]
  return computed.flatMap((row, index) => compareFields(`${where} ${index}`, stored[index] ?? {}, row))
}

/** Compares two values by their canonical JSON; bytes by their hex. */
export function compare(where: string, stored: unknown, computed: unknown): LedgerDifference[] {
  const [left, right] = [shown(stored), shown(computed)]
  return left === right ? [] : [{ where, ...aroundFirstChange(left, right) }]
}

/** Long texts are shown where they part. */
function aroundFirstChange(stored: string, computed: string): Pick<LedgerDifference, 'stored' | 'computed'> {
  let at = 0
  while (at < stored.length && stored[at] === computed[at]) at += 1
  const from = Math.max(0, Math.min(at - 20, Math.max(stored.length, computed.length) - SHOWN_CHARACTERS_MAX))
  const cut = (text: string): string => `${from > 0 ? '…' : ''}${text.slice(from, from + SHOWN_CHARACTERS_MAX)}`
  return { stored: cut(stored), computed: cut(computed) }
}

function shown(part: unknown): string {
  if (part === undefined) return 'absent'
  return part instanceof Uint8Array ? hexOf(part) : canonicalJson(part)
}
