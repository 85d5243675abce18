import type { Reader } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { publishProgramme } from '../registry/programmes.ts'
import type { ConsolePublished, ConsoleProgrammes } from '../../contract/console-wire.ts'
import type { LocalizedText } from '../../contract/primitives.ts'

/** All versions of the rules, the newest first. */
export async function readProgrammes(db: Reader): Promise<ConsoleProgrammes> {
  const rows = await db.selectFrom('programmes').select(['version', 'hash', 'canonical_json', 'current', 'published_at_ms', 'published_by']).orderBy('version', 'desc').execute()
  return {
    programmes: rows.map((row) => ({
      ...{ version: row.version, hash: row.hash, current: row.current, publishedAtMs: row.published_at_ms, publishedBy: row.published_by },
      // Checked against the schema before it was published.
      name: (JSON.parse(row.canonical_json) as { readonly name: LocalizedText }).name,
    })),
  }
}

/** The button: the same check and the same publishing as the command's. */
export async function publishFromConsole(hq: Hq, document: unknown): Promise<ConsolePublished> {
  const outcome = await publishProgramme(hq, document, 'console')
  hq.signal.poke()
  switch (outcome.kind) {
    case 'published':
      return { kind: 'published', ...outcome.published, findings: [...outcome.findings] }
    case 'refused':
      return { kind: 'refused', findings: [...outcome.findings] }
    case 'no-programme':
      return { kind: 'refused', findings: [{ level: 'error', path: outcome.path, problem: outcome.problem }] }
  }
}
