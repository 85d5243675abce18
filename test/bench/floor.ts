import { closeSync, fsyncSync, openSync, readdirSync, writeSync } from 'node:fs'
import path from 'node:path'
import { timed } from './timed.ts'

/** The least that any durable write costs on this disk: 1 kB appended to a file, and a sync. */
export type Floor = { sample(): number; close(): void }

const KILOBYTE = Buffer.alloc(1024, 'x')

export function openFloor(folder: string): Floor {
  const file = openSync(path.join(folder, 'floor'), 'a')
  return {
    sample: () =>
      timed(() => {
        writeSync(file, KILOBYTE)
        fsyncSync(file)
      }),
    close: () => closeSync(file),
  }
}

/** Syncs every file of a folder: what a store that does not sync by itself would have to do. */
export function syncFiles(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = openSync(path.join(folder, entry.name), 'r')
    fsyncSync(file)
    closeSync(file)
  }
}
