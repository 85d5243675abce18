import { canonicalJson } from '../../journal/canonical.ts'
import { RULES_VERSION } from '../../domain/rules-version.ts'
import { replaySale, saleNumbers } from '../../journal/sold-of-sale.ts'
import type { WireSaleBody } from '../../contract/wire-event.ts'
import type { Programmes } from './programmes.ts'

/** Where an event says one thing and its replay another. */
export type Difference = { readonly kind: 'result' | 'inputs'; readonly path: string; readonly stated: string; readonly computed: string }

const SHOWN_CHARACTERS_MAX = 200

/**
 * Computes a sale again from its own inputs (R12). Events of other rules versions are not judged by this one; rules that
 * were never published here are a difference of the inputs.
 */
export function replaySaleEvent(programmes: Programmes, saleId: string, body: WireSaleBody): Difference[] {
  if (body.rulesVersion !== RULES_VERSION) return []
  const programme = programmes.get(body.programmeHash)
  if (!programme) return [{ kind: 'inputs', path: 'programmeHash', stated: body.programmeHash, computed: 'not published here' }]
  const replayed = replaySale(programme, { saleId, inputs: body.inputs, lotMovements: body.lotMovements })
  if (replayed.kind === 'rejected') return [{ kind: 'result', path: 'result', stated: 'quoted', computed: replayed.rejected }]
  return differencesOf('result', 'result', body.result, saleNumbers(replayed))
}

/** What two values say differently, a line a path, fields that only a newer till knows left out. */
export function differencesOf(kind: Difference['kind'], path: string, stated: unknown, computed: unknown): Difference[] {
  if (isRecord(stated) && isRecord(computed)) return Object.keys(computed).flatMap((key) => differencesOf(kind, `${path}.${key}`, stated[key], computed[key]))
  if (Array.isArray(stated) && Array.isArray(computed) && stated.length === computed.length) {
    return computed.flatMap((each: unknown, index) => differencesOf(kind, `${path}.${index}`, stated[index], each))
  }
  const [said, found] = [shown(stated), shown(computed)]
  return said === found ? [] : [{ kind, path, stated: said.slice(0, SHOWN_CHARACTERS_MAX), computed: found.slice(0, SHOWN_CHARACTERS_MAX) }]
}

function isRecord(candidate: unknown): candidate is Readonly<Record<string, unknown>> {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate)
}

function shown(part: unknown): string {
  return part === undefined ? 'absent' : canonicalJson(part)
}
