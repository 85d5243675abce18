import type { z } from 'zod'
import type { Reader } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { currentProgramme, isCurrentDocument, publishProgramme } from '../registry/programmes.ts'
import { checkProgramme } from '../../contract/check-programme.ts'
import type { ConsoleChecked, consolePublish, ConsolePublished, ConsoleProgrammes } from '../../contract/console-wire.ts'
import type { LocalizedText } from '../../contract/primitives.ts'
import { programmeChanges } from '../../contract/programme-changes.ts'
import { parseProgramme } from '../../contract/programme-file.ts'

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

/** The canonical file of one version, as the tills have it; null: there is no such version. */
export async function readProgrammeFile(db: Reader, version: number): Promise<string | null> {
  const row = await db.selectFrom('programmes').select('canonical_json').where('version', '=', version).executeTakeFirst()
  return row?.canonical_json ?? null
}

/** What publishing this document would do: the command's check, its examples run, and what it changes. No effect. */
export async function checkForConsole(db: Reader, document: unknown): Promise<ConsoleChecked> {
  const parsed = parseProgramme(document)
  if (!parsed.ok) return { kind: 'refused', examplesCount: 0, findings: [{ level: 'error', path: parsed.path, problem: parsed.problem }] }
  const findings = checkProgramme(parsed.programme)
  const examplesCount = parsed.programme.examples.length
  if (findings.some((finding) => finding.level === 'error')) return { kind: 'refused', examplesCount, findings }
  const current = await currentProgramme(db)
  // What was published once fits the schema of its day; one that fits no longer is shown as if all were new.
  const before = current === null ? null : parseProgramme(current.document)
  const newest = await db.selectFrom('programmes').select('version').orderBy('version', 'desc').limit(1).executeTakeFirst()
  const unchanged = isCurrentDocument(current, document)
  return {
    kind: 'ready',
    name: parsed.programme.name,
    version: unchanged && current !== null ? current.version : (newest?.version ?? 0) + 1,
    replaces: current?.version ?? null,
    ...{ unchanged, examplesCount, findings },
    changes: programmeChanges(before?.ok === true ? before.programme : null, parsed.programme),
  }
}

/** The button: the same check and the same publishing as the command's. */
export async function publishFromConsole(hq: Hq, { document, replaces }: z.infer<typeof consolePublish>): Promise<ConsolePublished> {
  const outcome = await publishProgramme(hq, document, 'console', replaces)
  hq.signal.poke()
  switch (outcome.kind) {
    case 'published':
      return { kind: 'published', ...outcome.published, findings: [...outcome.findings] }
    case 'refused':
      return { kind: 'refused', findings: [...outcome.findings] }
    case 'outdated':
      return outcome
    case 'no-programme':
      return { kind: 'refused', findings: [{ level: 'error', path: outcome.path, problem: outcome.problem }] }
  }
}
