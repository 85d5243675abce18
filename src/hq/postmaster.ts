import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Backends whose postmaster was killed notice it and end by themselves, on a busy machine not at once. */
const LEFTOVERS_END_MS = 10_000
const POLL_MS = 20

/** A PostgreSQL server that runs over a data folder, as its lock file `postmaster.pid` names it. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly ready: boolean }

/** The server that runs over `dataDir`; null when none does, also when a crash left its lock file. */
export async function readPostmaster(dataDir: string): Promise<Postmaster | null> {
  let text: string
  try {
    text = await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')
  } catch {
    return null
  }
  const [pidText = '', , , portText = '', , , , status = ''] = text.split('\n')
  const pid = Number(pidText.trim())
  if (!Number.isSafeInteger(pid) || pid <= 0 || !(await isPostgres(pid))) return null
  return { pid, port: Number(portText.trim()), ready: status.trim() === 'ready' }
}

/**
 * PostgreSQL gives up its own stale lock files, unless the process number was given to another program meanwhile (usual
 * in containers): then the file is removed here, once no process of the server works in the folder any more.
 */
export async function removeStaleLock(dataDir: string): Promise<void> {
  const lock = path.join(dataDir, 'postmaster.pid')
  const pid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return
  const deadlineMs = performance.now() + LEFTOVERS_END_MS
  while (!(await isPostgres(pid)) && performance.now() < deadlineMs) {
    if (!(await isWorkedIn(dataDir))) return rm(lock, { force: true })
    await delay(POLL_MS)
  }
}

/** Is there a process of this number? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  // An ended child that nobody has waited for yet is still listed, with an empty command line.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return /postgres/.test(command)
}

/** Does a leftover process of the server (a backend whose postmaster was killed) still have the folder open? */
async function isWorkedIn(dataDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return folders.includes(dataDir)
}
