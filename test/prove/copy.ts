import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A copy of the project in which a file can be emptied: hard links, so it costs a second and no room. */
export type Copy = {
  readonly folder: string
  /** Empties one file of the copy while `work` runs; the original is not touched. */
  emptied<Result>(file: string, work: () => Promise<Result>): Promise<Result>
  remove(): void
}

/** What is built once and does not follow from src: a copy without it would build it anew. */
const builtOnce = ['out/native', 'out/stamps', 'out/main', 'out/preload', 'out/renderer', 'out/console']

/** @param folder on the project's own disk: links do not cross disks */
export function makeCopy(project: string, folder: string): Copy {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const names = git(project, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0').filter((name) => name !== '')
  for (const name of names) link(path.join(project, name), path.join(folder, name))
  symlinkSync(path.join(project, 'node_modules'), path.join(folder, 'node_modules'), 'dir')
  for (const built of builtOnce) if (existsSync(path.join(project, built))) cpSync(path.join(project, built), path.join(folder, built), { recursive: true })
  // The house rules ask git which files the project has.
  git(folder, 'init', '--quiet')
  git(folder, 'add', '--all')
  return {
    folder,
    async emptied(file, work) {
      const here = path.join(folder, file)
      if (!existsSync(here)) throw new Error(`${file} is not there`)
      // Never in place: the link is the project's own file.
      rmSync(here)
      writeFileSync(here, '')
      try {
        return await work()
      } finally {
        rmSync(here)
        link(path.join(project, file), here)
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function link(from: string, to: string): void {
  if (!existsSync(from)) return
  mkdirSync(path.dirname(to), { recursive: true })
  linkSync(from, to)
}

function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] })
}
