import { base64Of, bytesOfBase64, bytesOfHex, concatBytes, hexOf } from './codec.ts'
import { integerWriter, readIntegerColumns, type IntegerColumn, type IntegerWriter } from './integer-columns.ts'

/**
 * Many values of nearly one shape (the events of a batch), turned from rows into columns: keys are written once, equal
 * texts once, numbers as little differences. What comes back is equal, member for member; so canonical JSON of it is the
 * very same bytes. Only for the way: nothing is stored in this form.
 */
export type Columns = {
  readonly shape: Shape
  readonly numbers: readonly IntegerColumn[]
  /** Texts in the order in which they first appear; `0` stands for the next identifier. */
  readonly texts: readonly (string | 0)[]
  /** UUIDs of version 7: their times as a column of `numbers`, the ten bytes behind them one after the other. */
  readonly ids: { readonly times: number; readonly tails: string }
}

/** How a column of values is made of other columns; numbers are places in `numbers`. */
export type Shape =
  | readonly ['null']
  | readonly ['number', number]
  /** Places in `texts`. */
  | readonly ['text', number]
  | readonly ['flag', number]
  /** What is no whole number. */
  | readonly ['json', readonly unknown[]]
  | readonly ['object', readonly string[], readonly Shape[]]
  /** Lengths, and the items of all. */
  | readonly ['list', number, Shape]
  /** Which kind stands where, and a column of each. */
  | readonly ['mixed', number, readonly (Shape | null)[]]

const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/
const TIME_DIGITS = 12
const TAIL_BYTES = 10

type Kind = (typeof KINDS)[number]
const KINDS = ['absent', 'null', 'number', 'text', 'flag', 'json', 'object', 'list'] as const
/** A key that this object does not have. */
const ABSENT = Symbol('absent')

class Writer {
  readonly integers: IntegerWriter = integerWriter()
  readonly texts: (string | 0)[] = []
  readonly times: number[] = []
  readonly tails: Uint8Array[] = []
  readonly #places = new Map<string, number>()

  column(values: readonly unknown[]): Shape {
    const kinds = values.map(kindOf)
    const [first] = kinds
    if (first === undefined) return ['null']
    if (first !== 'absent' && kinds.every((kind) => kind === first)) return this.#plain(first, values)
    const found = KINDS.filter((kind) => kinds.includes(kind))
    const where = this.integers.write(kinds.map((kind) => KINDS.indexOf(kind)))
    return ['mixed', where, KINDS.map((kind) => (found.includes(kind) && kind !== 'absent' ? this.#plain(kind, values.filter((_, at) => kinds[at] === kind)) : null))]
  }

  #plain(kind: Kind, values: readonly unknown[]): Shape {
    switch (kind) {
      case 'number':
        return ['number', this.integers.write(values as readonly number[])]
      case 'text':
        return ['text', this.integers.write(values.map((text) => this.#place(text as string)))]
      case 'flag':
        return ['flag', this.integers.write(values.map((flag) => (flag === true ? 1 : 0)))]
      case 'json':
        return ['json', values]
      case 'object': {
        const objects = values as readonly Readonly<Record<string, unknown>>[]
        const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))]
        return ['object', keys, keys.map((key) => this.column(objects.map((object) => (Object.hasOwn(object, key) ? object[key] : ABSENT))))]
      }
      case 'list': {
        const lists = values as readonly (readonly unknown[])[]
        return ['list', this.integers.write(lists.map((list) => list.length)), this.column(lists.flat(1))]
      }
      case 'absent':
      case 'null':
        return ['null']
    }
  }

  /** Where a text stands in `texts`. */
  #place(text: string): number {
    const known = this.#places.get(text)
    if (known !== undefined) return known
    const place = this.texts.length
    this.#places.set(text, place)
    if (UUID_7.test(text)) {
      const digits = text.replaceAll('-', '')
      this.times.push(Number.parseInt(digits.slice(0, TIME_DIGITS), 16))
      this.tails.push(bytesOfHex(digits.slice(TIME_DIGITS)) ?? new Uint8Array(TAIL_BYTES))
      this.texts.push(0)
    } else this.texts.push(text)
    return place
  }
}

function kindOf(value: unknown): Kind {
  if (value === ABSENT) return 'absent'
  if (value === null) return 'null'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'flag'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'object'
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'number' : 'json'
}

export function toColumns(values: readonly unknown[]): Columns {
  const writer = new Writer()
  const shape = writer.column(values)
  const times = writer.integers.write(writer.times)
  return { shape, numbers: writer.integers.columns, texts: writer.texts, ids: { times, tails: base64Of(concatBytes(...writer.tails)) } }
}

/** Bounds of what columns may become: what comes over the wire may be made to grow. */
export type ColumnLimits = { readonly valuesMax: number; readonly depthMax: number; readonly charsMax: number }

/** The values back. Null: these columns do not hold together, or would become more than the limits allow. */
export function fromColumns(columns: unknown, rows: number, limits: ColumnLimits): unknown[] | null {
  try {
    const { shape, numbers, texts, ids } = columns as Columns
    const integers = readIntegerColumns(numbers, limits.valuesMax)
    if (integers === null) return null
    const reader = { integers, texts: readTexts(texts, ids, integers), limits, values: 0, chars: 0 }
    return read(reader, shape, rows, 0)
  } catch {
    return null
  }
}

type Reader = { readonly integers: readonly (readonly number[])[]; readonly texts: readonly string[]; readonly limits: ColumnLimits; values: number; chars: number }

function readTexts(texts: Columns['texts'], { times, tails }: Columns['ids'], integers: readonly (readonly number[])[]): string[] {
  const bytes = bytesOfBase64(tails) ?? new Uint8Array()
  let id = 0
  return texts.map((text) => {
    if (typeof text === 'string') return text
    const tail = bytes.subarray(id * TAIL_BYTES, (id + 1) * TAIL_BYTES)
    const time = integers[times]?.[id]
    if (time === undefined || tail.length !== TAIL_BYTES) throw new Error('an identifier is missing')
    id += 1
    const digits = time.toString(16).padStart(TIME_DIGITS, '0') + hexOf(tail)
    return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
  })
}

function read(reader: Reader, shape: Shape, rows: number, depth: number): unknown[] {
  reader.values += rows
  if (reader.values > reader.limits.valuesMax || depth > reader.limits.depthMax) throw new Error('too much')
  switch (shape[0]) {
    case 'null':
      return Array.from({ length: rows }, () => null)
    case 'number':
      return [...integersOf(reader, shape[1], rows)]
    case 'text':
      return integersOf(reader, shape[1], rows).map((place) => counted(reader, must(reader.texts[place])))
    case 'flag':
      return integersOf(reader, shape[1], rows).map((flag) => flag === 1)
    case 'json':
      if (shape[1].length !== rows) throw new Error('a column is too short')
      return [...shape[1]]
    case 'object':
      return readObjects(reader, shape, rows, depth)
    case 'list': {
      const lengths = integersOf(reader, shape[1], rows)
      if (lengths.some((length) => length < 0)) throw new Error('a list of less than nothing')
      const items = read(reader, shape[2], lengths.reduce((sum, length) => sum + length, 0), depth + 1)
      let from = 0
      return lengths.map((length) => items.slice(from, (from += length)))
    }
    case 'mixed':
      return readMixed(reader, shape, rows, depth)
    default:
      throw new Error('an unknown shape')
  }
}

function readObjects(reader: Reader, [, keys, shapes]: Extract<Shape, readonly ['object', ...unknown[]]>, rows: number, depth: number): unknown[] {
  for (const key of keys) counted(reader, key, rows)
  const columns = keys.map((_, at) => read(reader, must(shapes[at]), rows, depth + 1))
  return Array.from({ length: rows }, (_, row) => {
    const present = keys.flatMap((key, at): [string, unknown][] => (columns[at]?.[row] === ABSENT ? [] : [[key, columns[at]?.[row]]]))
    return Object.fromEntries(present)
  })
}

function readMixed(reader: Reader, [, where, shapes]: Extract<Shape, readonly ['mixed', ...unknown[]]>, rows: number, depth: number): unknown[] {
  const kinds = integersOf(reader, where, rows)
  const columns = KINDS.map((_, kind) => {
    const shape = shapes[kind]
    return shape ? read(reader, shape, kinds.reduce((count, each) => count + (each === kind ? 1 : 0), 0), depth + 1) : []
  })
  const next = KINDS.map(() => 0)
  return kinds.map((kind) => {
    if (kind === 0) return ABSENT
    const at = must(next[kind])
    next[kind] = at + 1
    return must(columns[kind])[at]
  })
}

/** One long text may be asked for many times. */
function counted(reader: Reader, text: string, times = 1): string {
  reader.chars += text.length * times
  if (reader.chars > reader.limits.charsMax) throw new Error('too long')
  return text
}

function integersOf({ integers }: Reader, place: number, rows: number): readonly number[] {
  const numbers = must(integers[place])
  if (numbers.length !== rows) throw new Error('a column has another length')
  return numbers
}

function must<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('a part is missing')
  return part
}
