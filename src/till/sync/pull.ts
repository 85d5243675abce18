import type { FeedPage as WirePage } from '../../contract/wire-feed.ts'
import { readNewestAck } from '../db/acks.ts'
import { readEventAt, type JournalPosition } from '../db/journal.ts'
import { readMirrorNumber } from '../db/mirror-switch.ts'
import { forgetErased } from '../db/mirror/erased.ts'
import { readCursor, type Cursor } from '../db/mirror/cursor.ts'
import { applyFeedPage, applyFeedRows, type FeedChange } from '../db/mirror/feed.ts'
import { putOutcome, readNewestOutcomePosition } from '../db/outcomes.ts'
import type { Ledger, Mirror } from '../db/sqlite-file.ts'
import { BACKOFF_CAP_QUEUED_MS, type Backoff } from './backoff.ts'
import { readChange } from './feed-rows.ts'
import type { Link } from './link.ts'
import type { StepResult } from './loop.ts'
import type { Session, Sessions } from './session.ts'

/**
 * HQ → till. Follows the change feed page by page; a page's rows and the cursor that describes them are one
 * transaction, so the mirror is always some true moment of HQ's and a crash between two pages costs nothing. Where the
 * cursor says nothing any more (HQ was restored, or we were away longer than tombstones live) a new mirror is loaded
 * beside the old one and taken into use when it has caught up.
 */
export type PullDeps = {
  readonly ledger: Ledger
  readonly files: MirrorFiles
  readonly sessions: Sessions
  readonly link: Link
  readonly backoff: Backoff
  readonly onMirrorChange: (change: MirrorChange) => void
  /** HQ tells when there is something new: then asking all the time is not needed. */
  readonly isTold: () => boolean
  /** HQ is another than the session thinks (it was restored): the pump must hear anew where it stands. */
  readonly onSessionOver: () => void
  /** Lets everything else that waits go first: a sale, above all. */
  readonly breathe: () => Promise<void>
  readonly onBadRow: (row: { readonly path: string; readonly problem: string }) => void
}
/** The part of the till's files that pulling needs. */
export type MirrorFiles = {
  mirror(): Mirror
  openMirror(mirrorNumber: number): Mirror
  switchMirror(mirrorNumber: number): void
}
/** What came. */
export type MirrorChange = {
  /** Everything may have changed: another mirror is in use. */
  readonly switched: boolean
  /** While more pages wait: how far the loading is, from 0 to 1; null: caught up. */
  readonly loadedShare: number | null
}

/** Without HQ's word that there is something new, and with it (a word can be lost). */
export const POLL_MS = 5_000
export const POLL_TOLD_MS = 60_000
/** Enough to make round trips cheap, few enough to not hold up a scan while they are written. */
export const PAGE_ROWS = 500
const FEED_TIMEOUT_MS = 15_000

type Loading = { readonly mirrorNumber: number; readonly mirror: Mirror }
type PullState = {
  loading: Loading | null
  /** The last page was not the end, or there has been none yet. */
  isBehind: boolean
  /** How far the loading of a new mirror is, from 0 to 1; null: none is loading. */
  loadedShare: number | null
  /** A person stopped the loading; the mirror in use stays. */
  isHalted: boolean
}
export type Pull = {
  step(): Promise<StepResult>
  /** How far the loading of a new mirror beside the one in use is, from 0 to 1; null: none is loading. */
  loadedShare(): number | null
  /** Stops the loading of a new mirror; what is here already stays for {@link resume}. */
  halt(): void
  resume(): void
  close(): void
}

export function createPull(deps: PullDeps): Pull {
  const state: PullState = { loading: null, isBehind: true, loadedShare: null, isHalted: false }
  return {
    step: () => pullStep(deps, state),
    loadedShare: () => state.loadedShare,
    halt() {
      if (state.loading !== null) state.isHalted = true
    },
    resume() {
      state.isHalted = false
    },
    close() {
      state.loading?.mirror.close()
      state.loading = null
    },
  }
}

async function pullStep(deps: PullDeps, state: PullState): Promise<StepResult> {
  // The pump looks for HQ; while it has not found it there is nothing to ask.
  if (deps.link.state().kind === 'offline' || deps.link.state().kind === 'connecting') return { kind: 'idle', pollMs: null }
  const opened = await deps.sessions.ensure()
  if (opened.kind !== 'answer' || opened.answer.standing === 'revoked') return { kind: 'idle', pollMs: null }
  if (state.isHalted) return { kind: 'idle', pollMs: null }
  const session = opened.answer
  const target = state.loading?.mirror ?? deps.files.mirror()
  const cursor = readCursor(target)
  if (cursor !== null && cursor.incarnation !== session.incarnation) return startSnapshot(deps, state, session)
  const reply = await deps.sessions.call('feed', query(deps.ledger, cursor, session), FEED_TIMEOUT_MS)
  switch (reply.kind) {
    case 'answer':
      // HQ began another incarnation since this session did: only a new session says which one holds.
      if (reply.answer.incarnation !== session.incarnation) return sessionOver(deps)
      return takePage(deps, state, target, cursor, reply.answer)
    case 'refused':
      return reply.error === 'snapshot_needed' ? snapshotNeeded(deps, state, session, cursor) : failed(deps, 0)
    case 'failed':
      return failed(deps, reply.retryAfterMs)
    case 'shut':
      return { kind: 'idle', pollMs: null }
  }
}

function query(ledger: Ledger, cursor: Cursor | null, session: Session) {
  const acked = readNewestAck(ledger)
  const outcomes = readNewestOutcomePosition(ledger)
  return {
    incarnation: session.incarnation,
    position: cursor?.position ?? 0,
    limit: PAGE_ROWS,
    ...(acked && { ackedEpoch: acked.epoch, ackedSeq: acked.seq }),
    ...(outcomes && { outcomesEpoch: outcomes.epoch, outcomesSeq: outcomes.seq }),
  }
}

async function takePage(deps: PullDeps, state: PullState, target: Mirror, cursor: Cursor | null, page: WirePage): Promise<StepResult> {
  if (page.position < (cursor?.position ?? 0) || (page.more && page.position === (cursor?.position ?? 0))) {
    deps.onBadRow({ path: 'position', problem: 'the page leads back or nowhere' })
    return failed(deps, 0)
  }
  const changes = state.loading === null ? readRows(deps, page.changes) : await loadRows(deps, target, page.changes)
  // Closed meanwhile, or another loading was begun.
  if (state.loading !== null && state.loading.mirror !== target) return { kind: 'idle', pollMs: null }
  applyFeedPage(target, { ...page, changes })
  if (changes.some(isErased)) forgetErased(target)
  storeOutcomes(deps.ledger, page)
  deps.backoff.reset()
  const switched = state.loading !== null && !page.more
  state.loadedShare = state.loading === null || switched ? null : shareOf(page)
  if (switched) useLoaded(deps, state)
  const caughtUp = state.isBehind && !page.more
  state.isBehind = page.more
  if (changes.length > 0 || switched || caughtUp || !samePosition(page.included, cursor?.included ?? null)) {
    deps.onMirrorChange({ switched, loadedShare: page.more ? shareOf(page) : null })
  }
  return page.more ? { kind: 'again' } : { kind: 'idle', pollMs: deps.isTold() ? POLL_TOLD_MS : POLL_MS }
}

/** `seq` 0 and null both say: none. */
function samePosition(a: JournalPosition | null, b: JournalPosition | null): boolean {
  return (a?.epoch ?? 0) === (b?.epoch ?? 0) && (a?.seq ?? 0) === (b?.seq ?? 0)
}

function shareOf({ position, headPosition }: WirePage): number {
  return position / Math.max(headPosition, position, 1)
}

/** So few that a sale which comes in between does not notice. */
const ROWS_AT_ONCE = 40

/** Writes all but the last rows of a page, a few at a time. @returns those that are left for the cursor's transaction */
async function loadRows(deps: PullDeps, target: Mirror, rows: readonly unknown[]): Promise<FeedChange[]> {
  let at = 0
  for (; rows.length - at > ROWS_AT_ONCE; at += ROWS_AT_ONCE) {
    applyFeedRows(target, readRows(deps, rows.slice(at, at + ROWS_AT_ONCE)))
    await deps.breathe()
  }
  return readRows(deps, rows.slice(at))
}

/** A member whose personal data HQ has destroyed, or who is gone. */
function isErased(change: FeedChange): boolean {
  return change.kind === 'member' && (change.row === null || change.row.box === null)
}

function readRows(deps: PullDeps, rows: readonly unknown[]): FeedChange[] {
  return rows.flatMap((raw) => {
    const reading = readChange(raw)
    if (reading.kind === 'invalid') deps.onBadRow(reading)
    return reading.kind === 'change' ? [reading.change] : []
  })
}

function storeOutcomes(ledger: Ledger, { outcomes }: WirePage): void {
  if (outcomes.length === 0) return
  ledger.write((tx) => {
    for (const outcome of outcomes) if (readEventAt(tx, outcome) !== null) putOutcome(tx, { ...outcome, detail: outcome.detail ?? null })
  })
}

function sessionOver(deps: PullDeps): StepResult {
  deps.sessions.drop()
  deps.onSessionOver()
  return failed(deps, 0)
}

/** Either HQ was restored since this session began, or the cursor is older than HQ's tombstones: a new session tells. */
function snapshotNeeded(deps: PullDeps, state: PullState, session: Session, cursor: Cursor | null): StepResult {
  deps.sessions.drop()
  deps.onSessionOver()
  return cursor === null ? failed(deps, 0) : startSnapshot(deps, state, session)
}

/** Loads beside the mirror in use, into the first file whose cursor (if it was begun before) still means something. */
function startSnapshot(deps: PullDeps, state: PullState, session: Session): StepResult {
  let mirrorNumber = (state.loading?.mirrorNumber ?? readMirrorNumber(deps.ledger) ?? 0) + 1
  state.loading?.mirror.close()
  state.loading = null
  state.loadedShare = 0
  for (;;) {
    const mirror = deps.files.openMirror(mirrorNumber)
    const begun = readCursor(mirror)
    if (begun === null || begun.incarnation === session.incarnation) {
      state.loading = { mirrorNumber, mirror }
      return { kind: 'again' }
    }
    mirror.close()
    mirrorNumber += 1
  }
}

function useLoaded(deps: PullDeps, state: PullState): void {
  if (state.loading === null) return
  const { mirrorNumber, mirror } = state.loading
  mirror.close()
  state.loading = null
  deps.files.switchMirror(mirrorNumber)
}

function failed({ backoff }: PullDeps, holdMs: number): StepResult {
  return { kind: 'failed', delayMs: backoff.nextMs(BACKOFF_CAP_QUEUED_MS), holdMs }
}
