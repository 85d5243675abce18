import { parseProgramme } from '../contract/programme-file.ts'
import type { Programme } from '../domain/programme.ts'
import { readCurrentProgramme, readCurrentProgrammeHash } from './db/mirror/programmes.ts'
import type { MirrorRead } from './db/sqlite-file.ts'

/** The rules in force: a programme with the name that sales store. */
export type Rules = { readonly programme: Programme; readonly version: number; readonly hash: string }

/** Gives the rules in force now; reads them anew only when HQ has sent others. */
export type RulesInForce = { current(): Rules | null }

/** @param mirror the mirror in use now @param onUnreadable told once for rules that this program cannot read */
export function createRulesInForce(mirror: () => MirrorRead, onUnreadable: (problem: string) => void): RulesInForce {
  let known: { readonly hash: string; readonly rules: Rules | null } | null = null
  return {
    current() {
      const hash = readCurrentProgrammeHash(mirror())
      if (hash === null) return null
      if (known?.hash !== hash) known = { hash, rules: readRules(mirror(), onUnreadable) }
      return known.rules
    },
  }
}

function readRules(mirror: MirrorRead, onUnreadable: (problem: string) => void): Rules | null {
  const row = readCurrentProgramme(mirror)
  if (row === null) return null
  const parsed = parseProgramme(JSON.parse(row.json))
  if (parsed.ok) return { programme: parsed.programme, version: row.version, hash: row.hash }
  onUnreadable(`${parsed.path}: ${parsed.problem}`)
  return null
}

/** Names the arithmetic that a sale was computed with; rises when the same inputs may give other numbers. */
export const RULES_VERSION = '1'
