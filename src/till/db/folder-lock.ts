import Database from 'better-sqlite3'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isoUtc } from '../clock.ts'
import { DbError, namedDbError } from './errors.ts'

/** Holds a data folder for this process. */
export type FolderLock = {
  /** The process before this one ended without closing. */
  readonly previousEndedBadly: boolean
  release(): void
}
export type LockHolder = { readonly pid: number; readonly sinceMs: number }

/**
 * Takes the folder for this process alone. The lock is one that the operating system takes back when the process ends,
 * however it ends (an open exclusive transaction on a small file), so there is no stale lock to guess about and no
 * process id to mistake. `till.lock` beside it tells people who holds it.
 * @throws DbError `database_in_use`, naming the holder
 */
export function lockFolder(dataDir: string, holder: LockHolder, nativeBinding?: string): FolderLock {
  const holderPath = join(dataDir, 'till.lock')
  const path = join(dataDir, 'till-lock.db')
  const db = openLockFile(path, nativeBinding)
  try {
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    const named = namedDbError(cause, path)
    throw named instanceof DbError && named.code === 'database_in_use' ? inUse(dataDir, readHolder(holderPath)) : named
  }
  const previousEndedBadly = readHolder(holderPath) !== null
  try {
    writeFileSync(holderPath, JSON.stringify(holder))
  } catch (cause) {
    db.close()
    throw namedDbError(cause, holderPath)
  }
  return {
    previousEndedBadly,
    release() {
      rmSync(holderPath, { force: true })
      db.close()
    },
  }
}

function openLockFile(path: string, nativeBinding: string | undefined): Database.Database {
  try {
    return new Database(path, { timeout: 0, ...(nativeBinding === undefined ? {} : { nativeBinding }) })
  } catch (cause) {
    throw namedDbError(cause, path)
  }
}

function inUse(dataDir: string, holder: LockHolder | null): DbError {
  const who = holder === null ? 'another process' : `process ${holder.pid} since ${isoUtc(holder.sinceMs)}`
  return new DbError('database_in_use', `${dataDir} is in use by ${who}. Close that program first.`)
}

/** Who wrote the holder's file; null: nobody, or it says nothing readable. */
export function readHolder(holderPath: string): LockHolder | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(holderPath, 'utf8'))
    if (typeof parsed !== 'object' || parsed === null) return null
    const { pid, sinceMs } = parsed as Record<string, unknown>
    return typeof pid === 'number' && typeof sinceMs === 'number' ? { pid, sinceMs } : null
  } catch {
    return null
  }
}
