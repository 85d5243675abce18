import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Takes `--data DIR` out of a command's arguments. Null: it has no folder behind it. */
export function takeDataFolder(args: readonly string[]): { readonly dataDir: string; readonly rest: readonly string[] } | null {
  const at = args.indexOf('--data')
  const named = at < 0 ? process.env['TILLPOINT_DATA'] : args[at + 1]
  if (at >= 0 && named === undefined) return null
  const rest = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)]
  return { dataDir: resolve(named === undefined || named === '' ? defaultDataFolder() : named), rest }
}

function defaultDataFolder(): string {
  return process.getuid?.() === 0 ? '/var/lib/tillpoint' : join(homedir(), '.local/share/tillpoint')
}

/** Where in a data folder the till's own files are: in `till`, or the folder itself was named. Null: there are none. */
export function tillFolderOf(dataDir: string): string | null {
  return [join(dataDir, 'till'), dataDir].find((folder) => existsSync(join(folder, 'ledger.db'))) ?? null
}
