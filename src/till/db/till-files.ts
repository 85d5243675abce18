import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DbError, namedDbError } from './errors.ts'
import { lockFolder } from './folder-lock.ts'
import { ledger0010 } from './migrations/0010-ledger.ts'
import { ledger0020 } from './migrations/0020-print-jobs.ts'
import { ledger0030 } from './migrations/0030-returns.ts'
import { ledger0040 } from './migrations/0040-exchanges.ts'
import { ledger0080 } from './migrations/0080-staff.ts'
import { ledger0090 } from './migrations/0090-shifts.ts'
import { ledger0120 } from './migrations/0120-retention.ts'
import { ledger0130 } from './migrations/0130-entries-of-someone.ts'
import { mirror0010 } from './migrations/mirror-0010.ts'
import { mirror0020 } from './migrations/mirror-0020.ts'
import { mirror0080 } from './migrations/mirror-0080.ts'
import { readMirrorNumber, setMirrorNumber } from './mirror-switch.ts'
import { openSqliteFile, type FileProfile, type Ledger, type Mirror } from './sqlite-file.ts'

export const ledgerProfile: FileProfile<'ledger'> = {
  kind: 'ledger',
  // "Till"
  applicationId: 0x54_69_6c_6c,
  synchronous: 'FULL',
  migrations: [ledger0010, ledger0020, ledger0030, ledger0040, ledger0080, ledger0090, ledger0120, ledger0130],
}
export const mirrorProfile: FileProfile<'mirror'> = {
  kind: 'mirror',
  // "Tilm"
  applicationId: 0x54_69_6c_6d,
  // Disposable: what a power cut takes from it is fetched again.
  synchronous: 'NORMAL',
  migrations: [mirror0010, mirror0020, mirror0080],
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
  /** The mirror turned out to be damaged: it is put aside, an empty one takes its place, and HQ fills it again. */
  replaceMirror(): void
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
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw namedDbError(cause, dataDir)
  }
  const lock = lockFolder(dataDir, { pid: options.pid, sinceMs: options.nowMs }, options.nativeBinding)
  try {
    const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(dataDir), ...binding })
    try {
      checkWhole(ledger)
      const mirrors = new Mirrors(ledger, dataDir, binding)
      return {
        dataDir,
        ledger,
        mirror: () => mirrors.current,
        openMirror: (mirrorNumber) => mirrors.open(mirrorNumber),
        switchMirror: (mirrorNumber) => mirrors.switchTo(mirrorNumber),
        replaceMirror: () => mirrors.replace(),
        previousEndedBadly: lock.previousEndedBadly,
        close() {
          mirrors.current.close()
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

/** The mirror files of a folder: one in use, perhaps one that is being loaded, leftovers deleted. */
class Mirrors {
  readonly #ledger: Ledger
  readonly #dataDir: string
  readonly #binding: { readonly nativeBinding?: string }
  #number: number
  #mirror: Mirror

  constructor(ledger: Ledger, dataDir: string, binding: { readonly nativeBinding?: string }) {
    this.#ledger = ledger
    this.#dataDir = dataDir
    this.#binding = binding
    this.#number = this.#readableNumber()
    this.#mirror = this.open(this.#number)
    this.#removeOthers()
  }

  get current(): Mirror {
    return this.#mirror
  }

  open(mirrorNumber: number): Mirror {
    return openSqliteFile(mirrorProfile, { path: mirrorPath(this.#dataDir, mirrorNumber), ...this.#binding })
  }

  switchTo(mirrorNumber: number): void {
    const next = this.open(mirrorNumber)
    this.#ledger.write((tx) => setMirrorNumber(tx, mirrorNumber))
    this.#mirror.close()
    this.#mirror = next
    this.#number = mirrorNumber
    this.#removeOthers()
  }

  replace(): void {
    this.#mirror.close()
    this.#number = this.#afresh(this.#number)
    this.#mirror = this.open(this.#number)
  }

  /** A mirror that cannot be read is put aside and the next one starts empty: HQ has all of it. */
  #readableNumber(): number {
    const number = readMirrorNumber(this.#ledger)
    if (number === null) return this.#afresh(0)
    return this.#isReadable(number) ? number : this.#afresh(number)
  }

  #afresh(damagedNumber: number): number {
    const next = damagedNumber + 1
    if (damagedNumber > 0) setAside(mirrorPath(this.#dataDir, damagedNumber))
    deleteMirrorFile(mirrorPath(this.#dataDir, next))
    this.#ledger.write((tx) => setMirrorNumber(tx, next))
    return next
  }

  #isReadable(mirrorNumber: number): boolean {
    try {
      this.open(mirrorNumber).close()
      return true
    } catch (cause) {
      if (cause instanceof DbError && (cause.code === 'database_corrupt' || cause.code === 'database_from_future')) return false
      throw cause
    }
  }

  #removeOthers(): void {
    for (const name of readdirSync(this.#dataDir)) {
      const match = /^mirror-(\d+)\.db$/.exec(name)
      if (match !== null && Number(match[1]) < this.#number) deleteMirrorFile(join(this.#dataDir, name))
    }
  }
}

function setAside(path: string): void {
  if (existsSync(path)) renameSync(path, `${path}.damaged`)
  for (const tail of ['-wal', '-shm']) rmSync(`${path}${tail}`, { force: true })
}

function deleteMirrorFile(path: string): void {
  for (const tail of ['', '-wal', '-shm']) rmSync(`${path}${tail}`, { force: true })
}

/** Did this come of the mirror's file, which can be fetched again? */
export function isDamagedMirror(cause: unknown, files: TillFiles): cause is DbError {
  return cause instanceof DbError && cause.code === 'database_corrupt' && cause.path === files.mirror().path
}
