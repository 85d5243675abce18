import { access } from 'node:fs/promises'
import { IMPORT_KINDS, importCsv, type ImportName } from '../import/import-csv.ts'
import type { Seeder } from '../seed.ts'
import type { CommandLine } from './options.ts'
import { Stop } from './stop.ts'

const USAGE = `tillpoint-hq import ${IMPORT_KINDS.join('|')} FILE.csv [--dry-run]`

/** Results on one stream, what a person should know on the other. */
export type Said = { readonly print: (text: string) => void; readonly say: (text: string) => void }

/**
 * `import LIST FILE.csv`: the counts as one JSON line on standard output, a JSON line for each row that stayed out before
 * it. 0: all rows went in or were there; 1: some stayed out; 2: the file cannot be read.
 */
export async function importList(hq: Seeder, { words, dryRun }: Pick<CommandLine, 'words' | 'dryRun'>, { print, say }: Said): Promise<void> {
  const [, name, file] = words
  if (!isImport(name) || file === undefined || words.length > 3) throw new Stop(2, USAGE)
  await access(file).catch((cause: unknown) => {
    throw new Stop(2, `${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  })
  const report = await importCsv(hq, name, file, { dryRun, onRefused: (problem) => print(JSON.stringify(problem)) })
  if (report.kind === 'refused') throw new Stop(2, `${file} ${report.detail}`)
  print(JSON.stringify(report))
  if (dryRun) say('a dry run: nothing was changed')
  if (report.refused > 0) throw new Stop(1, `${report.refused} of ${report.rows} rows stayed out; mend them and import the file again: what is in stays as it is`)
}

function isImport(name: string | undefined): name is ImportName {
  return IMPORT_KINDS.some((kind) => kind === name)
}
