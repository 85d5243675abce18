import type { z } from 'zod'
import type { Tx } from '../db/database.ts'
import type { Seeder } from '../seed.ts'
import type { CsvProblem, Heading } from './csv-file.ts'

/** A row that its columns could read. */
export type Read<Row> = { readonly line: number; readonly row: Row }
/** `there`: HQ has it already, and nothing was changed. */
export type Verdict = 'added' | 'changed' | 'there' | Omit<CsvProblem, 'line'>

/** A kind of list: how its rows are read, and how a group of them goes in. */
export type ImportKind<Row> = {
  readonly headings: readonly Heading[]
  readonly schema: z.ZodType<Row>
  /** What must not come twice in one file. */
  readonly keysOf: (row: Row) => readonly string[]
  /** Takes a group in; what does not fit HQ's data is said row by row. Nothing in it is twice, by `keysOf`. */
  readonly take: (tx: Tx, hq: Seeder, rows: readonly Read<Row>[]) => Promise<Verdict[]>
}

export const heading = (name: string, required: boolean, ...also: readonly string[]): Heading => ({ name, also, required })
export const refused = (column: string | null, problem: string): Verdict => ({ column, problem })
