import { canonicalJson as canonicalOf } from '../../journal/canonical.ts'
import { hexOf, utf8 } from '../../journal/codec.ts'
import { sha256 } from '../crypto.ts'
import { readUsedProgrammes } from '../db/programmes-used.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { rulesOf, type Rules } from '../rules.ts'
import { compare, type LedgerDifference } from './difference.ts'

/** The rules that a ledger keeps, by hash, and what is wrong with them. Those that are not what their hash names are left out. */
export function verifyProgrammes(ledger: LedgerRead): { readonly rules: ReadonlyMap<string, Rules>; readonly differences: LedgerDifference[] } {
  const rules = new Map<string, Rules>()
  const differences = readUsedProgrammes(ledger).flatMap(({ hash, version, canonicalJson }) => {
    const where = `programme ${version}`
    const document = parsed(canonicalJson)
    const found = [
      ...compare(`${where} hash`, hash, hexOf(sha256(utf8(canonicalJson)))),
      ...compare(`${where} canonical_json`, canonicalJson, canonicalOf(document)),
      ...compare(`${where} version`, version, versionOf(document)),
    ]
    const read = found.length === 0 ? rulesOf(version, hash, document) : null
    if (read?.ok === true) rules.set(hash, read.rules)
    else if (read !== null) found.push({ where, stored: read.problem, computed: 'a programme that this program can read' })
    return found
  })
  return { rules, differences }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function versionOf(document: unknown): unknown {
  return typeof document === 'object' && document !== null && 'version' in document ? document.version : null
}
