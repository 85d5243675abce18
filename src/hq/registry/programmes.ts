import { canonicalJson } from '../../journal/canonical.ts'
import { sha256 } from '../crypto.ts'
import { inTransaction, type Reader } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { programmeChange, writeFeedGroup } from '../feed/changes.ts'
import { checkProgramme } from '../../contract/check-programme.ts'
import type { Finding } from '../../contract/check/finding.ts'
import { parseProgramme } from '../../contract/programme-file.ts'

export type Published = { readonly version: number; readonly hash: string; readonly unchanged: boolean }
export type PublishOutcome =
  /** `findings`: warnings. */
  | { readonly kind: 'published'; readonly published: Published; readonly findings: readonly Finding[] }
  /** It is no programme. */
  | { readonly kind: 'no-programme'; readonly path: string; readonly problem: string }
  /** An example fails, it goes below a legal minimum, or it contradicts itself. */
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
/** It was to take the place of another version than the current one, which is this; null: none. */
export type Outdated = { readonly kind: 'outdated'; readonly version: number | null }

type Publisher = Pick<Hq, 'db' | 'clock' | 'ids'>

/**
 * Makes a programme the current one, if `check` has no error in it. HQ alone gives version numbers: the file's own is
 * replaced by the next. Publishing the document that is current already changes nothing. Old versions are kept.
 * @param replaces the version whose place it is to take; null: none is there yet; absent: whichever is current
 */
export function publishProgramme(hq: Publisher, document: unknown, person: string): Promise<PublishOutcome>
export function publishProgramme(hq: Publisher, document: unknown, person: string, replaces: number | null | undefined): Promise<PublishOutcome | Outdated>
export async function publishProgramme(hq: Publisher, document: unknown, person: string, replaces?: number | null): Promise<PublishOutcome | Outdated> {
  const parsed = parseProgramme(document)
  if (!parsed.ok) return { kind: 'no-programme', path: parsed.path, problem: parsed.problem }
  const findings = checkProgramme(parsed.programme)
  if (findings.some((finding) => finding.level === 'error')) return { kind: 'refused', findings }
  return inTransaction(hq.db, async (tx): Promise<PublishOutcome | Outdated> => {
    // The feed's row is nobody's but the numbering's; programmes are few, so their table is the lock.
    const versions = await tx.selectFrom('programmes').selectAll().orderBy('version').forUpdate().execute()
    const current = versions.find((programme) => programme.current)
    if (replaces !== undefined && replaces !== (current?.version ?? null)) return { kind: 'outdated', version: current?.version ?? null }
    const version = (versions.at(-1)?.version ?? 0) + 1
    if (current && canonicalOf(document, current.version) === current.canonical_json) return { kind: 'published', published: { version: current.version, hash: current.hash, unchanged: true }, findings }
    const canonicalJson = canonicalOf(document, version)
    const hash = Buffer.from(sha256(Buffer.from(canonicalJson))).toString('hex')
    const nowMs = hq.clock.nowMs()
    const stamp = 1 + Math.max(0, ...versions.map((programme) => programme.stamp))
    if (current) await tx.updateTable('programmes').set({ current: false, stamp }).where('version', '=', current.version).execute()
    await tx.insertInto('programmes').values({ version, hash, canonical_json: canonicalJson, current: true, published_at_ms: nowMs, published_by: person, stamp }).execute()
    const changes = [...(current ? [programmeChange({ ...current, current: false })] : []), programmeChange({ version, hash, canonical_json: canonicalJson, current: true })]
    await writeFeedGroup(tx, hq.ids, { stamp, changes, madeAtMs: nowMs })
    return { kind: 'published', published: { version, hash, unchanged: false }, findings }
  })
}

function canonicalOf(document: unknown, version: number): string {
  return canonicalJson({ ...(document as Record<string, unknown>), version })
}

/** Would publishing this document change nothing? */
export function isCurrentDocument(current: { readonly version: number; readonly document: Record<string, unknown> } | null, document: unknown): boolean {
  return current !== null && canonicalOf(document, current.version) === canonicalJson(current.document)
}

/** The current programme's document; null: none has been published. */
export async function currentProgramme(db: Reader): Promise<{ version: number; document: Record<string, unknown> } | null> {
  const row = await db.selectFrom('programmes').select(['version', 'canonical_json']).where('current', '=', true).executeTakeFirst()
  return row ? { version: row.version, document: JSON.parse(row.canonical_json) as Record<string, unknown> } : null
}
