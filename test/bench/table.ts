/** One line of the table: what was measured, what came out, what was wanted. */
export type Row = {
  readonly part: string
  readonly what: string
  readonly measured: string
  /** Empty: none was set. */
  readonly target: string
  /** Null: there is no target. */
  readonly met: boolean | null
}

/** What could not be measured here, and why. */
export function notMeasured(part: string, what: string, target: string, why: string): Row {
  return { part, what, measured: `not measured: ${why}`, target, met: null }
}

export function tableOf(rows: readonly Row[]): string {
  const head: Row = { part: '', what: 'what', measured: 'measured', target: 'target', met: null }
  const widthOf = (name: 'part' | 'what' | 'measured' | 'target'): number => Math.max(...[head, ...rows].map((row) => row[name].length))
  const widths = { part: widthOf('part'), what: widthOf('what'), measured: widthOf('measured'), target: widthOf('target') }
  const line = (row: Row, mark: string): string => `${row.part.padEnd(widths.part)}  ${row.what.padEnd(widths.what)}  ${row.measured.padEnd(widths.measured)}  ${row.target.padEnd(widths.target)}  ${mark}`.trimEnd()
  const ruler = '-'.repeat(widths.part + widths.what + widths.measured + widths.target + 10)
  return [line(head, ''), ruler, ...rows.map((row) => line(row, row.met === null ? '' : row.met ? 'holds' : 'MISSED'))].join('\n')
}

/** Milliseconds or microseconds with three significant digits. */
export function time(ms: number): string {
  if (!Number.isFinite(ms)) return 'none'
  return ms < 1 ? `${significant(ms * 1000)} µs` : ms < 10_000 ? `${significant(ms)} ms` : `${significant(ms / 1000)} s`
}

export function times(count: number): string {
  return `${significant(count)} ×`
}

export function gigabytes(bytes: number): string {
  return `${significant(bytes / 1e9)} GB`
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}

function significant(value: number): string {
  return String(Number(value.toPrecision(3)))
}
