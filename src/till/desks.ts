import type { RegionKey } from '../journal/key-wrap.ts'
import { openPinHash } from '../journal/pin-box.ts'
import type { Counter } from './counter.ts'
import { aead } from './crypto.ts'
import { readStaff } from './db/mirror/staff.ts'
import type { LedgerWrite } from './db/sqlite-file.ts'
import type { EngineOptions } from './engine-options.ts'
import type { MemberVault } from './members/member-vault.ts'
import { ReturnDesk } from './return/return-desk.ts'
import type { DiskTrouble } from './sale/basket-store.ts'
import type { EventStamp } from './sale/leases.ts'
import type { SaleDesk } from './sale/sale-desk.ts'
import { cashStepMinor, currentCashier, idleLockMinutes } from './settings.ts'
import { ShiftDesk } from './shift/shift-desk.ts'
import { isPinOf } from './staff/pin-hash.ts'
import { StaffDesk } from './staff/staff-desk.ts'
import type { StatusSource } from './till-status.ts'
import { ValueRefundDesk } from './value/value-refund-desk.ts'

/** What every desk of a till stands on: its files, clocks and keys, the line to HQ, and who hears of what it did. */
export type DeskWorld = {
  readonly options: Pick<EngineOptions, 'clock' | 'ids' | 'log'>
  readonly status: StatusSource
  readonly regionKey: RegionKey
  readonly vault: MemberVault
  readonly counter: Counter
  /** Whose name stands on what is booked. */
  readonly cashierId: () => string
  /** Who books now, and when: of events that no sale or return stamps itself. */
  readonly stamp: () => EventStamp
  readonly onDisk: (trouble: DiskTrouble | null) => void
  /** Something is in the journal. */
  readonly onBooked: () => void
  /** Part of every commit of a sale or return. */
  readonly keepSaved: (tx: LedgerWrite, saved: { readonly saleId: string } | { readonly returnId: string }) => void
  readonly onStaff: () => void
}

function place({ status: { identity } }: DeskWorld) {
  return { tillId: identity.tillId, tillNumber: identity.tillNumber, storeId: identity.storeId }
}

/** What a sale desk needs beyond its own line to HQ and its listener. */
export function saleDeskDeps(world: DeskWorld): Omit<ConstructorParameters<typeof SaleDesk>[0], 'exchanges' | 'lender' | 'isOnline' | 'onChange'> {
  const { options, status, vault, counter, cashierId, onDisk, onBooked, keepSaved } = world
  const { ledger, mirror, rules, time } = status
  const { clock, ids, log } = options
  return {
    ...{ ledger, clock, time, ids, mirror, rules, vault, counter, cashierId, onDisk, onBooked },
    ...place(world),
    cashStepMinor: () => cashStepMinor(ledger),
    onUnreadable: (saleId) => log.error(`the open basket of sale ${saleId} cannot be read; a new one was begun`),
    keepSaved: (tx, saleId) => keepSaved(tx, { saleId }),
  }
}

/** @param onBooked a return is in the journal */
export function makeReturnDesk(world: DeskWorld, onBooked: () => void): ReturnDesk {
  const { status, options, vault, counter, cashierId, onDisk, keepSaved } = world
  const { ledger, mirror, time } = status
  return new ReturnDesk({
    ...{ ledger, mirror, vault, clock: options.clock, time, counter, cashierId, onDisk, onBooked },
    ...place(world),
    keepSaved: (tx, returnId) => keepSaved(tx, { returnId }),
  })
}

export function makeValueRefundDesk(world: DeskWorld, desk: SaleDesk): ValueRefundDesk {
  const { status, options, counter, cashierId, onDisk, onBooked } = world
  const { ledger, mirror, time, rules } = status
  return new ValueRefundDesk({
    ...{ ledger, mirror, clock: options.clock, time, ids: options.ids, counter, cashierId, onDisk, rules: () => rules.current() },
    ...place(world),
    desk: () => ({ member: desk.basket.member, isLocked: desk.isLocked() }),
    onBooked: () => {
      onBooked()
      desk.refresh()
    },
  })
}

export function makeStaffDesk({ status, options, vault, regionKey, onStaff }: Pick<DeskWorld, 'status' | 'options' | 'vault' | 'regionKey' | 'onStaff'>): StaffDesk {
  const { ledger, mirror, time, identity } = status
  return new StaffDesk({
    ...{ ledger, mirror, ids: options.ids, isPinOf, storeId: identity.storeId, onChange: onStaff },
    nowMs: () => time.nowMs(),
    monotonicMs: () => options.clock.monotonicMs(),
    openPin: (staffId, box) => openPinHash(aead, regionKey.boxKey, staffId, box),
    badgeIndex: (badge) => vault.badgeIndex(badge),
    namedCashier: () => currentCashier(ledger, mirror(), identity.storeId),
    idleLockMinutes: () => idleLockMinutes(ledger),
  })
}

export function makeShiftDesk({ status, options, stamp, onDisk, onBooked }: DeskWorld): ShiftDesk {
  const { ledger, mirror, identity, time, rules } = status
  return new ShiftDesk({
    ...{ ledger, ids: options.ids, storeId: identity.storeId, stamp, onDisk, onBooked },
    keepTime: (tx) => time.keep(tx),
    currency: () => rules.current()?.programme.currency ?? 'CNY',
    nameOf: (staffId) => readStaff(mirror(), staffId)?.name ?? staffId,
    queuedEvents: () => status.sync().status().queuedEvents,
  })
}
