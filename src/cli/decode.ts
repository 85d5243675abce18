import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { badFile, type BadFile } from '../contract/bad-file.ts'
import { scanRules } from '../contract/scan-rules.ts'
import { classify } from '../scan/dispatch.ts'
import { DEFAULT_SCAN_RULES, type ScanRules } from '../scan/rules.ts'
import type { TranscriptPart } from '../scan/key-transcript.ts'
import { captureFile } from './capture-file.ts'
import { decodeCapture } from './decode-capture.ts'
import { readJsonFile } from './json-file.ts'

export const DECODE_USAGE = 'tillpoint decode FILE.json [--rules FILE]'

/** A file that cannot be used: which, where in it, and why. */
class UnusableFile extends Error {
  readonly line: { readonly error: 'schema'; readonly file: string; readonly path: string; readonly problem: string }

  constructor(file: string, { path, problem }: BadFile) {
    super(`${file}: ${path === '' ? '' : `${path}: `}${problem}`)
    this.line = { error: 'schema', file, path, problem }
  }
}

/**
 * `tillpoint decode`: prints what a device's captured bytes or keys were, one JSON line a scan or typed line.
 * @param args what follows `decode` on the command line; paths are relative to the working folder
 * @param print takes one line for standard output; a file that does not fit is one line too: `{ error, file, path, problem }`
 * @param complain takes one line for standard error
 * @returns exit code: 0, or 2 for bad input or usage
 */
export function decode(args: readonly string[], print: (line: string) => void, complain: (line: string) => void): Promise<0 | 2> {
  return Promise.resolve(decodeFile(args, print, complain))
}

function decodeFile(args: readonly string[], print: (line: string) => void, complain: (line: string) => void): 0 | 2 {
  const parsed = readArguments(args)
  if (parsed === null) {
    complain(`usage: ${DECODE_USAGE}`)
    return 2
  }
  try {
    const rules = parsed.rules === null ? DEFAULT_SCAN_RULES : readJson(parsed.rules, scanRules)
    const capture = readJson(parsed.capture, captureFile)
    for (const part of decodeCapture(capture)) {
      const line = describe(part, rules)
      if (line !== null) print(JSON.stringify(line))
    }
    return 0
  } catch (cause) {
    if (!(cause instanceof UnusableFile)) throw cause
    print(JSON.stringify(cause.line))
    complain(cause.message)
    return 2
  }
}

function readArguments(args: readonly string[]): { readonly capture: string; readonly rules: string | null } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { rules: { type: 'string' } },
      allowPositionals: true,
    })
    const [capture, ...others] = positionals
    return capture === undefined || others.length > 0 ? null : { capture, rules: values.rules ?? null }
  } catch {
    return null // an option that does not exist, or one without its value
  }
}

function readJson<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  const read = readJsonFile(file)
  if (!read.ok) throw new UnusableFile(file, read)
  const parsed = schema.safeParse(read.json)
  if (!parsed.success) throw new UnusableFile(file, badFile(parsed.error))
  return parsed.data
}

/** What is printed for a part; null for a swipe in which there was nothing to read. */
function describe(part: TranscriptPart, rules: ScanRules): object | null {
  if (part.kind === 'typed') return { typed: part.text }
  const code = classify(part.scan, rules)
  if (code === null) return null
  const { text, symbology, aim, kind } = code
  return text === null ? { symbology, aim, kind } : { text, symbology, aim, kind }
}
