import type { Ledger } from './sqlite-file.ts'

/** A sale changes about 30 pages: well before SQLite's own checkpoint at 1000, and rare enough for a disk to bear. */
const BOOKINGS_A_CHECKPOINT = 8

/**
 * Keeps the ledger's write-ahead log short, so that SQLite never checkpoints inside someone's commit, and so that the log
 * is written over from its start again: making a file longer costs a disk about twice as much.
 * @returns to be called after every booking, when nobody waits for it
 */
export function createLogKeeper(ledger: Ledger, onTrouble: (cause: unknown) => void): () => void {
  let bookings = 0
  return () => {
    bookings += 1
    if (bookings % BOOKINGS_A_CHECKPOINT !== 0) return
    try {
      ledger.checkpoint()
    } catch (cause) {
      // What was booked is durable in the log: nothing is lost by it, and the next commit names what the disk has.
      onTrouble(cause)
    }
  }
}
