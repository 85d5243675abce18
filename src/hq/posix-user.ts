import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** A user of the machine by numbers. */
export type PosixUser = { readonly uid: number; readonly gid: number }

/** PostgreSQL refuses to run as root. These are tried in this order; `nobody` is on every machine. */
const CANDIDATES = ['tillpoint', 'postgres', 'nobody']

/**
 * Whom to run a server over `dataDir` as; null: as this process itself, because it is not root.
 * Data that is already there decides: its owner.
 */
export async function unprivilegedUser(dataDir: string, wanted?: PosixUser): Promise<PosixUser | null> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(dataDir).catch(() => null)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  if (wanted) return wanted
  const known = await readFile('/etc/passwd', 'utf8')
  for (const name of CANDIDATES) {
    const line = known.split('\n').find((entry) => entry.startsWith(`${name}:`))
    const [, , uid, gid] = line?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new EmbeddedPostgresError('PostgreSQL does not run as root, and this machine has no other user: useradd --system tillpoint')
}

/** The first folder on the way to `place` that the user may not enter; null: the way is open. */
export async function closedFolder(place: string, user: PosixUser): Promise<string | null> {
  const parts = path.resolve(place).split(path.sep).filter((part) => part !== '')
  let at = path.parse(path.resolve(place)).root
  for (const part of ['', ...parts.slice(0, -1)]) {
    at = path.join(at, part)
    const found = await stat(at)
    const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001
    if ((found.mode & bit) === 0) return at
  }
  return null
}
