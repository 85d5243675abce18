import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { putSetting } from '../../src/till/db/settings.ts'
import { openTillFiles } from '../../src/till/db/till-files.ts'
import { recount } from '../recount/recount.ts'
import type { Shown } from '../recount/facts.ts'
import { hqProcess, type HqProcess } from '../sim/hq-process.ts'
import { serialWire, type SerialWire } from '../sim/serial-wire.ts'
import { openDisplays, type Display } from '../sim/window/display.ts'
import { tillWindow, type TillWindow } from '../sim/window/till-window.ts'
import { root } from '../support/tidy/project.ts'
import { buildBroken } from './build-broken.ts'
import { breaks, type BreakName } from './broken.ts'

/** Everything that runs in the demo: one HQ, two tills, a keyboard scanner at A, a serial scanner at B. */
export type DemoShop = {
  readonly folder: string
  readonly hq: HqProcess
  readonly a: TillWindow
  readonly b: TillWindow
  readonly scanner: SerialWire
  /** What the windows showed as saved, read off the windows. */
  readonly shown: Shown[]
  /** Receipts that a customer keeps, to come back with. */
  readonly receipts: string[]
  /** Closes the tills, then counts everything at tills and HQ. */
  recount(): Promise<{ readonly text: string; readonly clean: boolean }>
  close(): Promise<void>
}

const programmeFile = path.join(root, 'resources/programmes/harbour-club.json')

/** Makes the shop's folders; nothing runs yet but the screens and the serial line. @param hear what the programs say */
export async function makeShop(broken: BreakName | null, hear: (who: string, line: string) => void): Promise<DemoShop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-demo-'))
  // As root PostgreSQL and the windows run as other users, and must be able to pass.
  chmodSync(folder, 0o755)
  const change = broken === null ? null : breaks[broken]
  const application = broken !== null && change?.side === 'till' ? { application: await buildBroken(broken, change.mutant) } : {}
  const hq = await hqProcess({ dataFolder: path.join(folder, 'hq'), programmeFile, mutant: change?.side === 'hq' ? change.mutant : null, hear: (line) => hear('HQ', line) })
  const scanner = await serialWire(folder)
  const displays = await openDisplays(2, folder)
  const till = (name: string, dataFolder: string, display: Display | undefined): TillWindow =>
    tillWindow({ name, dataFolder: path.join(folder, dataFolder), hqUrl: hq.url, env: display?.env ?? process.env, ...application, hear: (line) => hear(name, line) })
  const [a, b] = [till('till A', 'till-a', displays[0]), till('till B', 'till-b', displays[1])]
  plugIn(b, scanner)
  const shown: Shown[] = []
  return {
    ...{ folder, hq, a, b, scanner, shown, receipts: [] },
    async recount() {
      await Promise.all([a.close(), b.close()])
      // A step that failed may have left it stopped; a recount wants to see its tables.
      await hq.start()
      const tills = [a, b].map(({ name, dataFolder }) => ({ name, dataFolder: path.join(dataFolder, 'till') }))
      return recount({ tills, databaseUrl: await hq.databaseUrl(), shown })
    },
    async close() {
      await Promise.all([a.close(), b.close()])
      await hq.stop()
      await scanner.unplug()
      for (const display of displays) await display.close()
    },
  }
}

/** Tells a till of its serial scanner, as its devices page will: before its first start there is no page. */
function plugIn(till: TillWindow, { port }: SerialWire): void {
  const files = openTillFiles({ dataDir: path.join(till.dataFolder, 'till'), pid: process.pid, nowMs: Date.now() })
  files.ledger.write((tx) => putSetting(tx, 'scanners.serial', [{ path: port, label: 'Serial scanner' }]))
  files.close()
}

/** Forgets the shop's folder. */
export function deleteShop({ folder }: DemoShop): void {
  rmSync(folder, { recursive: true, force: true })
}
