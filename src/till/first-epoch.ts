import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { GENESIS_HASH } from '../journal/chain.ts'
import { insertEpoch, readNewestEpoch } from './db/epochs.ts'
import type { Ledger } from './db/sqlite-file.ts'

/** Starts the journal of a new ledger; one that has an epoch goes on in it. */
export function ensureFirstEpoch(ledger: Ledger, nowMs: number, thisMachine = machineId()): void {
  if (readNewestEpoch(ledger) !== null) return
  ledger.write((tx) =>
    insertEpoch(tx, { epoch: 1, startedAtMs: nowMs, machineId: thisMachine, previousHash: GENESIS_HASH }),
  )
}

/** Names this machine: a ledger that wakes up on another one was copied or restored. */
export function machineId(): string {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const id = readFileSync(path, 'utf8').trim()
      if (id !== '') return id
    } catch {
      // The next one, then the host's name.
    }
  }
  return hostname()
}
