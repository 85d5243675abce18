import type { TillStatus, TillWarning } from '../contract/desk-state.ts'
import type { StaffView } from '../contract/staff-view.ts'
import { readStore } from './db/mirror/stores.ts'
import { readOpenShift } from './db/shifts.ts'
import type { Ledger, Mirror } from './db/sqlite-file.ts'
import type { TillIdentity } from './db/identity.ts'
import type { KeyStore } from './engine-options.ts'
import { isMirrorLoading } from './mirror-loading.ts'
import type { PrinterLook } from './printer/printing.ts'
import type { RulesInForce } from './rules.ts'
import type { DiskTrouble } from './sale/basket-store.ts'
import { currentCashier } from './settings.ts'
import type { Sync } from './sync-port.ts'
import type { TrustedTime } from './trusted-time.ts'

export type StatusSource = {
  readonly ledger: Ledger
  readonly mirror: () => Mirror
  readonly identity: TillIdentity
  readonly rules: RulesInForce
  readonly time: TrustedTime
  readonly sync: () => Sync
  readonly keyStoreKind: KeyStore['kind']
  readonly shellWarnings: readonly TillWarning[]
  readonly diskTrouble: () => DiskTrouble | null
  readonly scannerTrouble: () => boolean
  readonly staff: () => StaffView
  readonly printer: () => PrinterLook
  /** A new epoch that HQ has not heard of. */
  readonly newEpoch: () => boolean
  readonly secondCopyFails: () => boolean
  readonly training: boolean
}

/** What the status bar shows now. */
export function tillStatus(source: StatusSource): TillStatus {
  const { ledger, identity, rules, time } = source
  const mirror = source.mirror()
  const store = readStore(mirror, identity.storeId)
  return {
    storeName: store?.name ?? {},
    tillNumber: identity.tillNumber,
    ...atTheTill(source),
    shiftNumber: readOpenShift(ledger)?.shiftNumber ?? null,
    sync: source.sync().status(),
    warnings: warnings(source),
    ...printerStatus(source.printer()),
    // A keyboard scanner is always listened to, and cannot be asked whether it is there.
    scanner: source.scannerTrouble() ? 'trouble' : 'ready',
    nowMs: time.nowMs(),
    timeZone: rules.current()?.programme.timeZone ?? store?.timeZone ?? 'UTC',
    training: source.training,
  }
}

function printerStatus({ printer, drawer, problem, waiting }: PrinterLook): Pick<TillStatus, 'printer' | 'drawer' | 'printerProblem' | 'printsWaiting'> {
  return { printer, drawer, printerProblem: problem, printsWaiting: waiting }
}

/** The name beside the clock: hers who is signed in, or of the cashier that this till was told. */
function atTheTill({ ledger, mirror, identity, staff }: StatusSource): Pick<TillStatus, 'cashierName' | 'staff'> {
  const view = staff()
  if (view.kind === 'signed-in') return { cashierName: view.name, staff: view }
  return { cashierName: view.kind === 'locked' ? '' : (currentCashier(ledger, mirror(), identity.storeId)?.name ?? ''), staff: view }
}

const DISK_WARNINGS = { disk_full: 'disk-full', disk_read_only: 'disk-read-only', disk_failed: 'disk-failed' } as const

/** In order of weight. */
function warnings(source: StatusSource): TillWarning[] {
  const found: TillWarning[] = []
  const trouble = source.diskTrouble()
  if (trouble !== null) found.push(DISK_WARNINGS[trouble])
  if (source.newEpoch()) found.push('new-epoch')
  if (source.secondCopyFails()) found.push('second-copy')
  if (source.rules.current() === null) found.push('no-rules')
  if (source.identity.hqUrl !== '' && isMirrorLoading(source.ledger)) found.push('mirror-loading')
  if (source.time.isClockOff()) found.push('clock-off')
  if (source.keyStoreKind !== 'os') found.push('no-keychain')
  return [...new Set([...found, ...source.shellWarnings])]
}
