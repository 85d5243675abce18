import { existsSync } from 'node:fs'
import { DbError } from '../till/db/errors.ts'
import { readMirrorNumber } from '../till/db/mirror-switch.ts'
import { openSqliteFile } from '../till/db/sqlite-file.ts'
import { ledgerPath, ledgerProfile, mirrorPath, mirrorProfile } from '../till/db/till-files.ts'
import type { LedgerDifference } from '../till/verify/difference.ts'
import { verifyLedger, verifyMirror, type VerifiedCounts } from '../till/verify/verify-ledger.ts'
import type { ExitCode, Print, RunCommand } from './command.ts'
import { takeDataFolder, tillFolderOf } from './data-folder.ts'

/** Longer lists help nobody; the count at the end is of all. */
const DIFFERENCES_SHOWN_MAX = 1000

/**
 * `tillpoint verify`: computes every sale and return of a till's ledger again and names what differs, one JSON line
 * each; a summary on standard error. With `--journal` only whether the journal's rows are all there, unchanged and in
 * their order, up to HQ's last signed word. 0: nothing differs. Changes nothing, needs no key, and the till may run.
 */
export const verifyCommand: RunCommand = (args, print, complain) => Promise.resolve(verifyFolder(args, print, complain))

function verifyFolder(args: readonly string[], print: Print, complain: Print): ExitCode {
  const named = takeDataFolder(args.filter((word) => word !== '--journal'))
  const scope = args.includes('--journal') ? 'journal' : 'all'
  if (named === null || named.rest.length > 0) {
    complain('usage: tillpoint verify [--journal] [--data DIR]')
    return 2
  }
  const folder = tillFolderOf(named.dataDir)
  if (folder === null) {
    complain(`There is no till in ${named.dataDir}. Name its folder with --data DIR, or start it once with npm start.`)
    return 3
  }
  try {
    const counts: VerifiedCounts = { events: 0, sales: 0, returns: 0, programmes: 0 }
    let found = 0
    for (const difference of differencesIn(folder, counts, scope)) {
      found += 1
      if (found <= DIFFERENCES_SHOWN_MAX) print(JSON.stringify(difference))
    }
    const { events, sales, returns, programmes } = counts
    complain(`${events} events, ${sales} sales, ${returns} returns, ${programmes} versions of the rules: ${found === 0 ? 'all as computed' : `${found} differences`}`)
    return found === 0 ? 0 : 1
  } catch (cause) {
    if (!(cause instanceof DbError)) throw cause
    complain(`${cause.code}: ${cause.message}`)
    return 3
  }
}

function* differencesIn(folder: string, counts: VerifiedCounts, scope: 'all' | 'journal'): Generator<LedgerDifference> {
  const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(folder), readonly: true })
  try {
    yield* verifyLedger(ledger, counts, scope)
    if (scope === 'journal') return
    const path = mirrorPath(folder, readMirrorNumber(ledger) ?? 0)
    if (!existsSync(path)) return
    const mirror = openSqliteFile(mirrorProfile, { path, readonly: true })
    try {
      yield* verifyMirror(mirror)
    } finally {
      mirror.close()
    }
  } finally {
    ledger.close()
  }
}
