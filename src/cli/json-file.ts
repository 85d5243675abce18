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
    const json = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
    const path = text.includes('__proto__') ? protoPath(json) : null
    return path === null ? { ok: true, json } : { ok: false, path, problem: 'unknown field' }
  } catch (error) {
    return { ok: false, path: '', problem: `is no JSON: ${error instanceof Error ? error.message : 'unknown'}` }
  }
}

/** Where a field is called `__proto__`: schemas pass over it without a word, and unknown fields are to be named. */
function protoPath(json: unknown): string | null {
  const open: (readonly [path: string, value: unknown])[] = [['', json]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) {
      const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
      if (key === '__proto__') return at
      open.push([at, child])
    }
  }
  return null
}
