import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Runs a program with one module changed, nothing in src touched: `node --import mutants.ts program.ts` with
 * TILLPOINT_MUTANT = JSON of a Mutant. The demo, the simulation and the tests prove with it that they can fail.
 */
export type Mutant = {
  /** End of the module's path, such as `till/db/till-files.ts`. */
  readonly module: string
  readonly from: string
  readonly to: string
}

const given = process.env['TILLPOINT_MUTANT']
if (given !== undefined) {
  const mutant = JSON.parse(given) as Mutant
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.startsWith('file:') || !fileURLToPath(url).endsWith(`/src/${mutant.module}`)) return loaded
      return { ...loaded, source: mutate(Buffer.from(loaded.source as string | Uint8Array).toString(), mutant) }
    },
  })
}

/** @throws when the text to change is not there: a mutant that changes nothing proves nothing */
export function mutate(source: string, mutant: Mutant): string {
  if (!source.includes(mutant.from))
    throw new Error(`${mutant.module} no longer holds the text of this mutant: ${mutant.from}`)
  return source.replace(mutant.from, () => mutant.to)
}
