import { build } from 'electron-vite'
import { cpSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { mutate, type Mutant } from '../support/mutants.ts'
import { root } from '../support/tidy/project.ts'

/**
 * Builds the application with one module changed, into a folder of its own; nothing in src is touched.
 * @returns the folder to start it from
 */
export async function buildBroken(name: string, mutant: Mutant): Promise<string> {
  const folder = path.join(root, 'out/broken', name)
  rmSync(folder, { recursive: true, force: true })
  let changed = 0
  const change = {
    name: 'one-module-changed',
    enforce: 'pre',
    transform(code: string, id: string) {
      if (!id.endsWith(`/src/${mutant.module}`)) return null
      changed += 1
      return mutate(code, mutant)
    },
  } as const
  await build({ root, configFile: path.join(root, 'electron.vite.config.ts'), build: { outDir: path.join(folder, 'out') }, plugins: [change], logLevel: 'error' })
  if (changed === 0) throw new Error(`no part of the application holds ${mutant.module}`)
  for (const part of ['package.json', 'out/native']) {
    if (existsSync(path.join(root, part))) cpSync(path.join(root, part), path.join(folder, part), { recursive: true })
  }
  return folder
}
