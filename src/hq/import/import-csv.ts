import { inTransaction, isUnavailable, type Tx } from '../db/database.ts'
import type { Seeder } from '../seed.ts'
import { balanceImport } from './balances.ts'
import { cardImport } from './cards.ts'
import { CsvRefused, encodingOf, readCsv, type CsvEncoding, type CsvProblem } from './csv-file.ts'
import type { ImportKind, Read, Verdict } from './kind.ts'
import { memberImport } from './members.ts'
import { productImport } from './products.ts'

export const IMPORT_KINDS = ['products', 'members', 'cards', 'balances'] as const
export type ImportName = (typeof IMPORT_KINDS)[number]

export type ImportCounts = { readonly rows: number; readonly added: number; readonly changed: number; readonly there: number; readonly refused: number }
export type ImportReport =
  | ({ readonly kind: 'imported'; readonly encoding: CsvEncoding; readonly dryRun: boolean } & ImportCounts)
  /** Nothing of the file was taken in. */
  | { readonly kind: 'refused'; readonly why: CsvRefused['why']; readonly detail: string }

export type ImportOptions = {
  readonly dryRun: boolean
  /** Each row that stays out, in the order of the file; not kept: there may be a million. */
  readonly onRefused: (problem: CsvProblem) => void
}

/** Rows that one transaction takes in. A row of a group that HQ's database refuses does not take the others with it. */
const ROWS_A_GROUP = 200

/**
 * Takes a list into HQ: all good rows go in, the others are told with line and reason. A repeat finds all of it there
 * and changes nothing; a dry run does the same and takes each group back. Memory holds one group, and the keys of the
 * file (so that what stands twice in it is seen).
 */
export async function importCsv(hq: Seeder, name: ImportName, file: string, options: ImportOptions): Promise<ImportReport> {
  try {
    switch (name) {
      case 'products':
        return await importKind(hq, productImport, file, options)
      case 'members':
        return await importKind(hq, memberImport, file, options)
      case 'cards':
        return await importKind(hq, cardImport, file, options)
      case 'balances':
        return await importKind(hq, balanceImport, file, options)
    }
  } catch (cause) {
    if (cause instanceof CsvRefused) return { kind: 'refused', why: cause.why, detail: cause.message }
    throw cause
  }
}

async function importKind<Row>(hq: Seeder, kind: ImportKind<Row>, file: string, { dryRun, onRefused }: ImportOptions): Promise<ImportReport> {
  const encoding = await encodingOf(file)
  const counts = { rows: 0, added: 0, changed: 0, there: 0, refused: 0 }
  const lineOfKey = new Map<string, number>()
  let group: Read<Row>[] = []
  const refuse = (problem: CsvProblem): void => {
    counts.refused += 1
    onRefused(problem)
  }
  const takeGroup = async (): Promise<void> => {
    const verdicts = await takeTogether(hq, kind, group, dryRun)
    for (const [index, verdict] of verdicts.entries()) {
      if (typeof verdict === 'string') counts[verdict] += 1
      else refuse({ line: group[index]?.line ?? 0, ...verdict })
    }
    group = []
  }
  for await (const item of readCsv(file, encoding, kind.headings)) {
    counts.rows += 1
    const read = item.kind === 'row' ? readRow(kind, item.row, lineOfKey) : { problem: item.broken }
    if ('problem' in read) refuse(read.problem)
    else group.push(read)
    if (group.length >= ROWS_A_GROUP) await takeGroup()
  }
  if (group.length > 0) await takeGroup()
  return { kind: 'imported', encoding, dryRun, ...counts }
}

function readRow<Row>(kind: ImportKind<Row>, { line, cells }: { readonly line: number; readonly cells: Readonly<Record<string, string>> }, lineOfKey: Map<string, number>): Read<Row> | { readonly problem: CsvProblem } {
  const parsed = kind.schema.safeParse(cells)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { problem: { line, column: String(issue?.path[0] ?? ''), problem: problemOf(issue) } }
  }
  const keys = kind.keysOf(parsed.data)
  const twice = keys.find((key) => lineOfKey.has(key))
  if (twice !== undefined) return { problem: { line, column: null, problem: `says again what line ${lineOfKey.get(twice) ?? 0} says: ${shownKey(twice)}` } }
  for (const key of keys) lineOfKey.set(key, line)
  return { line, row: parsed.data }
}

/** A union of "empty" and a form says which form. */
function problemOf(issue: unknown): string {
  const { message, errors } = issue as { readonly message?: string; readonly errors?: readonly (readonly { readonly message: string }[])[] }
  return errors?.at(-1)?.[0]?.message ?? message ?? 'is not valid'
}

/** Reports go to screens and files: of a card only its end. */
const shownKey = (key: string): string => (key.startsWith('card ') ? `card …${key.slice(-4)}` : key)

class DryRun extends Error {
  readonly verdicts: readonly Verdict[]
  constructor(verdicts: readonly Verdict[]) {
    super('dry run')
    this.verdicts = verdicts
  }
}

async function takeTogether<Row>(hq: Seeder, kind: ImportKind<Row>, rows: readonly Read<Row>[], dryRun: boolean): Promise<readonly Verdict[]> {
  try {
    return await inTransaction(hq.db, (tx) => takeOrBack(tx, hq, kind, rows, dryRun))
  } catch (cause) {
    if (cause instanceof DryRun) return cause.verdicts
    if (isUnavailable(cause)) throw cause
    if (rows.length === 1) return [{ column: null, problem: cause instanceof Error ? cause.message : String(cause) }]
    // Something in the group does not go in: one by one, so that only this one stays out.
    const verdicts: Verdict[] = []
    for (const row of rows) verdicts.push(...(await takeTogether(hq, kind, [row], dryRun)))
    return verdicts
  }
}

async function takeOrBack<Row>(tx: Tx, hq: Seeder, kind: ImportKind<Row>, rows: readonly Read<Row>[], dryRun: boolean): Promise<Verdict[]> {
  const verdicts = await kind.take(tx, hq, rows)
  if (dryRun) throw new DryRun(verdicts)
  return verdicts
}
