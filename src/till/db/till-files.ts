import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DbError, namedDbError } from './errors.ts'
import { lockFolder } from './folder-lock.ts'
import { ledger0010 } from './migrations/0010-ledger.ts'
import { ledger0020 } from './migrations/0020-print-jobs.ts'
import { mirror0010 } from './migrations/mirror-0010.ts'
import { readMirrorNumber, setMirrorNumber } from './mirror-switch.ts'
import { openSqliteFile, type FileProfile, type Ledger, type Mirror } from './sqlite-file.ts'

export const ledgerProfile: FileProfile<'ledger'> = {
  kind: 'ledger',
  // "Till"
  applicationId: 0x54_69_6c_6c,
  synchronous: 'FULL',
  migrations: [ledger0010, ledger0020],
}
export const mirrorProfile: FileProfile<'mirror'> = {
  kind: 'mirror',
  // "Tilm"
  applicationId: 0x54_69_6c_6d,
  // Disposable: what a power cut takes from it is fetched again.
  synchronous: 'NORMAL',
  migrations: [mirror0010],
}

/** A till's files, owned by this process. */
export type TillFiles = {
  readonly dataDir: string
  readonly ledger: Ledger
  /** The mirror in use now; ask again after a switch, do not keep it. */
  mirror(): Mirror
  /** Opens the file of another mirror (a snapshot that is loading); empty if it is new. Close it yourself. */
  openMirror(mirrorNumber: number): Mirror
  /** From now on `mirror()` is that one; the file before is closed and deleted. */
  switchMirror(mirrorNumber: number): void
  /** The program before this one ended without closing (killed, or a power cut). */
  readonly previousEndedBadly: boolean
  close(): void
}

export type OpenFilesOptions = {
  readonly dataDir: string
  readonly nativeBinding?: string
  /** For the lock's holder file: who and since when. */
  readonly pid: number
  readonly nowMs: number
}

export function ledgerPath(dataDir: string): string {
  return join(dataDir, 'ledger.db')
}
export function mirrorPath(dataDir: string, mirrorNumber: number): string {
  return join(dataDir, `mirror-${mirrorNumber}.db`)
}

/**
 * Takes the data folder and opens its files; creates what is missing. The ledger is checked page by page.
 * @throws DbError; the files are left as they are
 */
export function openTillFiles(options: OpenFilesOptions): TillFiles {
  const { dataDir } = options
  const binding = options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }
  try {
    // For its owner alone: names and phones are sealed in it, what was sold is not.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw namedDbError(cause, dataDir)
  }
  const lock = lockFolder(dataDir, { pid: options.pid, sinceMs: options.nowMs }, options.nativeBinding)
  try {
    const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(dataDir), ...binding })
    try {
      checkWhole(ledger)
      const openMirror = (n: number): Mirror => openSqliteFile(mirrorProfile, { path: mirrorPath(dataDir, n), ...binding })
      let mirrorNumber = chosenMirror(ledger, dataDir, openMirror)
      let mirror = openMirror(mirrorNumber)
      removeOtherMirrors(dataDir, mirrorNumber)
      return {
        dataDir,
        ledger,
        mirror: () => mirror,
        openMirror,
        previousEndedBadly: lock.previousEndedBadly,
        switchMirror(next) {
          const nextMirror = openMirror(next)
          ledger.write((tx) => setMirrorNumber(tx, next))
          mirror.close()
          mirror = nextMirror
          mirrorNumber = next
          removeOtherMirrors(dataDir, mirrorNumber)
        },
        close() {
          mirror.close()
          ledger.close()
          lock.release()
        },
      }
    } catch (cause) {
      ledger.close()
      throw cause
    }
  } catch (cause) {
    lock.release()
    throw namedDbError(cause, dataDir)
  }
}

/** @throws DbError `database_corrupt` */
function checkWhole(ledger: Ledger): void {
  const [first] = ledger.all<{ quick_check: string }>('PRAGMA quick_check(1)')
  if (first?.quick_check === 'ok') return
  throw new DbError(
    'database_corrupt',
    `${ledger.path} is damaged (${first?.quick_check ?? 'no answer'}). It was left as it is. Copy the whole folder to a ` +
      'safe place, then export what can be read with "tillpoint inspect --salvage".',
  )
}

/** A mirror that cannot be read is put aside and the next one starts empty: HQ has all of it. */
function chosenMirror(ledger: Ledger, dataDir: string, openMirror: (mirrorNumber: number) => Mirror): number {
  const current = readMirrorNumber(ledger)
  if (current !== null && isReadable(() => openMirror(current))) return current
  const next = (current ?? 0) + 1
  if (current !== null) setAside(mirrorPath(dataDir, current))
  deleteMirrorFile(mirrorPath(dataDir, next))
  ledger.write((tx) => setMirrorNumber(tx, next))
  return next
}

function isReadable(open: () => Mirror): boolean {
  try {
    open().close()
    return true
  } catch (cause) {
    if (cause instanceof DbError && (cause.code === 'database_corrupt' || cause.code === 'database_from_future')) return false
    throw cause
  }
}

function setAside(path: string): void {
  if (existsSync(path)) renameSync(path, `${path}.damaged`)
  for (const tail of ['-wal', '-shm']) rmSync(`${path}${tail}`, { force: true })
}

function deleteMirrorFile(path: string): void {
  for (const tail of ['', '-wal', '-shm']) rmSync(`${path}${tail}`, { force: true })
}

function removeOtherMirrors(dataDir: string, mirrorNumber: number): void {
  for (const name of readdirSync(dataDir)) {
    const match = /^mirror-(\d+)\.db$/.exec(name)
    if (match !== null && Number(match[1]) < mirrorNumber) deleteMirrorFile(join(dataDir, name))
  }
}
