/** What can go wrong with a till's files, by name. What was saved before stays as it is in every case. */
export type DbErrorName =
  /** No room left: nothing of the failed change was kept. */
  | 'disk_full'
  /** File or folder cannot be written. */
  | 'disk_read_only'
  /** The disk answered with an input/output error. */
  | 'disk_failed'
  /** The file is damaged or is not ours. It is never deleted or created anew. */
  | 'database_corrupt'
  /** Written by a newer program than this one. */
  | 'database_from_future'
  /** Another process holds this data folder. */
  | 'database_in_use'
  /** The SQLite library is older than the one that this program was tested with. */
  | 'sqlite_too_old'

/** A named trouble with a file; `message` says in plain words what happened and how to go on. */
export class DbError extends Error {
  readonly code: DbErrorName
  /** The file or folder; null where the message alone says it. */
  readonly path: string | null
  constructor(code: DbErrorName, message: string, options: ErrorOptions & { readonly path?: string } = {}) {
    super(message, options)
    this.name = 'DbError'
    this.code = code
    this.path = options.path ?? null
  }
}

/** Gives an SQLite or file-system error its name; anything else is a bug and is handed back unchanged. */
export function namedDbError(cause: unknown, path: string): unknown {
  if (cause instanceof DbError || !(cause instanceof Error)) return cause
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  const name = nameOf(code)
  return name === null ? cause : new DbError(name, `${advice[name](path)} (${code})`, { cause, path })
}

function nameOf(code: string): DbErrorName | null {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'disk_full'
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return 'disk_read_only'
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ') return 'database_corrupt'
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || code === 'EIO') return 'disk_failed'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'database_in_use'
  return null
}

const advice: Record<DbErrorName, (path: string) => string> = {
  disk_full: (path) => `The disk that holds ${path} is full. Make room and try again; everything shown as saved is kept.`,
  disk_read_only: (path) => `${path} cannot be written. Give this user the right to write the file and its folder.`,
  disk_failed: (path) => `The disk failed while using ${path}. Check the disk; everything shown as saved before is kept.`,
  database_corrupt: (path) =>
    `${path} is damaged. It was left as it is. Copy the whole folder to a safe place, then export what can be read with "tillpoint inspect --salvage".`,
  database_from_future: (path) => `${path} was written by a newer version of Tillpoint. Install that version or a later one.`,
  database_in_use: (path) => `${path} is in use by another process.`,
  sqlite_too_old: (path) => `The SQLite library here is too old to open ${path}. Run the project's set-up again.`,
}
