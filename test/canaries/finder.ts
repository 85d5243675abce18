import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What must be found nowhere of a person: her name and its parts in writing, her phone, her birthday. */
export type Canary =
  | { readonly what: string; readonly kind: 'text'; readonly text: string }
  /** Digits, however they are grouped. */
  | { readonly what: string; readonly kind: 'digits'; readonly text: string }
  /** Month and day, MM-DD: alone, or behind a year; not in the middle of a longer id. */
  | { readonly what: string; readonly kind: 'month-day'; readonly text: string }

export type Sighting = { readonly file: string; readonly what: string; readonly form: string }

/** Looks into every byte of every file below these folders. @returns each file and form in which a canary was seen */
export function findCanaries(folders: readonly string[], canaries: readonly Canary[]): { readonly sightings: readonly Sighting[]; readonly files: number; readonly bytes: number } {
  const needles = canaries.flatMap((canary) => needlesOf(canary).map((needle) => ({ ...needle, what: canary.what })))
  const patterns = canaries.flatMap((canary) => patternsOf(canary).map((pattern) => ({ pattern, what: canary.what })))
  const sightings: Sighting[] = []
  let files = 0
  let bytes = 0
  for (const file of folders.flatMap(filesBelow)) {
    const content = readFileSync(file)
    files += 1
    bytes += content.length
    for (const { what, form, bytes: needle } of needles) if (content.includes(needle)) sightings.push({ file, what, form })
    const text = content.toString('latin1')
    for (const { what, pattern } of patterns) if (pattern.test(text)) sightings.push({ file, what, form: 'grouped digits' })
  }
  return { sightings, files, bytes }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

type Needle = { readonly form: string; readonly bytes: Buffer }

/** The forms in which programs write a text. */
function needlesOf({ kind, text }: Canary): Needle[] {
  if (kind === 'month-day') return []
  const utf8 = Buffer.from(text, 'utf8')
  const utf16 = Buffer.from(text, 'utf16le')
  const escaped = [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  const forms: Needle[] = [
    { form: 'UTF-8', bytes: utf8 },
    { form: 'UTF-16LE', bytes: utf16 },
    { form: 'UTF-16BE', bytes: Buffer.from(utf16).swap16() },
    { form: 'hex', bytes: Buffer.from(utf8.toString('hex')) },
    { form: 'HEX', bytes: Buffer.from(utf8.toString('hex').toUpperCase()) },
    ...base64Forms(utf8),
    ...base64Forms(utf16),
  ]
  if (kind === 'digits') return forms
  return [...forms, { form: 'GB18030', bytes: gb18030(text) }, { form: '\\u escapes', bytes: Buffer.from(escaped) }, { form: 'percent', bytes: Buffer.from(encodeURIComponent(text)) }]
}

/** A text inside a longer one comes out of base64 in one of three ways; the characters that its neighbours change are left out. */
function base64Forms(bytes: Buffer): Needle[] {
  return [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replaceAll('=', '')
    const inner = whole.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + bytes.length) * 8) / 6))
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')].map((text): Needle => ({ form: 'base64', bytes: Buffer.from(text) }))
  })
}

function patternsOf({ kind, text }: Canary): RegExp[] {
  if (kind === 'digits') return [new RegExp([...text].join(String.raw`[ \-./()]{0,2}`))]
  if (kind === 'month-day') {
    const [month = '', day = ''] = text.split('-')
    return [new RegExp(`(?<![0-9a-fA-F-])(?:(?:19|20)\\d\\d-)?${month}-${day}(?![0-9a-fA-F-])`)]
  }
  return []
}

let codeOf: ReadonlyMap<string, readonly number[]> | null = null

/** GB18030 of characters of its two-byte part, by turning the platform's decoder round. @throws for any other */
export function gb18030(text: string): Buffer {
  codeOf ??= twoByteCodes()
  return Buffer.from(
    [...text].flatMap((character) => {
      const code = character < '\x80' ? [character.charCodeAt(0)] : codeOf?.get(character)
      if (code === undefined) throw new Error(`${character} is not in the two-byte part of GB18030`)
      return [...code]
    }),
  )
}

function twoByteCodes(): Map<string, readonly number[]> {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, readonly number[]>()
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1) codes.set(decoder.decode(Uint8Array.of(first, second)), [first, second])
  return codes
}
