import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse, type Info } from 'csv-parse'

/** One row of a file below its headings; `line` counts from 1 as an editor does. */
export type CsvRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> }
export type CsvProblem = { readonly line: number; readonly column: string | null; readonly problem: string }
export type CsvItem = { readonly kind: 'row'; readonly row: CsvRow } | { readonly kind: 'broken'; readonly broken: CsvProblem }

/** A column by its name, and what else it may be headed. */
export type Heading = { readonly name: string; readonly also: readonly string[]; readonly required: boolean }

/** The file as a whole cannot be read; nothing of it was taken in. */
export class CsvRefused extends Error {
  readonly why: 'encoding' | 'headings' | 'empty'
  constructor(why: CsvRefused['why'], detail: string) {
    super(detail)
    this.name = 'CsvRefused'
    this.why = why
  }
}

export type CsvEncoding = 'utf-8' | 'gb18030'

/** A row of a list of goods or members is some hundred characters; a quote that is never closed is not read for ever. */
const ROW_CHARACTERS_MAX = 20_000
const CHUNK_BYTES = 256 * 1024

/**
 * UTF-8 (with or without its mark) where all of the file is, else GB18030, as spreadsheets in China write it. Read as a
 * stream: the file may be of any size. @throws CsvRefused where it is neither
 */
export async function encodingOf(file: string): Promise<CsvEncoding> {
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await isAll(file, encoding)) return encoding
  throw new CsvRefused('encoding', 'is neither UTF-8 nor GB18030')
}

async function isAll(file: string, encoding: CsvEncoding): Promise<boolean> {
  try {
    for await (const part of decoded(file, encoding)) if (part.includes('\u0000')) return false
    return true
  } catch (cause) {
    if (cause instanceof TypeError) return false
    throw cause
  }
}

async function* decoded(file: string, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    const part = decoder.decode(chunk as Buffer, { stream: true })
    if (part !== '') yield part
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/**
 * The rows of a file, one after the other; commas, semicolons or tabs between cells, whichever the headings use. Where a
 * quote is opened and never closed nobody can say what belongs to it: that is told, and nothing behind it is read.
 * @throws CsvRefused for what is wrong with the whole file
 */
export async function* readCsv(file: string, encoding: CsvEncoding, headings: readonly Heading[]): AsyncGenerator<CsvItem> {
  const unread: string[] = []
  const parser = parse({
    ...{ bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true },
    max_record_size: ROW_CHARACTERS_MAX,
    delimiter: await delimiterOf(file, encoding),
    // An error would throw away the rows before it that wait in the stream.
    skip_records_with_error: true,
    on_skip: (cause) => {
      unread.push(cause instanceof CsvError ? cause.code : String(cause))
      return undefined
    },
  })
  // Errors of the file come out of the parser, which the pipeline ends with them.
  pipeline(Readable.from(decoded(file, encoding)), parser, () => undefined)
  let columns: readonly (string | null)[] | null = null
  let line = 0
  for await (const each of parser) {
    const { record, info } = each as { readonly record: string[]; readonly info: Info }
    line = info.lines
    if (columns === null) columns = columnsOf(record, headings)
    else yield itemOf(record, line, columns)
  }
  if (unread[0] !== undefined) yield { kind: 'broken', broken: { line: line + 1, column: null, problem: `opens a quote that is never closed, or is too long (${unread[0]}); nothing from here on was read` } }
  if (columns === null) throw new CsvRefused('empty', 'has no headings')
}

function itemOf(record: readonly string[], line: number, columns: readonly (string | null)[]): CsvItem {
  const extra = record.slice(columns.length).filter((cell) => cell !== '')
  if (extra.length > 0) return { kind: 'broken', broken: { line, column: null, problem: `has ${record.length} cells under ${columns.length} headings` } }
  const cells: Record<string, string> = {}
  for (const [index, name] of columns.entries()) if (name !== null) cells[name] = record[index] ?? ''
  return { kind: 'row', row: { line, cells } }
}

async function delimiterOf(file: string, encoding: CsvEncoding): Promise<string> {
  for await (const part of decoded(file, encoding)) {
    const first = part.split(/\r?\n/, 1)[0] ?? ''
    const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: first.split(delimiter).length }))
    return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter
  }
  return ','
}

/** Headings of no column of ours are passed over: lists come from other systems. */
function columnsOf(record: readonly string[], headings: readonly Heading[]): (string | null)[] {
  const columns = record.map((cell) => headings.find(({ name, also }) => [name, ...also].some((word) => word.toLowerCase() === cell.toLowerCase()))?.name ?? null)
  const named = columns.filter((column) => column !== null)
  const twice = named.find((column, index) => named.indexOf(column) !== index)
  if (twice !== undefined) throw new CsvRefused('headings', `has two columns headed ${twice}`)
  const missing = headings.filter(({ name, required }) => required && !named.includes(name)).map(({ name }) => name)
  if (missing.length > 0) throw new CsvRefused('headings', `has no column headed ${missing.join(', ')}; it has ${record.map((cell) => JSON.stringify(cell.slice(0, 40))).join(', ')}`)
  return columns
}
