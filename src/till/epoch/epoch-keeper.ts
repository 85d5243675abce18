import { readHead, type EventDraft } from '../append-event.ts'
import { isAcked } from '../db/acks.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { Log } from '../engine-options.ts'
import type { EpochMarker } from './marker.ts'
import { findEpochCause, openEpoch, type EpochCause } from './open-epoch.ts'

/** Watches over which life of the journal these files are in. */
export type EpochKeeper = {
  /** Before anything is read or booked: begins a new epoch where these files are a copy. */
  checkAtStart(): void
  /** HQ holds what these files have not. */
  openAbove(epoch: number, cause: EpochCause): void
  /** After each commit: notes outside the data folder how far the journal has come. */
  note(): void
  /** A new epoch that HQ has not heard of yet: a person must know that these files were put back or copied. */
  isUnheard(): boolean
}

export function createEpochKeeper(deps: {
  readonly ledger: Ledger
  /** Null: this till has no place outside its folder. */
  readonly marker: EpochMarker | null
  readonly machineId: string
  readonly nextId: () => string
  readonly stamp: () => Omit<EventDraft, 'id' | 'kind' | 'body'>
  readonly log: Log
}): EpochKeeper {
  const { ledger, marker, machineId } = deps
  let noteFailed = false
  const note = (): void => {
    if (marker === null || noteFailed) return
    noteFailed = !marker.write(readHead(ledger))
    if (noteFailed) deps.log.warn('the epoch marker cannot be written: a data folder put back from a copy is noticed only by HQ')
  }
  const open = (cause: EpochCause, epochMin: number, basket: 'drop' | 'keep'): void => {
    ledger.write((tx) => openEpoch(tx, { stamp: deps.stamp(), eventId: deps.nextId(), machineId, cause, epochMin, basket }))
    deps.log.warn(`a new epoch of the journal was begun: ${cause}`)
    note()
  }
  return {
    note,
    checkAtStart() {
      const marked = marker?.read() ?? null
      const cause = findEpochCause(ledger, machineId, marked)
      if (cause !== null) open(cause, Math.max(1, marked?.epoch ?? 0) + 1, 'drop')
      else note()
    },
    openAbove: (epoch, cause) => open(cause, epoch + 1, 'keep'),
    isUnheard() {
      const { epoch } = readHead(ledger)
      return epoch > 1 && !isAcked(ledger, { epoch, seq: 1 })
    },
  }
}
