import type { Programme } from '../domain/programme.ts'
import { badFile } from './bad-file.ts'
import type { BadFile } from './bad-file.ts'
import { programmeSchema } from './programme-schema.ts'
import { readSafely } from './read-safely.ts'

export type ParsedProgramme = { readonly ok: true; readonly programme: Programme } | BadFile

/** Checks a programme document and fills in its defaults. Never throws. */
export function parseProgramme(json: unknown): ParsedProgramme {
  const parsed = readSafely(programmeSchema, json)
  return parsed.success ? { ok: true, programme: parsed.data } : badFile(parsed.error)
}

/**
 * `parseProgramme` that remembers documents by their text: a stream of cases repeats the same programme, and the engine
 * keeps what it works out of a programme object as long as it is the same one.
 */
export function rememberingParser(documentsMax = 256): (json: unknown) => ParsedProgramme {
  const known = new Map<string, ParsedProgramme>()
  return (json) => {
    const text = JSON.stringify(json ?? null)
    const before = known.get(text)
    if (before !== undefined) return before
    const parsed = parseProgramme(json)
    if (known.size >= documentsMax) known.clear()
    known.set(text, parsed)
    return parsed
  }
}
