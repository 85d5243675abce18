import { closeSync, constants, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { bytesOfHex, hexOf } from '../../journal/codec.ts'

/**
 * A note outside the data folder of how far this till's journal has come. A data folder that is put back from a backup
 * does not bring it along, so the next start sees that the files are older than the note. Written after each commit and
 * without fsync: after a power cut it may be behind or gone, which tells nothing; only being ahead tells something.
 */
export type MarkedHead = { readonly epoch: number; readonly seq: number; readonly hash: Uint8Array }
export type EpochMarker = {
  /** Null: none there, or not readable. */
  read(): MarkedHead | null
  /** @returns false when it could not be written; the till goes on without it */
  write(head: MarkedHead): boolean
}

/** @param path a file of this till alone, outside its data folder */
export function createEpochMarker(path: string): EpochMarker {
  return {
    read() {
      try {
        return markedHeadOf(readFileSync(path, 'utf8'))
      } catch {
        return null
      }
    },
    write(head) {
      try {
        writeOver(path, lineOf(head))
        return true
      } catch {
        return false
      }
    },
  }
}

/** Over what is there, in one write: a new file renamed into its place costs as much as the sync of the commit before. */
function writeOver(path: string, line: string): void {
  const file = openToWrite(path)
  try {
    writeSync(file, line, 0)
  } finally {
    closeSync(file)
  }
}

function openToWrite(path: string): number {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    mkdirSync(dirname(path), { recursive: true })
    return openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600)
  }
}

/** Always as long, so that nothing of the line before stays behind it. */
function lineOf({ epoch, seq, hash }: MarkedHead): string {
  return `${epoch} ${seq} ${hexOf(hash)}`.padEnd(LINE_CHARS) + '\n'
}
const LINE_CHARS = 95

function markedHeadOf(text: string): MarkedHead | null {
  const match = /^(\d{1,9}) (\d{1,15}) ([0-9a-f]{64}) *\n$/.exec(text)
  if (match === null) return null
  const [, epoch = '', seq = '', hex = ''] = match
  const hash = bytesOfHex(hex)
  return hash === null ? null : { epoch: Number(epoch), seq: Number(seq), hash }
}

/** Where this user's programs keep what is no data (XDG Base Directory; the local application folder of Windows). */
export function markerFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(env['XDG_STATE_HOME'] ?? env['LOCALAPPDATA'] ?? join(homedir(), '.local', 'state'), 'tillpoint')
}
