import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { assertNever } from '../../domain/assert.ts'
import type { JournalFileHead } from '../../journal/journal-file.ts'
import type { Sign } from '../../journal/crypto.ts'
import { sha256 } from '../crypto.ts'
import { readNewestAck } from '../db/acks.ts'
import type { TillIdentity } from '../db/identity.ts'
import type { JournalPosition } from '../db/journal.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import { recordGap, type GapStamp } from '../sync/gap.ts'
import { JOURNAL_START, nextBatch } from '../sync/journal-queue.ts'
import { sealBatch } from '../sync/seal-batch.ts'
import { folderTroubleOf, type FolderTrouble } from './folder-trouble.ts'
import { journalLines } from './journal-file.ts'

export type ExportDeps = {
  readonly ledger: Ledger
  readonly identity: TillIdentity
  readonly sign: Sign
  readonly boxKey: Uint8Array
  readonly gapStamp: () => GapStamp
  readonly nowMs: () => number
}
export type Exported = { readonly kind: 'written'; readonly path: string; readonly events: number } | { readonly kind: 'failed'; readonly why: FolderTrouble }

/** Who a file is from. */
export function fileHead({ identity, nowMs }: Pick<ExportDeps, 'identity' | 'nowMs'>): JournalFileHead {
  const { tillId, tillNumber, storeId, region } = identity
  return { format: 'tillpoint-journal/1', tillId, tillNumber, storeId, region, madeAtMs: nowMs() }
}

/** The name of a new export: of no other till, and of no other moment. */
export function exportPath(folder: string, { identity, nowMs }: Pick<ExportDeps, 'identity' | 'nowMs'>): string {
  return join(folder, `tillpoint-till-${identity.tillNumber}-${identity.tillId}-${nowMs()}.journal`)
}

/**
 * Writes everything that HQ has not acknowledged into one file, signed and sealed, for whoever carries it to HQ. The
 * file is there whole or not at all; the till keeps its events until HQ itself acknowledges them.
 */
export async function exportJournal(deps: ExportDeps, path: string): Promise<Exported> {
  const part = `${path}.part`
  try {
    const file = await open(part, 'w', 0o600)
    let events = 0
    try {
      const lines = journalLines(deps.boxKey, fileHead(deps))
      await file.write(lines.head())
      for (const request of unsyncedBatches(deps, readNewestAck(deps.ledger) ?? JOURNAL_START)) {
        events += request.events.length
        await file.write(await lines.batch(request))
      }
      await file.write(lines.end())
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
    return { kind: 'written', path, events }
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined)
    return { kind: 'failed', why: folderTroubleOf(cause) }
  }
}

/** Batches after a place, one at a time: a queue of any length needs the memory of one. */
export function* unsyncedBatches(deps: Pick<ExportDeps, 'ledger' | 'identity' | 'sign' | 'gapStamp'>, after: JournalPosition) {
  const { ledger, sign, identity } = deps
  for (let position = after; ; ) {
    const waiting = nextBatch(ledger, sha256, position)
    switch (waiting.kind) {
      case 'none':
        return
      case 'unreadable':
        recordGap(ledger, waiting.row, deps.gapStamp())
        break
      case 'batch':
        position = { epoch: waiting.epoch, seq: waiting.firstSeq + waiting.events.length - 1 }
        yield sealBatch({ tillId: identity.tillId, sign }, waiting)
        break
      default:
        assertNever(waiting)
    }
  }
}
