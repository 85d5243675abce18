import { access, open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { PushRequest } from '../../contract/wire-push.ts'
import { sameBytes, utf8 } from '../../journal/codec.ts'
import { readNewestAck } from '../db/acks.ts'
import { readGap } from '../db/gaps.ts'
import { countEventsAfter, readEventAt, type JournalPosition } from '../db/journal.ts'
import { JOURNAL_START } from '../sync/journal-queue.ts'
import { fileHead, unsyncedBatches, type ExportDeps } from './export-journal.ts'
import { folderTroubleOf, type FolderTrouble } from './folder-trouble.ts'
import { journalLines, readJournalLines, type LineWriter } from './journal-file.ts'

export type SecondCopyState = { readonly kind: 'off' } | { readonly kind: 'copied' } | { readonly kind: 'trouble'; readonly why: FolderTrouble }

/**
 * Events that HQ has not yet, also in another folder (a USB stick): where the disk dies before they were sent, they are
 * there. Written behind the sale, never before it: a stick that is slow, full or gone is said and stops nothing.
 */
export type SecondCopy = {
  /** Something was booked or acknowledged. Cheap; what must be written is written later. */
  poke(): void
  /** Resolves when all that was poked is written or has failed. */
  settled(): Promise<void>
  state(): SecondCopyState
  /** Batches that the copy held at the start and these files do not: they were put back, or a row was damaged. */
  lost(): Promise<readonly PushRequest[]>
  /** HQ has them now. */
  delivered(): void
  close(): Promise<void>
}

/** Where the copy of a till lies in its folder. */
export function copyPath(folder: string, tillId: string): string {
  return join(folder, `tillpoint-${tillId}.journal`)
}

type Open = { readonly folder: string; readonly file: FileHandle; readonly lines: LineWriter; copied: JournalPosition }

/** @param folder as set now; null: none */
export function createSecondCopy(deps: ExportDeps & { readonly folder: () => string | null; readonly onChange: (state: SecondCopyState) => void }): SecondCopy {
  let open: Open | null = null
  let state: SecondCopyState = { kind: 'off' }
  let isWaiting = false
  let lost: readonly PushRequest[] = []
  // Read before anything is written: the copy may be all that is left of them.
  let running: Promise<void> = readLost(deps, deps.folder()).then((found) => void (lost = found))

  const tell = (next: SecondCopyState): void => {
    const changed = JSON.stringify(next) !== JSON.stringify(state)
    state = next
    if (changed) deps.onChange(state)
  }
  const shut = async (): Promise<void> => {
    const { file } = open ?? {}
    open = null
    await file?.close().catch(() => undefined)
  }
  const write = async (): Promise<void> => {
    isWaiting = false
    const folder = deps.folder()
    if (folder === null || open?.folder !== folder) await shut()
    if (folder === null) return tell({ kind: 'off' })
    try {
      open = await bringUpToDate(deps, folder, open, lost)
      tell({ kind: 'copied' })
    } catch (cause) {
      await shut()
      tell({ kind: 'trouble', why: folderTroubleOf(cause) })
    }
  }
  return {
    poke() {
      if (isWaiting) return
      isWaiting = true
      running = running.then(write)
    },
    settled: () => running,
    state: () => state,
    async lost() {
      await running
      return lost
    },
    delivered() {
      lost = []
    },
    async close() {
      await running
      await shut()
    },
  }
}

async function readLost(deps: ExportDeps, folder: string | null): Promise<PushRequest[]> {
  const found: PushRequest[] = []
  if (folder === null) return found
  try {
    for await (const request of readJournalLines(copyPath(folder, deps.identity.tillId), deps.boxKey, deps.identity.tillId)) if (!isHere(deps, request)) found.push(request)
  } catch {
    // Not there or damaged: what was read before that is good.
  }
  return found
}

/** Adds what is not copied yet; begins anew where HQ has all that the copy holds. */
async function bringUpToDate(deps: ExportDeps, folder: string, open: Open | null, lost: readonly PushRequest[]): Promise<Open> {
  const acked = readNewestAck(deps.ledger) ?? JOURNAL_START
  const isDone = open !== null && countEventsAfter(deps.ledger, acked) === 0 && !isAfter(open.copied, acked)
  let current = open
  if (current === null || (isDone && isAfter(open.copied, JOURNAL_START))) {
    await open?.file.close()
    current = await begin(deps, folder, acked, lost)
  }
  // The stick may have been pulled out: an open file would take what is written all the same.
  await access(copyPath(folder, deps.identity.tillId))
  let written = false
  for (const request of unsyncedBatches(deps, isAfter(current.copied, acked) ? current.copied : acked)) {
    await current.file.write(await current.lines.batch(request))
    current.copied = { epoch: request.epoch, seq: request.firstSeq + request.events.length - 1 }
    written = true
  }
  if (written) await current.file.sync()
  return current
}

async function begin(deps: ExportDeps, folder: string, acked: JournalPosition, lost: readonly PushRequest[]): Promise<Open> {
  const file = await open(copyPath(folder, deps.identity.tillId), 'w', 0o600)
  const lines = journalLines(deps.boxKey, fileHead(deps))
  await file.write(lines.head())
  for (const request of lost) await file.write(await lines.batch(request))
  return { folder, file, lines, copied: acked }
}

function isAfter(a: JournalPosition, b: JournalPosition): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq)
}

/** Do these files hold every event of the batch as it is there? One that gave up its bytes is at HQ. */
function isHere({ ledger }: ExportDeps, { epoch, firstSeq, events }: PushRequest): boolean {
  return events.every((text, at) => {
    const place = { epoch, seq: firstSeq + at }
    const bytes = utf8(text)
    const own = readEventAt(ledger, place)?.bytes
    const gap = readGap(ledger, place)?.bytes
    return own !== undefined && (own.length === 0 || sameBytes(own, bytes) || (gap !== undefined && sameBytes(gap, bytes)))
  })
}
