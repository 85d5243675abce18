import type { PrinterView } from '../contract/print-calls.ts'
import type { ScannerView } from '../contract/device-calls.ts'
import type { DeskState } from '../contract/desk-state.ts'
import { businessDateOf } from '../domain/business-date.ts'
import { createCopies, noCopyHandlers, type Copies } from './copy/copies.ts'
import type { Counter } from './counter.ts'
import { createLogKeeper } from './db/log-keeper.ts'
import type { LedgerWrite } from './db/sqlite-file.ts'
import { isDamagedMirror, openTillFiles, type TillFiles } from './db/till-files.ts'
import { makeReturnDesk, makeShiftDesk, makeStaffDesk, makeValueRefundDesk, saleDeskDeps, type DeskWorld } from './desks.ts'
import { ScanRouter } from './devices/router.ts'
import { shopRulesOf } from './devices/scan-settings.ts'
import { Scanners } from './devices/scanners.ts'
import type { Engine, EngineOptions } from './engine-options.ts'
import type { EpochKeeper } from './epoch/epoch-keeper.ts'
import { makeEpochKeeper } from './epoch/make-epoch-keeper.ts'
import { ensureFirstEpoch, machineId } from './first-epoch.ts'
import { createHandlers, watched } from './handlers.ts'
import { systemRandom } from './ids.ts'
import { createMemberCodes } from './members/member-codes.ts'
import { createMemberVault } from './members/member-vault.ts'
import { noteMirrorLoaded } from './mirror-loading.ts'
import { noSync } from './no-sync.ts'
import type { Printing, PrinterLook } from './printer/printing.ts'
import { startPrinting } from './printer/start-printing.ts'
import { createRulesInForce } from './rules.ts'
import { diskTroubleOf, type DiskTrouble } from './sale/basket-store.ts'
import { scanGiftCard } from './sale/gift-card-scan.ts'
import type { EventStamp } from './sale/leases.ts'
import { SaleDesk } from './sale/sale-desk.ts'
import type { Sync, SyncEvent } from './sync-port.ts'
import { announcedFetchOf } from './sync/announced-fetch.ts'
import { startSync, type SyncOptions } from './sync/sync.ts'
import { systemTimers } from './sync/timers.ts'
import { createTillEmitter, type TillEmitter } from './till-events.ts'
import { openIdentity, type OpenIdentity } from './till-keys.ts'
import { tillStatus, type StatusSource } from './till-status.ts'
import type { StaffDesk } from './staff/staff-desk.ts'
import { LOCK_TICK_MS } from './staff/pin-lock.ts'
import { practiceSourceOf } from './training/practice-folder.ts'
import { createTrustedTime } from './trusted-time.ts'

/**
 * Starts a till: opens its files, its identity and keys, brings back the open basket, and begins to synchronise.
 * @param beginSync another line to HQ than the real one (simulation)
 * @throws DbError, StartRefused: nothing is left running, the files are as they were
 */
export async function startEngine(options: EngineOptions, beginSync: BeginSync = startSync): Promise<Engine> {
  const files = openTillFiles({
    dataDir: options.dataDir,
    pid: process.pid,
    nowMs: options.clock.wallMs(),
    ...(options.sqliteBinding === undefined ? {} : { nativeBinding: options.sqliteBinding }),
  })
  try {
    ensureFirstEpoch(files.ledger, options.clock.wallMs(), options.machineId ?? machineId())
    const open = await openIdentity(files.ledger, options)
    try {
      return new RunningTill(options, files, open).start(beginSync)
    } catch (cause) {
      if (!isDamagedMirror(cause, files)) throw cause
      options.log.error(`${cause.message} It is fetched from HQ again.`)
      files.replaceMirror()
      return new RunningTill(options, files, open).start(beginSync)
    }
  } catch (cause) {
    files.close()
    throw cause
  }
}

export type BeginSync = (options: SyncOptions) => Sync

/** How often trusted time is written down while nothing is sold. */
const KEEP_TIME_EVERY_MS = 60_000
const ONE_PIECE_MILLI = 1000
const NO_PRINTER: PrinterLook = { printer: 'absent', drawer: 'absent', problem: null, waiting: 0 }

/** The parts of a running till, and what passes between them. */
class RunningTill {
  readonly #options: EngineOptions
  readonly #files: TillFiles
  readonly #open: OpenIdentity
  readonly #emitter: TillEmitter
  readonly #status: StatusSource
  readonly #epochs: EpochKeeper
  readonly #world: DeskWorld
  readonly #staff: StaffDesk
  #sync: Sync
  /** The line to HQ may be another by then. */
  readonly #counter: Counter = {
    findSale: (question) => this.#sync.findSale(question),
    lendReturn: (question) => this.#sync.lendReturn(question),
    lendCoupon: (question) => this.#sync.lendCoupon(question),
    lendValue: (question) => this.#sync.lendValue(question),
    lendGiftCard: (question) => this.#sync.lendGiftCard(question),
  }
  #scanners: Scanners | null = null
  #scannerTrouble = false
  #desk: SaleDesk | null = null
  #printing: Printing | null = null
  #copies: Copies | null = null
  #diskTrouble: DiskTrouble | null = null
  #timeKeptAtMs = Number.NEGATIVE_INFINITY
  #wasOnline = false
  readonly #keepLogShort: () => void
  #memberId: string | null = null
  #stopTicking: (() => void) | null = null
  #closed = false

  constructor(options: EngineOptions, files: TillFiles, open: OpenIdentity) {
    const { log } = options
    const { ledger } = files
    this.#options = options
    this.#files = files
    this.#open = open
    this.#emitter = createTillEmitter((cause) => log.error(`a listener failed: ${String(cause)}`))
    this.#sync = noSync(ledger)
    this.#status = {
      ledger,
      mirror: () => files.mirror(),
      identity: open.identity,
      rules: createRulesInForce(() => files.mirror(), (problem) => log.error(`the programme from HQ cannot be read: ${problem}`)),
      time: createTrustedTime(options.clock, ledger),
      sync: () => this.#sync,
      keyStoreKind: options.keyStore.kind,
      shellWarnings: options.shellWarnings ?? [],
      diskTrouble: () => this.#diskTrouble,
      scannerTrouble: () => this.#scannerTrouble,
      staff: () => this.#staff.view(),
      newEpoch: () => this.#epochs.isUnheard(),
      secondCopyFails: () => this.#copies?.secondCopy.state().kind === 'trouble',
      printer: () => this.#printing?.look() ?? NO_PRINTER,
      training: options.training === true,
    }
    this.#world = this.#deskWorld()
    this.#staff = makeStaffDesk(this.#world)
    this.#epochs = makeEpochKeeper(this.#world, options)
    this.#keepLogShort = createLogKeeper(ledger, (cause) => log.warn(`the ledger's log stays as it is: ${String(cause)}`))
  }

  start(beginSync: BeginSync): Engine {
    this.#epochs.checkAtStart()
    const { vault } = this.#world
    const { ledger, mirror, time } = this.#status
    const { papers, printing } = startPrinting({
      ...{ status: this.#status, vault, businessDate: () => this.#businessDate() },
      ...{ drivers: this.#options.drivers, timers: this.#options.timers ?? systemTimers, log: this.#options.log },
      onChange: (view) => this.#onPrinter(view),
    })
    this.#printing = printing
    const returns = makeReturnDesk(this.#world, () => {
      this.#onBooked()
      this.#desk?.refresh()
    })
    const desk = new SaleDesk({
      ...saleDeskDeps(this.#world),
      exchanges: returns,
      lender: { askLease: (question) => this.#sync.askLease(question) },
      isOnline: () => this.#sync.status().kind === 'online',
      onChange: (state) => this.#onDesk(state),
    })
    this.#desk = desk
    const scanRules = shopRulesOf(this.#files.ledger)
    const router = new ScanRouter({
      ...{ desk, ledger, mirror, vault },
      staff: this.#staff,
      memberCodes: createMemberCodes({ ledger, hqPublicKey: this.#open.identity.hqPublicKey, businessDate: () => this.#businessDate() }),
      scanRules: () => scanRules.current().rules,
      nowMs: () => time.nowMs(),
      monotonicMs: () => this.#options.clock.monotonicMs(),
      giftCard: (code) => scanGiftCard({ desk, mirror, counter: this.#counter, ids: this.#options.ids, rules: () => this.#status.rules.current() }, code),
    })
    this.#startSync(beginSync)
    this.#tickStaff()
    const scanners = this.#startScanners(router, scanRules)
    return {
      handlers: watched(createHandlers({ staff: this.#staff, shift: makeShiftDesk(this.#world), copies: this.#copies?.handlers ?? noCopyHandlers, desk, returns, valueRefunds: makeValueRefundDesk(this.#world, desk), counter: this.#counter, ids: this.#options.ids, router, vault, scanners, scanRules, papers, printing, makePdf: this.#options.makePdf ?? null, log: this.#options.log, status: this.#status }), (cause) =>
        this.#onTrouble(cause),
      ),
      on: (name, listener) => this.#emitter.on(name, listener),
      renew: () => this.#renew(),
      practiceSource: () => practiceSourceOf(this.#options, this.#status),
      close: () => this.#close(),
    }
  }

  #deskWorld(): DeskWorld {
    const { regionKey } = this.#open
    return {
      ...{ options: this.#options, status: this.#status, regionKey, vault: createMemberVault(regionKey), counter: this.#counter },
      cashierId: () => this.#staff.actor()?.staffId ?? 'unknown',
      stamp: () => this.#stamp(),
      onDisk: (trouble) => this.#onDisk(trouble),
      onBooked: () => this.#onBooked(),
      keepSaved: (tx, saved) => this.#keepSaved(tx, saved),
      // Not from inside the start: nobody listens yet.
      onStaff: () => this.#desk === null || this.#closed || this.#tellStatus(),
    }
  }

  /** Locks run down, an idle till locks itself, and who left at HQ leaves here. */
  #tickStaff(): void {
    this.#stopTicking = (this.#options.timers ?? systemTimers).after(LOCK_TICK_MS, () => {
      if (this.#closed) return
      this.#staff.tick()
      this.#tickStaff()
    })
  }

  #onBooked(): void {
    this.#epochs.note()
    this.#sync.wake()
    this.#copies?.secondCopy.poke()
    // Once the cashier has her answer: she does not wait for the status bar.
    setImmediate(() => {
      if (this.#closed) return
      this.#printing?.afterSaved()
      this.#tellStatus()
      this.#keepLogShort()
    })
  }

  #renew(): void {
    this.#desk?.refresh(true)
    this.#tellStatus()
  }

  #onPrinter(view: PrinterView): void {
    this.#emitter.emit('printer.changed', view)
    // Not from inside the start: nobody listens yet, and the line to HQ is not there.
    if (this.#desk !== null) this.#tellStatus()
  }

  #keepSaved(tx: LedgerWrite, saved: { readonly saleId: string } | { readonly returnId: string }): void {
    this.#status.time.keep(tx)
    this.#printing?.addSaved(tx, saved)
  }

  #startSync(beginSync: BeginSync): void {
    const { identity, sign } = this.#open
    if (identity.hqUrl === '') return
    this.#copies = this.#makeCopies()
    this.#sync = beginSync({
      secondCopy: this.#copies.secondCopy,
      ...{ ledger: this.#files.ledger, files: this.#files, identity, sign },
      hqUrl: () => identity.hqUrl,
      fetch: announcedFetchOf(this.#options, () => this.#sync.status().queuedEvents),
      timers: this.#options.timers ?? systemTimers,
      clock: this.#options.clock,
      nowMs: () => this.#status.time.nowMs(),
      random: this.#options.random ?? systemRandom,
      openEpochAbove: (epoch, cause) => this.#epochs.openAbove(epoch, cause),
      gapStamp: () => ({ id: this.#options.ids.next(), ...this.#stamp() }),
      onEvent: (event) => this.#onSync(event),
      log: this.#options.log,
    })
  }

  #makeCopies(): Copies {
    const { identity, sign, regionKey } = this.#open
    const { ledger, time } = this.#status
    return createCopies({
      ...{ ledger, identity, sign, boxKey: regionKey.boxKey, log: this.#options.log },
      gapStamp: () => ({ id: this.#options.ids.next(), ...this.#stamp() }),
      nowMs: () => time.nowMs(),
      onChange: () => this.#closed || this.#tellStatus(),
    })
  }

  /** Who books now, and when: of events that no desk books. */
  #stamp(): EventStamp {
    const { time, identity } = this.#status
    const { clock } = this.#options
    const businessDate = time.businessDate(this.#businessDate())
    return { tillId: identity.tillId, committedAtMs: time.nowMs(), monotonicMs: clock.monotonicMs(), bootId: clock.bootId, businessDate }
  }

  #businessDate(): string {
    const programme = this.#status.rules.current()?.programme
    return businessDateOf(this.#status.time.nowMs(), programme ?? { timeZone: 'UTC', businessDayStart: '00:00' })
  }

  /** Scanners that are not keyboards: what they read has already happened when the page hears of it. */
  #startScanners(router: ScanRouter, rules: ReturnType<typeof shopRulesOf>): Scanners {
    const { drivers, clock, log } = this.#options
    this.#scanners = new Scanners({
      ...{ drivers, rules, ledger: this.#files.ledger, timers: systemTimers },
      monotonicMs: () => clock.monotonicMs(),
      nowMs: () => this.#status.time.nowMs(),
      onScan: async (scan) => {
        const report = await router.submit(scan, ONE_PIECE_MILLI)
        this.#emitter.emit('scan.read', report)
        return report
      },
      onChange: (views) => this.#onScanners(views),
      onFind: (state) => this.#emitter.emit('serial-find.changed', state),
      onTiming: (timing) => this.#emitter.emit('calibration.changed', timing),
      onFailure: (cause) => log.error(`a scan failed: ${String(cause)}`),
    })
    return this.#scanners
  }

  #onScanners(views: readonly ScannerView[]): void {
    if (this.#closed) return
    this.#emitter.emit('scanners.changed', views)
    const inTrouble = views.some(({ state }) => state.kind === 'trouble')
    if (inTrouble === this.#scannerTrouble) return
    this.#scannerTrouble = inTrouble
    this.#tellStatus()
  }

  #onSync(event: SyncEvent): void {
    // What was under way when the till was closed may still end; the files are shut then.
    if (this.#closed) return
    try {
      this.#takeSyncEvent(event)
    } catch (cause) {
      this.#onTrouble(cause)
      throw cause
    }
  }

  /** A damaged mirror costs one call, not the day: an empty one takes its place, and HQ fills it again. */
  #onTrouble(cause: unknown): void {
    if (this.#closed || !isDamagedMirror(cause, this.#files)) return
    this.#options.log.error(`${cause.message} It is fetched from HQ again.`)
    this.#files.replaceMirror()
    this.#desk?.refresh()
    this.#tellStatus()
    this.#sync.wake()
  }

  #takeSyncEvent(event: SyncEvent): void {
    switch (event.kind) {
      case 'hq-time':
        this.#status.time.heardFromHq(event.hqAtMs, event.monotonicMs)
        return this.#keepTime()
      case 'mirror':
        if (event.isCaughtUp) noteMirrorLoaded(this.#files.ledger)
        this.#desk?.refresh()
        return this.#tellStatus()
      case 'acked':
        this.#copies?.secondCopy.poke()
        this.#desk?.refresh()
        return this.#tellStatus()
      case 'status': {
        const online = this.#sync.status().kind === 'online'
        if (online !== this.#wasOnline) this.#desk?.refresh()
        this.#wasOnline = online
        return this.#tellStatus()
      }
    }
  }

  #onDesk(state: DeskState): void {
    this.#emitter.emit('desk.changed', state)
    const memberId = state.member?.memberId ?? null
    if (memberId === this.#memberId) return
    this.#memberId = memberId
    // With a member before the cashier HQ is worth a try: with an empty queue the next one may be minutes away.
    if (memberId !== null && this.#sync.status().kind === 'offline') this.#sync.wake()
  }

  #keepTime(): void {
    const atMs = this.#options.clock.monotonicMs()
    if (atMs - this.#timeKeptAtMs < KEEP_TIME_EVERY_MS) return
    this.#timeKeptAtMs = atMs
    try {
      this.#files.ledger.write((tx) => this.#status.time.keep(tx))
      this.#onDisk(null)
    } catch (cause) {
      const trouble = diskTroubleOf(cause)
      if (trouble === null) throw cause
      this.#onDisk(trouble)
    }
  }

  #onDisk(trouble: DiskTrouble | null): void {
    if (trouble === this.#diskTrouble) return
    this.#diskTrouble = trouble
    if (trouble !== null) this.#options.log.error(`the disk of ${this.#files.dataDir}: ${trouble}`)
    // Not from inside the start: nobody listens yet, and the line to HQ is not there.
    if (this.#desk !== null) this.#tellStatus()
  }

  #tellStatus = (): void => this.#emitter.emit('status.changed', tillStatus(this.#status))

  async #close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#stopTicking?.()
    this.#scanners?.close()
    this.#printing?.close()
    await this.#sync.close()
    await this.#copies?.secondCopy.close()
    this.#files.close()
  }
}
