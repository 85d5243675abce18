import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { scanRules } from '../contract/scan-rules.ts'
import { classify } from '../scan/dispatch.ts'
import { DEFAULT_SCAN_RULES, type ScanRules } from '../scan/rules.ts'
import type { TranscriptPart } from '../scan/key-transcript.ts'
import { captureFile } from './capture-file.ts'
import { decodeCapture } from './decode-capture.ts'

export const DECODE_USAGE = 'tillpoint decode FILE.json [--rules FILE]'

/** A file that cannot be used: which, where in it, and why. */
class BadFile extends Error {}

/**
 * `tillpoint decode`: prints what a device's captured bytes or keys were, one JSON line a scan or typed line.
 * @param args what follows `decode` on the command line; paths are relative to the working folder
 * @param print takes one line for standard output
 * @param complain takes one line for standard error
 * @returns exit code: 0, or 2 for bad input or usage
 */
export async function decode(
  args: readonly string[],
  print: (line: string) => void,
  complain: (line: string) => void,
): Promise<0 | 2> {
  const parsed = readArguments(args)
  if (parsed === null) {
    complain(`usage: ${DECODE_USAGE}`)
    return 2
  }
  try {
    const rules = parsed.rules === null ? DEFAULT_SCAN_RULES : await readJson(parsed.rules, scanRules)
    const capture = await readJson(parsed.capture, captureFile)
    for (const part of decodeCapture(capture)) {
      const line = describe(part, rules)
      if (line !== null) print(JSON.stringify(line))
    }
    return 0
  } catch (cause) {
    if (!(cause instanceof BadFile)) throw cause
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

async function readJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BadFile(`${path}: ${cause instanceof Error ? cause.message : 'cannot be read'}`)
  })
  const parsed = schema.safeParse(parseJson(path, text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new BadFile(`${path}: ${issue?.path.join('.') || '(top)'}: ${issue?.message ?? 'does not fit'}`)
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new BadFile(`${path}: not JSON: ${cause instanceof Error ? cause.message : ''}`)
  }
}

/** What is printed for a part; null for a swipe in which there was nothing to read. */
function describe(part: TranscriptPart, rules: ScanRules): object | null {
  if (part.kind === 'typed') return { typed: part.text }
  const code = classify(part.scan, rules)
  if (code === null) return null
  const { text, symbology, aim, kind } = code
  return text === null ? { symbology, aim, kind } : { text, symbology, aim, kind }
}
