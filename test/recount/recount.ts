import { compare, type Verdict } from './compare.ts'
import type { Shown } from './facts.ts'
import { readHq } from './hq-tables.ts'
import { tableOf } from './table.ts'
import { readTill } from './till-file.ts'

export type RecountInput = {
  readonly tills: readonly { readonly name: string; readonly dataFolder: string }[]
  readonly databaseUrl: string
  /** What the screens said. */
  readonly shown: readonly Shown[]
}

/** Counts everything again from files and tables. The last line of `text` is the verdict. */
export async function recount(
  input: RecountInput,
): Promise<{ readonly verdict: Verdict; readonly text: string; readonly clean: boolean }> {
  const tills = input.tills.map((till) => readTill(till.name, till.dataFolder))
  const hq = await readHq(input.databaseUrl)
  const verdict = compare(input.shown, tills, hq)
  const { lost, doubled, different } = verdict
  const named = [
    ...lost.map((line) => `lost: ${line}`),
    ...doubled.map((line) => `doubled: ${line}`),
    ...different.map((line) => `different: ${line}`),
  ]
  const last = `lost ${lost.length}, doubled ${doubled.length}, different ${different.length}`
  return { verdict, clean: named.length === 0, text: [tableOf(tills, hq), '', ...named, last].join('\n') }
}
