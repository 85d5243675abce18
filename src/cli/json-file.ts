import { readFileSync } from 'node:fs'
import type { BadFile } from '../contract/bad-file.ts'

export type ReadJson = { readonly ok: true; readonly json: unknown } | BadFile

/** Reads a UTF-8 JSON file; what cannot be read is bad input, said in one line. */
export function readJsonFile(path: string): ReadJson {
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch (error) {
    return {
      ok: false,
      path: '',
      problem: `cannot read ${path}: ${error instanceof Error ? error.message : 'unknown'}`,
    }
  }
}

export function parseJson(text: string): ReadJson {
  try {
    return { ok: true, json: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown }
  } catch (error) {
    return { ok: false, path: '', problem: `is no JSON: ${error instanceof Error ? error.message : 'unknown'}` }
  }
}
