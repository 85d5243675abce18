import { sql } from 'kysely'
import type { Programme } from '../../domain/programme.ts'
import { parseProgramme } from '../../contract/programme-file.ts'
import type { Reader } from '../db/database.ts'

/** The rules that events name, by hash. One that is not there was never published here. */
export type Programmes = ReadonlyMap<string, Programme>

/** A hash names its content, so what was parsed once stays right. */
const parsedByHash = new Map<string, Programme>()
const KEPT_MAX = 50

/** Reads the programmes of these hashes; those that this program cannot read are left out. */
export async function loadProgrammes(db: Reader, hashes: readonly string[]): Promise<Programmes> {
  const wanted = [...new Set(hashes)]
  const missing = wanted.filter((hash) => !parsedByHash.has(hash))
  if (missing.length > 0) {
    if (parsedByHash.size > KEPT_MAX) parsedByHash.clear()
    const rows = await db.selectFrom('programmes').select(['hash', 'canonical_json']).where(sql<boolean>`hash = ANY(${missing})`).execute()
    for (const row of rows) {
      const parsed = parseProgramme(JSON.parse(row.canonical_json))
      if (parsed.ok) parsedByHash.set(row.hash, parsed.programme)
    }
  }
  return new Map(wanted.flatMap((hash) => {
    const programme = parsedByHash.get(hash)
    return programme ? [[hash, programme] as const] : []
  }))
}
