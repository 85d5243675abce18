import { rmSync } from 'node:fs'
import { copyMirror } from '../db/copy-mirror.ts'
import { writeIdentity } from '../db/identity.ts'
import { readMirrorNumber } from '../db/mirror-switch.ts'
import { mirrorPath, openTillFiles } from '../db/till-files.ts'
import type { EngineOptions, PracticeSource } from '../engine-options.ts'
import { noteMirrorLoaded } from '../mirror-loading.ts'
import type { StatusSource } from '../till-status.ts'

/** Of a running till. */
export function practiceSourceOf({ sqliteBinding }: Pick<EngineOptions, 'sqliteBinding'>, { identity, mirror, time }: Pick<StatusSource, 'identity' | 'mirror' | 'time'>): PracticeSource {
  return { identity, mirrorPath: mirror().path, nowMs: time.nowMs(), ...(sqliteBinding === undefined ? {} : { sqliteBinding }) }
}

/**
 * Makes the folder of a practice till anew: who this till is, without an address of HQ, and a copy of what HQ told. Never
 * anything of the till's own ledger: what is practised there cannot be taken for what was sold.
 */
export function makePracticeFolder(dataDir: string, { identity, mirrorPath: fromPath, nowMs, sqliteBinding }: PracticeSource): void {
  rmSync(dataDir, { recursive: true, force: true })
  const binding = sqliteBinding === undefined ? {} : { nativeBinding: sqliteBinding }
  const files = openTillFiles({ dataDir, pid: process.pid, nowMs, ...binding })
  let mirrorNumber: number
  try {
    files.ledger.write((tx) => writeIdentity(tx, { ...identity, hqUrl: '' }))
    noteMirrorLoaded(files.ledger)
    mirrorNumber = readMirrorNumber(files.ledger) ?? 1
  } finally {
    files.close()
  }
  copyMirror(fromPath, mirrorPath(dataDir, mirrorNumber), sqliteBinding)
}
