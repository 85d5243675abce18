import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Builds faultdisk.c once for each version of its text. @returns the path for LD_PRELOAD */
export function buildFaultLibrary(): string {
  const source = path.join(import.meta.dirname, 'faultdisk.c')
  const version = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)
  const folder = path.join(tmpdir(), `tillpoint-faultdisk-${process.getuid?.() ?? 0}`)
  const library = path.join(folder, `${version}.so`)
  if (existsSync(library)) return library
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const building = path.join(folder, `${version}-${process.pid}.so`)
  execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-o', building, source, '-ldl', '-lpthread'])
  renameSync(building, library)
  return library
}

/** How the library shall act on one process; see faultdisk.c. */
export type Faults = {
  /** Only files below it are watched. */
  readonly folder: string
  readonly traceFile?: string
  /** Such as `write:7:EIO` or `sync:2:ENOSPC:once`. */
  readonly fail?: string
  /** Such as `write:7:mid` or `send:1:after`. */
  readonly kill?: string
}

/** The environment that puts a child process under the library. */
export function faultEnvironment(faults: Faults): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LD_PRELOAD: buildFaultLibrary(),
    FAULTDISK_DIR: faults.folder,
    ...(faults.traceFile === undefined ? {} : { FAULTDISK_TRACE: faults.traceFile }),
    ...(faults.fail === undefined ? {} : { FAULTDISK_FAIL: faults.fail }),
    ...(faults.kill === undefined ? {} : { FAULTDISK_KILL: faults.kill }),
  }
}

/** A process that opens this file in the watched folder starts the counting of operations. */
export const ARM_FILE = 'faultdisk-armed'
