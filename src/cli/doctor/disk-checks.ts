import { closeSync, constants, fsyncSync, openSync, rmSync, accessSync, readFileSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { bad, fine, warn, type Finding } from './finding.ts'

/** File systems in memory (statfs f_type): what they hold is gone with the power. */
const IN_MEMORY = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
])
const FSYNC_TIMES = 25
const FSYNC_BYTES = 4096
/** No disk or flash that keeps what it says takes less: a cache that lies does. Microseconds. */
const HONEST_US_MIN = 15
/** Above this a cashier waits for "saved". */
const SLOW_US = 150_000

const MIB = 1024 * 1024

/** May this user write where the till keeps its data? */
export function checkDataFolder(dataDir: string, tillDir: string | null): Finding {
  try {
    accessSync(tillDir ?? dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (code === 'ENOENT') return bad('data-folder', `${dataDir} is not there`, 'Name the folder with --data DIR, or start the till once with npm start.')
    return bad('data-folder', `${dataDir} cannot be written by this user (${code})`, 'Give the folder to the user who runs the till, or run this as that user.')
  }
  if (tillDir === null) return warn('data-folder', `${dataDir} holds no till`, 'Start the till once with npm start, or name another folder with --data DIR.')
  return fine('data-folder', tillDir)
}

/**
 * Does the disk keep what it says it has kept? Measured: writes and waits for the disk, many times. An answer that is
 * faster than any disk, or a file system in memory, loses sales when the power goes.
 */
export function checkFsync(dataDir: string, monotonicMs: () => number): Finding {
  const file = join(dataDir, '.doctor-fsync')
  try {
    const inMemory = IN_MEMORY.get(statfsSync(dataDir).type)
    if (inMemory !== undefined) return bad('fsync', `${dataDir} is in memory (${inMemory})`, 'Keep the data on a disk: memory is empty after a power cut.')
    const medianUs = measureFsync(file, monotonicMs)
    const found = `${Math.round(medianUs)} µs for ${FSYNC_BYTES} bytes (median of ${FSYNC_TIMES})`
    if (medianUs < HONEST_US_MIN) return bad('fsync', `${found}: faster than any disk`, 'Turn the write cache that lies off (libeatmydata, a virtual disk with cache=unsafe): sales would be lost in a power cut.')
    if (medianUs > SLOW_US) return warn('fsync', `${found}: slow`, 'Use a better disk, or look at its health: every sale waits for this.')
    return fine('fsync', found)
  } catch (cause) {
    return bad('fsync', cause instanceof Error ? cause.message : String(cause), 'The disk refuses to keep data: look at its health and its mount options.')
  } finally {
    rmSync(file, { force: true })
  }
}

function measureFsync(file: string, monotonicMs: () => number): number {
  const descriptor = openSync(file, 'w')
  try {
    const bytes = new Uint8Array(FSYNC_BYTES)
    const tookUs = Array.from({ length: FSYNC_TIMES }, (_, turn) => {
      bytes.fill(turn)
      const startedMs = monotonicMs()
      writeSync(descriptor, bytes, 0, bytes.length, turn * bytes.length)
      fsyncSync(descriptor)
      return (monotonicMs() - startedMs) * 1000
    })
    return tookUs.sort((a, b) => a - b)[FSYNC_TIMES >> 1] ?? 0
  } finally {
    closeSync(descriptor)
  }
}

/** @param freeBytes of the disk that holds the data */
export function judgeDiskSpace(freeBytes: number): Finding {
  const found = `${Math.floor(freeBytes / MIB).toString()} MiB free`
  if (freeBytes < 200 * MIB) return bad('disk-space', found, 'Free some space now: without it no sale can be saved.')
  if (freeBytes < 1024 * MIB) return warn('disk-space', found, 'Free some space soon.')
  return fine('disk-space', found)
}

export function checkDiskSpace(dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(dataDir)
  return judgeDiskSpace(bavail * bsize)
}

/**
 * How the till's keys are sealed, by the mark that Chromium writes in front: v11 by the desktop's keychain, v10 by a text
 * that everyone knows.
 */
export function checkKeychain(tillDir: string): Finding {
  let mark: string
  try {
    mark = readFileSync(join(tillDir, 'wrapping-key.sealed')).toString('latin1', 0, 3)
  } catch {
    return warn('keychain', 'no sealed key yet', 'Start the till once with its window.')
  }
  if (process.platform !== 'linux' || mark !== 'v10') return fine('keychain', 'the keys are sealed by the operating system')
  return warn('keychain', 'no keychain: the keys are sealed by a text that everyone knows', 'Install and unlock gnome-keyring or kwallet for this user, or encrypt the disk.')
}
