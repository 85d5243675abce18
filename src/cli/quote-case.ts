import path from 'node:path'
import { parseCase } from '../contract/case-file.ts'
import type { ProgrammeSource } from '../contract/case-file.ts'
import { rememberingParser } from '../contract/programme-file.ts'
import type { ParsedProgramme } from '../contract/programme-file.ts'
import { quote } from '../domain/quote.ts'
import { readJsonFile } from './json-file.ts'
import type { ReadJson } from './json-file.ts'

/** What quoting one case ends with: an exit code and what is printed. */
export interface QuoteAnswer {
  readonly exit: 0 | 1 | 2
  readonly result: object
}

/** Quotes one case read from somewhere. Bad input is an answer, never an exception. */
export function quoteCase(read: ReadJson, source: ProgrammeSource): QuoteAnswer {
  if (!read.ok) return badInput('unreadable', read.path, read.problem)
  const parsed = parseCase(read.json, source)
  if (!parsed.ok) return badInput('schema', parsed.path, parsed.problem)
  try {
    const outcome = quote(parsed.saleCase)
    if (outcome.kind === 'quoted') return { exit: 0, result: outcome.result }
    return { exit: 1, result: { rejected: outcome.rejected, detail: outcome.detail } }
  } catch (error) {
    if (error instanceof RangeError) return badInput('schema', '', error.message)
    throw error
  }
}

/** Programme files named by cases, relative to a folder; each is read once. */
export function programmesIn(folder: string): ProgrammeSource {
  const parse = rememberingParser()
  const loaded = new Map<string, ParsedProgramme>()
  return {
    parse,
    load: (name) => {
      const file = path.resolve(folder, name)
      const known = loaded.get(file)
      if (known !== undefined) return known
      const read = readJsonFile(file)
      const parsed = read.ok ? parse(read.json) : read
      loaded.set(file, parsed)
      return parsed
    },
  }
}

export function badInput(error: string, badPath: string, problem: string): QuoteAnswer {
  return { exit: 2, result: { error, path: badPath, problem } }
}
