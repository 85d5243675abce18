import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { connect } from '../../src/hq/connect.ts'
import { regionKey } from '../../src/hq/identity.ts'
import { loadMasterKey } from '../../src/hq/master-key.ts'
import type { RegionKey } from '../../src/journal/key-wrap.ts'
import { openTillFiles } from '../../src/till/db/till-files.ts'
import { hqProcess, type HqProcess } from '../sim/hq-process.ts'
import { openDisplays } from '../sim/window/display.ts'
import { tillWindow, type TillWindow } from '../sim/window/till-window.ts'
import { root } from '../support/tidy/project.ts'
import { fillWithMembers } from './mirror.ts'
import { enrolEngine, hasEverything } from './till.ts'
import type { BenchWindow } from './window.ts'

/** What is measured: an HQ, a till that is enrolled there and closed, and the key that its members are sealed with. */
export type BenchShop = {
  readonly folder: string
  readonly hq: HqProcess
  /** `none`: no display here, so only the engine is measured. */
  readonly window: BenchWindow | { readonly kind: 'none'; readonly why: string }
  /** The till's own folder. */
  readonly tillDir: string
  /** How many were put into its mirror. */
  members: number
  readonly key: RegionKey
  /** A folder for more files on the same disk. */
  place(name: string): string
  close(): Promise<void>
}

/** @param on a folder of the disk to measure @param say progress, on standard error */
export async function openBenchShop(on: string, say: (line: string) => void): Promise<BenchShop> {
  const folder = mkdtempSync(path.join(on, 'tillpoint-bench-'))
  chmodSync(folder, 0o755)
  const hqFolder = path.join(folder, 'hq')
  const said: string[] = []
  const hear = (line: string): void => void said.push(line)
  const hq = await hqProcess({ dataFolder: hqFolder, programmeFile: path.join(root, 'resources/programmes/harbour-club.json'), mutant: null, hear })
  const displays = await openDisplays(1, folder).catch((cause: unknown) => `no display here (${cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)})`)
  const dataFolder = path.join(folder, 'app')
  const window: BenchShop['window'] =
    typeof displays === 'string'
      ? { kind: 'none', why: displays }
      : { kind: 'window', isOpen: false, app: tillWindow({ name: 'till', dataFolder, hqUrl: hq.url, env: displays[0]?.env ?? process.env, hear }) }
  const close = async (): Promise<void> => {
    if (window.kind === 'window') await window.app.close()
    await hq.stop()
    if (typeof displays === 'string') return

    for (const display of displays) await display.close()
  }
  const closeAll = async (): Promise<void> => {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    say('HQ with the sample shop, and a till enrolled there')
    await hq.start()
    const tillDir = path.join(dataFolder, 'till')
    if (window.kind === 'window') await enrolWindow(window.app, await hq.enrolCode())
    else await enrolEngine(tillDir, hq.url, await hq.enrolCode())
    const key = await eastKey(hq, hqFolder)
    return { folder, hq, window, key, tillDir, members: 0, close: closeAll, place: (name) => made(path.join(folder, name)) }
  } catch (cause) {
    await closeAll()
    throw new Error(`${String(cause)}\n${said.slice(-20).join('\n')}`)
  }
}

async function enrolWindow(app: TillWindow, code: string): Promise<void> {
  await app.open(code)
  await app.untilStatus('till that HQ has told everything', hasEverything)
  await app.untilDesk('till with rules', () => true)
  await app.close()
}

function made(folder: string): string {
  mkdirSync(folder, { recursive: true })
  return folder
}

/** The key of the sample shop's region, as HQ holds it. */
async function eastKey(hq: HqProcess, hqFolder: string): Promise<RegionKey> {
  const db = connect(await hq.databaseUrl(), { info: () => undefined, warn: () => undefined, error: () => undefined }, 1)
  try {
    const key = await regionKey(db, await loadMasterKey(path.join(hqFolder, 'hq/hq.key')), 'east')
    if (key === null) throw new Error('the sample shop has no region east')
    return key
  } finally {
    await db.destroy()
  }
}

/** Fills a closed till's mirror. @returns seconds that it took */
export async function fillMirror(tillDir: string, key: RegionKey, members: number, say: (line: string) => void): Promise<number> {
  const files = openTillFiles({ dataDir: tillDir, pid: process.pid, nowMs: Date.now() })
  const startedMs = performance.now()
  let saidMs = startedMs
  await fillWithMembers(files.mirror(), key, members, Date.now(), (done) => {
    if (performance.now() - saidMs < 10_000) return
    saidMs = performance.now()
    say(`${done.toLocaleString('en')} of ${members.toLocaleString('en')} members`)
  })
  files.close()
  return (performance.now() - startedMs) / 1000
}
