import Database from 'better-sqlite3'
import { DbError, namedDbError } from './errors.ts'
import { migrate, type Migration } from './migrations/migrate.ts'

/** What SQLite stores and gives back. */
export type SqlCell = string | number | null | Uint8Array
export type SqlParams = Readonly<Record<string, SqlCell>> | readonly SqlCell[]

/** Reads one of the till's files; `F` keeps ledger and mirror apart in signatures. */
export type Read<F extends FileKind> = {
  readonly file: F
  readonly path: string
  get<Row>(sql: string, params?: SqlParams): Row | undefined
  all<Row>(sql: string, params?: SqlParams): Row[]
  /** Rows one by one; the file cannot be written by this process until the loop is left. */
  iterate<Row>(sql: string, params?: SqlParams): IterableIterator<Row>
}
/** Writes too. There is one only inside a transaction, so a function that takes it can never save half of its work. */
export type Write<F extends FileKind> = Read<F> & {
  /** @returns the number of rows changed */
  run(sql: string, params?: SqlParams): number
}
export type SqliteFile<F extends FileKind> = Read<F> & {
  /** Runs `work` in one transaction: all of it is saved, or nothing. Durable when this returns (ledger). */
  write<T>(work: (tx: Write<F>) => T): T
  /** Brings the write-ahead log into the file, as far as no reader needs it; the next write begins the log anew. */
  checkpoint(): void
  close(): void
}

export type FileKind = 'ledger' | 'mirror'
export type LedgerRead = Read<'ledger'>
export type LedgerWrite = Write<'ledger'>
export type Ledger = SqliteFile<'ledger'>
export type MirrorRead = Read<'mirror'>
export type MirrorWrite = Write<'mirror'>
export type Mirror = SqliteFile<'mirror'>

/** How one kind of file is opened. */
export type FileProfile<F extends FileKind> = {
  readonly kind: F
  /** Written into the file's header: `file` and we ourselves know whose it is. */
  readonly applicationId: number
  readonly synchronous: 'FULL' | 'NORMAL'
  readonly migrations: readonly Migration[]
}

export type OpenOptions = {
  readonly path: string
  /** Path of another build of better-sqlite3, for runtimes with an older Node-API. */
  readonly nativeBinding?: string
  /** For the command line: nothing is created, migrated or changed. */
  readonly readonly?: boolean
}

/** SQLite has fixed loss of data under WAL up to here (WAL-reset race). */
export const SQLITE_VERSION_MIN = '3.51.3'
const SYNCHRONOUS = { NORMAL: 1, FULL: 2 } as const

/**
 * Opens a file, sets its pragmas and reads them back, checks whose it is, and brings its schema up to date.
 * @throws DbError
 */
export function openSqliteFile<F extends FileKind>(profile: FileProfile<F>, options: OpenOptions): SqliteFile<F> {
  try {
    const db = new Database(options.path, {
      ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
      readonly: options.readonly === true,
      fileMustExist: options.readonly === true,
      timeout: 2000,
    })
    try {
      refuseOldSqlite(db, options.path)
      refuseForeignFile(db, profile, options.path)
      if (options.readonly !== true) {
        setPragmas(db, profile)
        migrate(db, profile.migrations)
      }
    } catch (cause) {
      db.close()
      throw cause
    }
    return wrap(db, profile.kind, options.path)
  } catch (cause) {
    throw namedDbError(cause, options.path)
  }
}

function refuseOldSqlite(db: Database.Database, path: string): void {
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string
  if (compareVersions(version, SQLITE_VERSION_MIN) < 0) {
    throw new DbError('sqlite_too_old', `SQLite ${version} is older than ${SQLITE_VERSION_MIN}, needed to open ${path}.`)
  }
}

/** Compares dotted version numbers part by part. @returns below, at or above 0 */
export function compareVersions(left: string, right: string): number {
  const a = left.split('.').map(Number)
  const b = right.split('.').map(Number)
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function refuseForeignFile<F extends FileKind>(db: Database.Database, profile: FileProfile<F>, path: string): void {
  const applicationId = pragmaNumber(db, 'application_id')
  const version = pragmaNumber(db, 'user_version')
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
  const untouched = applicationId === 0 && version === 0 && tables === 0
  if (!untouched && applicationId !== profile.applicationId) {
    throw new DbError('database_corrupt', `${path} is no ${profile.kind} of Tillpoint. It was left as it is; move it away to go on.`)
  }
  const newest = profile.migrations.at(-1)?.number ?? 0
  if (version > newest) {
    throw new DbError(
      'database_from_future',
      `${path} has schema ${version}, this program knows ${newest}. Install the newer version of Tillpoint again.`,
    )
  }
}

/** Sets what durability and the guards rest on. better-sqlite3 falls back to synchronous NORMAL under WAL at every open. */
function setPragmas<F extends FileKind>(db: Database.Database, profile: FileProfile<F>): void {
  if (pragmaNumber(db, 'application_id') === 0) db.pragma(`application_id = ${profile.applicationId}`)
  const mode = db.pragma('journal_mode = WAL', { simple: true })
  db.pragma(`synchronous = ${profile.synchronous}`)
  db.pragma('foreign_keys = ON')
  db.pragma('recursive_triggers = ON')
  db.pragma('secure_delete = ON')
  db.pragma('trusted_schema = OFF')
  const wanted = { synchronous: SYNCHRONOUS[profile.synchronous], foreign_keys: 1, recursive_triggers: 1, secure_delete: 1 }
  if (mode !== 'wal') throw new DbError('disk_failed', `Write-ahead logging is not possible for ${db.name} (${String(mode)}).`)
  for (const [name, value] of Object.entries(wanted)) {
    if (pragmaNumber(db, name) !== value) throw new DbError('disk_failed', `${db.name} refuses PRAGMA ${name}.`)
  }
}

function pragmaNumber(db: Database.Database, name: string): number {
  return Number(db.pragma(name, { simple: true }))
}

function wrap<F extends FileKind>(db: Database.Database, file: F, path: string): SqliteFile<F> {
  const statements = new Map<string, Database.Statement>()
  const prepared = (sql: string): Database.Statement => {
    let statement = statements.get(sql)
    if (statement === undefined) statements.set(sql, (statement = db.prepare(steady(sql))))
    return statement
  }
  const named = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      throw namedDbError(cause, path)
    }
  }
  const tx: Write<F> = {
    file,
    path,
    get: <Row>(sql: string, params: SqlParams = []) => named(() => prepared(sql).get(params) as Row | undefined),
    all: <Row>(sql: string, params: SqlParams = []) => named(() => prepared(sql).all(params) as Row[]),
    // A statement of its own: a cached one would be busy while the loop runs.
    iterate: <Row>(sql: string, params: SqlParams = []) =>
      named(() => db.prepare(steady(sql)).iterate(params) as IterableIterator<Row>),
    run: (sql, params = []) => named(() => prepared(sql).run(params).changes),
  }
  const transaction = db.transaction((work: (tx: Write<F>) => unknown) => work(tx))
  const { get, all, iterate } = tx
  return {
    file,
    path,
    get,
    all,
    iterate,
    write: <T>(work: (tx: Write<F>) => T) => named(() => transaction.immediate(work) as T),
    checkpoint: () => named(() => void db.pragma('wal_checkpoint(PASSIVE)')),
    close: () => void db.close(),
  }
}

/**
 * The same statement with every parameter as `+@name`, which means the same. SQLite looks at bare parameters when it
 * plans, and therefore plans anew whenever one is bound: 20 µs instead of 1 for a look into an index. What it would
 * learn by that (is it a small number?) changes no plan of ours.
 */
export function steady(sql: string): string {
  return sql.replace(textOrParameter, (found) => (found.startsWith("'") ? found : `+${found}`))
}
const textOrParameter = /'(?:[^']|'')*'|@\w+|\?/g
