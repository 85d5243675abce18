import { parseProgramme } from '../contract/programme-file.ts'
import type { Programme } from '../domain/programme.ts'
import { canonicalJson } from '../journal/canonical.ts'
import { hexOf, utf8 } from '../journal/codec.ts'
import { sha256 } from './crypto.ts'
import { readCurrentProgramme, readCurrentProgrammeHash } from './db/mirror/programmes.ts'
import type { MirrorRead } from './db/sqlite-file.ts'

/** The rules in force: a programme with the name that sales store. */
export type Rules = { readonly programme: Programme; readonly version: number; readonly hash: string; readonly canonicalJson: string }

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
  const rules = rulesOf(row.version, row.hash, JSON.parse(row.json))
  if (rules.ok) return rules.rules
  onUnreadable(rules.problem)
  return null
}

/** Reads a programme's document; nothing of it is used unless it is the one that the hash names. */
export function rulesOf(version: number, hash: string, document: unknown): { readonly ok: true; readonly rules: Rules } | { readonly ok: false; readonly problem: string } {
  const text = canonicalJson(document)
  if (hexOf(sha256(utf8(text))) !== hash) return { ok: false, problem: `version ${version} does not hash to ${hash}` }
  const parsed = parseProgramme(document)
  if (!parsed.ok) return { ok: false, problem: `${parsed.path}: ${parsed.problem}` }
  return { ok: true, rules: { programme: parsed.programme, version, hash, canonicalJson: text } }
}
