import { assertNever } from '../../domain/assert.ts'
import type { OwnEventsAnswer } from '../../contract/wire-journal.ts'
import { ackHolds } from '../../journal/ack.ts'
import { bytesOfHex, hexOf, sameBytes, utf8 } from '../../journal/codec.ts'
import type { Sha256, Verify } from '../../journal/crypto.ts'
import { readEvent } from '../../journal/event.ts'
import { keptHash } from '../../journal/gap.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import { readAckedSeq } from '../db/acks.ts'
import { readNewestEpoch } from '../db/epochs.ts'
import { readEventAt, readEventById } from '../db/journal.ts'
import { countRecovered, insertRecovered, insertRecovery, readRecovery, type RecoveredEvent } from '../db/recovered.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { Sessions } from './session.ts'

/**
 * A new epoch was begun because these files are older than what they once did. What they lost is at HQ: it is fetched
 * once and kept beside the journal, so that the till knows its own sales again.
 */
export type RecoveryDeps = {
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly tillId: string
  readonly tillNumber: number
  readonly hqPublicKey: Uint8Array
  readonly verify: Verify
  readonly sha256: Sha256
  readonly nowMs: () => number
}
export type RecoveryResult =
  | { readonly kind: 'nothing-due' }
  /** All of it is here. */
  | { readonly kind: 'recovered'; readonly events: number; readonly sales: number }
  | { readonly kind: 'failed'; readonly retryAfterMs: number }
  /** What HQ gave does not hold together; a person has to look. */
  | { readonly kind: 'refused'; readonly detail: string }

const RECOVERY_TIMEOUT_MS = 15_000

/** Does what is due: nothing, unless an epoch above the first was begun and HQ was not asked since. */
export async function recoverLost(deps: RecoveryDeps): Promise<RecoveryResult> {
  const { ledger } = deps
  const newest = readNewestEpoch(ledger)?.epoch ?? 1
  if (newest === 1 || readRecovery(ledger, newest) !== null) return { kind: 'nothing-due' }
  const before = countRecovered(ledger)
  let asked = { epoch: 1, afterSeq: readAckedSeq(ledger, 1) }
  while (asked.epoch < newest) {
    const reply = await deps.sessions.call('ownEvents', asked, RECOVERY_TIMEOUT_MS)
    switch (reply.kind) {
      case 'answer': {
        const page = readPage(deps, asked, reply.answer)
        if (typeof page === 'string') return { kind: 'refused', detail: page }
        ledger.write((tx) => page.forEach((event) => insertRecovered(tx, event)))
        const { more, firstSeq, events, nextEpoch } = reply.answer
        const next = nextEpoch === null || nextEpoch <= asked.epoch ? newest : nextEpoch
        asked = more && events.length > 0 ? { epoch: asked.epoch, afterSeq: firstSeq + events.length - 1 } : { epoch: next, afterSeq: readAckedSeq(ledger, next) }
        break
      }
      case 'failed':
        return { kind: 'failed', retryAfterMs: reply.retryAfterMs }
      case 'shut':
        return { kind: 'failed', retryAfterMs: 0 }
      case 'refused':
        return { kind: 'refused', detail: `${reply.error}: ${reply.detail}` }
      default:
        assertNever(reply)
    }
  }
  const after = countRecovered(ledger)
  const found = { events: after.events - before.events, sales: after.sales - before.sales }
  ledger.write((tx) => insertRecovery(tx, { epoch: newest, ...found, doneAtMs: deps.nowMs() }))
  return { kind: 'recovered', ...found }
}

/** Those of a page that these files do not have. @returns in words what does not hold */
function readPage(deps: RecoveryDeps, asked: { readonly epoch: number; readonly afterSeq: number }, page: OwnEventsAnswer): RecoveredEvent[] | string {
  const { ledger, tillId } = deps
  const { epoch, firstSeq } = page
  if (page.events.length === 0) return []
  if (epoch !== asked.epoch || firstSeq !== asked.afterSeq + 1) return `asked after ${asked.epoch}/${asked.afterSeq}, got ${epoch}/${firstSeq}`
  let previousHash = bytesOfHex(page.previousHash) ?? new Uint8Array(32)
  const own = readEventAt(ledger, { epoch, seq: firstSeq - 1 })
  if (own !== null && !sameBytes(own.hash, previousHash)) return `${epoch}/${firstSeq} does not go on from what is acked here`
  const found: RecoveredEvent[] = []
  for (const [at, text] of page.events.entries()) {
    const bytes = utf8(text)
    const hash = keptHash(deps.sha256, previousHash, bytes)
    const reading = readEvent(bytes)
    if (reading.kind === 'unreadable') return `${epoch}/${firstSeq + at}: ${reading.why}`
    const { id, kind, tillId: by, seq } = reading.event
    if (by !== tillId || seq !== firstSeq + at) return `${epoch}/${firstSeq + at} says it is ${by} ${seq}`
    const code = kind === 'sale' || kind === 'return' ? receiptCode(deps.tillNumber, seq, hash) : ''
    if (readEventById(ledger, id) === null) found.push({ eventId: id, epoch, seq, kind, bytes, previousHash, hash, receiptCode: code, recoveredAtMs: deps.nowMs() })
    previousHash = hash
  }
  const { ack } = page
  const holds = ack !== null && ack.tillId === tillId && ack.epoch === epoch && ack.seq === firstSeq + page.events.length - 1 && ack.hash === hexOf(previousHash)
  return holds && ackHolds(deps.verify, deps.hqPublicKey, ack) ? found : 'not signed by HQ'
}
