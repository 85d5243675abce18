import Database from 'better-sqlite3'
import { rmSync } from 'node:fs'

/** Copies a mirror as it is at this moment; what stands at `toPath` is gone. */
export function copyMirror(fromPath: string, toPath: string, nativeBinding?: string): void {
  for (const tail of ['', '-wal', '-shm']) rmSync(`${toPath}${tail}`, { force: true })
  const db = new Database(fromPath, { readonly: true, fileMustExist: true, ...(nativeBinding === undefined ? {} : { nativeBinding }) })
  try {
    db.prepare('VACUUM INTO ?').run(toPath)
  } finally {
    db.close()
  }
}
