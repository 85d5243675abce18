import type { Clock } from '../clock.ts'
import { deleteBasket, putBasket, readBasket } from '../db/basket.ts'
import { DbError } from '../db/errors.ts'
import type { Ledger, LedgerWrite } from '../db/sqlite-file.ts'
import type { Ids } from '../ids.ts'
import type { TrustedTime } from '../trusted-time.ts'
import { emptyBasket, isEmpty, parseBasket, type Basket } from './basket.ts'
import { holdsRights, returnRights } from './sale-rights.ts'
import { openLease, readOrphanLeases, returnLease, type EventStamp } from './leases.ts'

/** Named troubles of a disk under which the till goes on as far as it can. */
export type DiskTrouble = 'disk_full' | 'disk_read_only' | 'disk_failed'

export type BasketStoreDeps = {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly time: TrustedTime
  readonly ids: Ids
  readonly tillId: string
  /** The business date of an instant, by the rules in force. */
  readonly businessDate: (atMs: number) => string
  /** Called at every write: the trouble it met, or null when it went well. */
  readonly onDisk: (trouble: DiskTrouble | null) => void
  readonly onUnreadable: (saleId: string) => void
}

/**
 * The open basket: in memory, and after every change in the ledger, in a small transaction of its own. A disk that
 * takes no change does not stop the cashier (it will stop the commit); the status bar says so.
 */
export class BasketStore {
  readonly #deps: BasketStoreDeps
  #basket: Basket

  constructor(deps: BasketStoreDeps) {
    this.#deps = deps
    this.#basket = this.#load()
  }

  get basket(): Basket {
    return this.#basket
  }

  /** Keeps a change of the same sale. */
  put(basket: Basket): void {
    this.#basket = basket
    this.#write((tx) => this.#save(tx))
  }

  /** The sale was saved; its basket went in the same transaction. */
  beginNext(): void {
    this.#basket = emptyBasket(this.#deps.ids.next())
  }

  /**
   * Drops the sale: what was lent to it goes back, and its id is never used again. What is given is kept under a new
   * id (another member takes over the goods); without it the basket is empty.
   */
  drop(next: Omit<Basket, 'saleId'> | null = null): void {
    const before = this.#basket
    const fresh = emptyBasket(this.#deps.ids.next())
    this.#basket = next === null ? fresh : { ...next, saleId: fresh.saleId, coupons: [], value: null }
    this.#write((tx) => {
      this.#returnLeaseOf(tx, before.saleId)
      if (holdsRights(before)) returnRights(tx, before, this.#deps.ids.next(), this.stamp(this.#deps.time.nowMs()))
      this.#save(tx)
    })
  }

  /** Who, when and where an event happened. @param atMs its instant, which decides the business date */
  stamp(atMs: number): EventStamp {
    const { clock, time, tillId } = this.#deps
    return {
      tillId,
      committedAtMs: time.nowMs(),
      monotonicMs: clock.monotonicMs(),
      bootId: clock.bootId,
      businessDate: time.businessDate(this.#deps.businessDate(atMs)),
    }
  }

  #load(): Basket {
    const { ledger, ids, onUnreadable } = this.#deps
    const row = readBasket(ledger)
    const kept = row === null ? null : parseBasket(row.stateJson)
    if (row !== null && kept === null) onUnreadable(row.saleId)
    const basket = kept ?? emptyBasket(ids.next())
    const orphans = readOrphanLeases(ledger, basket.saleId)
    if (orphans.length > 0) {
      this.#write((tx) => {
        for (const lease of orphans) returnLease(tx, lease, ids.next(), this.stamp(this.#deps.time.nowMs()))
      })
    }
    return basket
  }

  #save(tx: LedgerWrite): void {
    if (isEmpty(this.#basket)) return deleteBasket(tx)
    putBasket(tx, {
      saleId: this.#basket.saleId,
      stateJson: JSON.stringify(this.#basket),
      updatedAtMs: this.#deps.time.nowMs(),
    })
  }

  #returnLeaseOf(tx: LedgerWrite, saleId: string): void {
    const lease = openLease(tx, saleId)
    if (lease !== null) returnLease(tx, lease, this.#deps.ids.next(), this.stamp(this.#deps.time.nowMs()))
  }

  #write(work: (tx: LedgerWrite) => void): void {
    try {
      this.#deps.ledger.write(work)
      this.#deps.onDisk(null)
    } catch (cause) {
      const trouble = diskTroubleOf(cause)
      if (trouble === null) throw cause
      this.#deps.onDisk(trouble)
    }
  }
}

/** The disk trouble that an error tells of; null: it tells of something else. */
export function diskTroubleOf(cause: unknown): DiskTrouble | null {
  if (!(cause instanceof DbError)) return null
  return cause.code === 'disk_full' || cause.code === 'disk_read_only' || cause.code === 'disk_failed' ? cause.code : null
}
