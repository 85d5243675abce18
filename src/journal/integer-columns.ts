/**
 * Columns of whole numbers, each as what is left of it when what is already known is taken off: the number before it, a
 * column beside it, or the last number that stood beside the same number of another column (a price beside its product).
 * Lossless; which way was taken is written down.
 */
export type IntegerColumn =
  /** All the same. */
  | readonly ['c', number, number]
  | readonly ['n', readonly number[]]
  /** The difference to the number before. */
  | readonly ['d', readonly number[]]
  /** The difference to the number in column `of`. */
  | readonly ['x', number, readonly number[]]
  /** The difference to the last number that stood beside the same number of column `by`; 0 before the first. */
  | readonly ['f', number, readonly number[]]

/** Rows that are looked at to choose a way: more would only cost time. */
const SAMPLE_ROWS = 64
/** Columns before it that are tried. */
const TRIED_MAX = 96

export type IntegerWriter = { readonly columns: IntegerColumn[]; write(numbers: readonly number[]): number }

/** Collects columns; each gets a place, from 0. */
export function integerWriter(): IntegerWriter {
  const columns: IntegerColumn[] = []
  const known: (readonly number[])[] = []
  const byLength = new Map<number, number[]>()
  return {
    columns,
    write(numbers) {
      const place = columns.length
      known.push(numbers)
      const beside = byLength.get(numbers.length) ?? []
      const column = shortest(numbers, beside.slice(-TRIED_MAX), known)
      columns.push(column)
      if (column[0] !== 'c') byLength.set(numbers.length, [...beside, place])
      return place
    },
  }
}

function shortest(numbers: readonly number[], beside: readonly number[], known: readonly (readonly number[])[]): IntegerColumn {
  const [first] = numbers
  if (first === undefined) return ['n', []]
  if (numbers.every((each) => each === first)) return ['c', first, numbers.length]
  const sample = numbers.slice(0, SAMPLE_ROWS)
  let best: { readonly way: 'n' | 'd' | 'x' | 'f'; readonly of: number; readonly cost: number } = { way: 'n', of: 0, cost: costOf(sample) }
  const offer = (way: 'd' | 'x' | 'f', of: number, left: readonly number[]): void => {
    const cost = costOf(left)
    if (cost < best.cost) best = { way, of, cost }
  }
  offer('d', 0, differences(sample))
  for (const of of beside) {
    const other = (known[of] ?? []).slice(0, SAMPLE_ROWS)
    offer('x', of, lessColumn(sample, other))
    offer('f', of, lessLast(sample, other))
  }
  const other = known[best.of] ?? []
  switch (best.way) {
    case 'n':
      return ['n', numbers]
    case 'd':
      return ['d', differences(numbers)]
    case 'x':
      return ['x', best.of, lessColumn(numbers, other)]
    case 'f':
      return ['f', best.of, lessLast(numbers, other)]
  }
}

/** About how many bits: what repeats costs next to nothing. */
function costOf(numbers: readonly number[]): number {
  let bits = 0
  let before = Number.NaN
  for (const each of numbers) {
    bits += each === before ? 0.3 : 2 + 1.1 * Math.log2(Math.abs(each) + 1)
    before = each
  }
  return bits
}

function differences(numbers: readonly number[]): number[] {
  return numbers.map((each, at) => each - (numbers[at - 1] ?? 0))
}

function lessColumn(numbers: readonly number[], other: readonly number[]): number[] {
  return numbers.map((each, at) => each - (other[at] ?? 0))
}

function lessLast(numbers: readonly number[], by: readonly number[]): number[] {
  const last = new Map<number, number>()
  return numbers.map((each, at) => {
    const key = by[at] ?? 0
    const left = each - (last.get(key) ?? 0)
    last.set(key, each)
    return left
  })
}

/** Reads columns back, in order. Null: they do not hold together, or are longer than `numbersMax` in all. */
export function readIntegerColumns(columns: readonly unknown[], numbersMax: number): (readonly number[])[] | null {
  const known: (readonly number[])[] = []
  let total = 0
  for (const column of columns) {
    const numbers = readColumn(column, known, numbersMax - total)
    if (numbers === null || !numbers.every(Number.isSafeInteger)) return null
    total += numbers.length
    if (total > numbersMax) return null
    known.push(numbers)
  }
  return known
}

function readColumn(column: unknown, known: readonly (readonly number[])[], numbersMax: number): readonly number[] | null {
  if (!Array.isArray(column)) return null
  const [way, a, b] = column as readonly unknown[]
  if (way === 'c') return isCount(b) && b <= numbersMax && typeof a === 'number' ? Array.from({ length: b }, () => a) : null
  if (way === 'n') return isNumbers(a) ? a : null
  if (way === 'd') return isNumbers(a) ? summed(a) : null
  const other = isCount(a) ? known[a] : undefined
  if (other === undefined || !isNumbers(b) || b.length !== other.length) return null
  if (way === 'x') return b.map((left, at) => left + (other[at] ?? 0))
  return way === 'f' ? plusLast(b, other) : null
}

function summed(left: readonly number[]): number[] {
  let sum = 0
  return left.map((each) => (sum += each))
}

function plusLast(left: readonly number[], by: readonly number[]): number[] {
  const last = new Map<number, number>()
  return left.map((each, at) => {
    const key = by[at] ?? 0
    const number = each + (last.get(key) ?? 0)
    last.set(key, number)
    return number
  })
}

const isCount = (candidate: unknown): candidate is number => Number.isSafeInteger(candidate) && (candidate as number) >= 0
const isNumbers = (candidate: unknown): candidate is readonly number[] => Array.isArray(candidate) && candidate.every((each) => typeof each === 'number')
