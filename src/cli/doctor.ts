import { existsSync } from 'node:fs'
import { printerSetting, type PrinterConnection } from '../contract/printer-setting.ts'
import { systemClock } from '../till/clock.ts'
import { DbError } from '../till/db/errors.ts'
import { readIdentity } from '../till/db/identity.ts'
import { readSetting } from '../till/db/settings.ts'
import { openSqliteFile } from '../till/db/sqlite-file.ts'
import { readSqliteVersion } from '../till/db/sqlite-version.ts'
import { ledgerPath, ledgerProfile } from '../till/db/till-files.ts'
import type { RunCommand } from './command.ts'
import { takeDataFolder, tillFolderOf } from './data-folder.ts'
import { checkDevices, checkFonts, checkPrinter, checkUdevRules } from './doctor/device-checks.ts'
import { checkDataFolder, checkDiskSpace, checkFsync, checkKeychain } from './doctor/disk-checks.ts'
import { bad, fine, type Finding } from './doctor/finding.ts'
import { hearHq, judgeClock, judgeHq } from './doctor/hq-checks.ts'

const UDEV_FOLDERS = ['/etc/udev/rules.d', '/run/udev/rules.d', '/usr/lib/udev/rules.d', '/lib/udev/rules.d']

/**
 * `tillpoint doctor`: looks at everything a till needs, one line each with what to do; `--json`: one JSON object a line.
 * Writes only one small file, which it deletes, and the till may run. 0: nothing is bad, 1: something is.
 */
export const doctorCommand: RunCommand = async (args, print, complain) => {
  const named = takeDataFolder(args)
  const asJson = named?.rest.includes('--json') === true
  if (named === null || named.rest.some((each) => each !== '--json')) {
    complain('usage: tillpoint doctor [--data DIR] [--json]')
    return 2
  }
  const findings = await examine(named.dataDir)
  for (const finding of findings) print(asJson ? JSON.stringify(finding) : lineOf(finding))
  return findings.some(({ state }) => state === 'bad') ? 1 : 0
}

function lineOf({ check, state, found, todo }: Finding): string {
  return `${state.padEnd(4)} ${check.padEnd(12)} ${found}${todo === '' ? '' : `\n     ${' '.repeat(12)} → ${todo}`}`
}

async function examine(dataDir: string): Promise<readonly Finding[]> {
  const clock = systemClock()
  const tillDir = tillFolderOf(dataDir)
  const known = tillDir === null ? null : readTill(tillDir)
  const heard = await hearHq(known?.hqUrl ?? null, globalThis.fetch)
  const linux = process.platform === 'linux' ? [checkDevices('/dev'), checkUdevRules(UDEV_FOLDERS)] : []
  return [
    checkDataFolder(dataDir, tillDir),
    ...(tillDir === null || known === null ? [] : [known.sqlite, checkKeychain(tillDir)]),
    ...(existsSync(dataDir) ? [checkFsync(tillDir ?? dataDir, () => performance.now()), checkDiskSpace(dataDir)] : []),
    ...linux,
    await checkPrinter(known?.printer ?? null),
    await checkFonts(),
    judgeClock(clock.wallMs(), heard),
    judgeHq(heard, known?.hqUrl ?? null),
  ]
}

type KnownTill = { readonly sqlite: Finding; readonly hqUrl: string | null; readonly printer: PrinterConnection | null }

/** What its ledger says, read without changing it. */
function readTill(tillDir: string): KnownTill {
  try {
    const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(tillDir), readonly: true })
    try {
      const printer = printerSetting.safeParse(readSetting(ledger, 'printer'))
      return { sqlite: fine('sqlite', readSqliteVersion(ledger)), hqUrl: readIdentity(ledger)?.hqUrl ?? null, printer: printer.success ? printer.data.connection : null }
    } finally {
      ledger.close()
    }
  } catch (cause) {
    if (!(cause instanceof DbError)) throw cause
    return { sqlite: bad('sqlite', `${cause.code}: ${cause.message}`, 'Run tillpoint inspect --salvage, and ask support before changing anything.'), hqUrl: null, printer: null }
  }
}
