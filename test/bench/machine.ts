import { readdirSync, readFileSync, realpathSync, statfsSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { root } from '../support/tidy/project.ts'

const TMPFS_MAGIC = 0x0102_1994

/** The first lines: what was measured on. Numbers without them mean nothing. */
export function machineLines(folder: string): readonly string[] {
  const cpus = os.cpus()
  return [
    `disk      ${diskOf(folder)}`,
    `CPU       ${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'}, memory ${Math.round(os.totalmem() / 1e9)} GB`,
    `runtime   Node ${process.versions.node}, Electron ${electronVersion()}, SQLite ${sqliteVersion()}, ${os.type()} ${os.release()}`,
    loadLine('at the start'),
  ]
}

/** @param when in words */
export function loadLine(when: string): string {
  const [one = 0, five = 0] = os.loadavg()
  const busy = one > os.cpus().length ? '  (BUSY: others used this machine; times are longer than its own)' : ''
  return `load      ${one.toFixed(1)} over 1 min, ${five.toFixed(1)} over 5 min ${when}${busy}`
}

function diskOf(folder: string): string {
  const real = realpathSync(folder)
  if (statfsSync(real).type === TMPFS_MAGIC) return `${real} lies in memory: a sync costs nothing here, and the ratios of (b) mean nothing`
  const mount = mountOf(real)
  if (mount === null) return `${real}, of an unknown kind`
  const kind = rotationOf(real)
  return `${mount.fileSystem} on ${mount.source} (${mount.options})${kind}`
}

function mountOf(folder: string): { readonly fileSystem: string; readonly source: string; readonly options: string } | null {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n').map((line) => line.split(' '))
    const fitting = mounts.filter(([, at = '']) => at === '/' || folder === at || folder.startsWith(`${at}/`)).sort((a, b) => (b[1]?.length ?? 0) - (a[1]?.length ?? 0))
    const [source, , fileSystem, options] = fitting[0] ?? []
    return source === undefined || fileSystem === undefined ? null : { fileSystem, source, options: options ?? '' }
  } catch {
    return null
  }
}

/** What the kernel says of the device under a folder: turning or not, cached or not. */
function rotationOf(folder: string): string {
  try {
    const device = statSync(folder).dev
    const block = path.join('/sys/dev/block', `${device >> 8}:${device & 0xff}`)
    const queue = [path.join(block, 'queue'), path.join(block, '../queue')].find((place) => readdirOrNone(place).length > 0)
    if (queue === undefined) return ''
    const read = (name: string): string => readFileSync(path.join(queue, name), 'utf8').trim()
    return `, ${read('rotational') === '1' ? 'rotating' : 'not rotating'}, ${read('write_cache')}`
  } catch {
    return ''
  }
}

function readdirOrNone(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function electronVersion(): string {
  return readFileSync(path.join(root, 'node_modules/electron/dist/version'), 'utf8').trim().replace(/^v/, '')
}

function sqliteVersion(): string {
  const db = new Database(':memory:')
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string
  db.close()
  return version
}
