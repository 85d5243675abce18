import os from 'node:os'
import path from 'node:path'

/** What the shell was started with. */
export type ShellOptions = {
  /** Folder of everything that stays: the till's files, the window's profile, logs. */
  readonly dataDir: string
  readonly hq: { readonly url: string; readonly enrolCode: string | null } | null
}

/**
 * Reads `--data=DIR` and `--hq=URL`; the one-time enrolment code comes in the environment, because command lines can be
 * read by everyone on the machine, and is taken out of it.
 */
export function readShellOptions(args: readonly string[], env: Record<string, string | undefined>): ShellOptions {
  const flag = (name: string): string | undefined => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const url = flag('hq')
  const enrolCode = env['TILLPOINT_ENROL_CODE'] ?? null
  delete env['TILLPOINT_ENROL_CODE']
  const dataDir = flag('data') ?? env['TILLPOINT_DATA'] ?? path.join(os.homedir(), '.local/share/tillpoint')
  return { dataDir: path.resolve(dataDir), hq: url === undefined ? null : { url, enrolCode } }
}
