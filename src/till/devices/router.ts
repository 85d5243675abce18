import type { ScanKind, ScanOutcome, ScanRefusal, ScanReport, ScanSource } from '../../contract/desk-state.ts'
import { SCAN_TEXT_CHARS_MAX } from '../../contract/till-calls.ts'
import { MEMBER_CODE_START } from '../../journal/member-code.ts'
import { candidateCodes } from '../../scan/candidates.ts'
import { isCodeText } from '../../scan/device-scan.ts'
import { classify, type Classified, type RawScan } from '../../scan/dispatch.ts'
import type { ScanRules } from '../../scan/rules.ts'
import { readSaleByReceiptCode } from '../db/sales.ts'
import type { LedgerRead, MirrorRead } from '../db/sqlite-file.ts'
import { findByCard, type CardHolder } from '../members/directory.ts'
import { maskName } from '../members/masking.ts'
import type { MemberCodes, MemberCodeSays } from '../members/member-codes.ts'
import type { MemberVault } from '../members/member-vault.ts'
import type { SaleDesk } from '../sale/sale-desk.ts'
import type { StaffDesk } from '../staff/staff-desk.ts'
import { itemOfCode } from './product-lookup.ts'

export type RouterDeps = {
  readonly desk: SaleDesk
  readonly ledger: LedgerRead
  readonly mirror: () => MirrorRead
  readonly vault: MemberVault
  readonly memberCodes: MemberCodes
  readonly staff: Pick<StaffDesk, 'actor' | 'scanBadge' | 'noteActivity'>
  readonly scanRules: () => ScanRules
  readonly nowMs: () => number
  readonly monotonicMs: () => number
  /** What a gift card does in the sale; HQ is asked. */
  readonly giftCard: (code: string) => Promise<ScanOutcome>
}

/** The same product code again within this time is one scan seen twice; a hand with two packs needs longer. */
export const REPEAT_MS = 250
/** What the scan line shows of a code. */
const SHOWN_CHARACTERS_MAX = 200
const CANDIDATES_MAX = 5

/**
 * Takes every scan of every source to the one place where it belongs, and says what it was and what happened. Nothing
 * it cannot place changes anything; payment codes are neither kept nor shown.
 */
export class ScanRouter {
  readonly #deps: RouterDeps
  #last: { readonly text: string; readonly atMs: number } | null = null

  constructor(deps: RouterDeps) {
    this.#deps = deps
  }

  /** @param quantityMilli how many of a product by the piece; 1000 is one */
  take(scan: RawScan, quantityMilli: number): ScanReport {
    const report = this.#report(scan, quantityMilli)
    this.#deps.desk.noteScan(report)
    return report
  }

  /** The same for codes that HQ is asked about first: coupons and gift cards. The answer comes when HQ's has. */
  async submit(scan: RawScan, quantityMilli: number): Promise<ScanReport> {
    const code = scan.text.length <= SCAN_TEXT_CHARS_MAX && isCodeText(scan.text) ? classify(scan, this.#deps.scanRules()) : null
    if ((code?.kind !== 'coupon' && code?.kind !== 'gift-card') || this.#deps.desk.isLocked() || this.#deps.staff.actor() === null) return this.take(scan, quantityMilli)
    const text = (code.text ?? '').toUpperCase()
    this.#deps.staff.noteActivity()
    const outcome = await (code.kind === 'coupon' ? this.#addCoupon(text) : this.#deps.giftCard(text))
    const report: ScanReport = { atMs: this.#deps.nowMs(), source: scan.source, scanKind: code.kind, text: shownText(text), outcome }
    this.#deps.desk.noteScan(report)
    return report
  }

  async #addCoupon(code: string): Promise<ScanOutcome> {
    const answer = await this.#deps.desk.addCoupon(code)
    if (answer.ok) return { kind: 'coupon-added', name: answer.output.coupons.find((coupon) => coupon.code === code)?.name ?? {} }
    switch (answer.error.code) {
      case 'coupon_not_here':
        return refused('not-usable-offline')
      case 'locked_while_paying':
        return refused('locked-while-paying')
      case 'coupon_used':
      case 'coupon_expired':
        return refused('coupon-used')
      case 'coupon_other_member':
        return refused('coupon-other-member')
      default:
        return refused('not-known-here')
    }
  }

  #report(scan: RawScan, quantityMilli: number): ScanReport {
    const report = (scanKind: ScanKind, text: string | null, outcome: ScanOutcome): ScanReport => {
      return { atMs: this.#deps.nowMs(), source: scan.source, scanKind, text: text === null ? null : shownText(text), outcome }
    }
    if (scan.text.length > SCAN_TEXT_CHARS_MAX) return report('unknown', scan.text, refused('too-long'))
    // A swipe that came as tracks has no text of its own.
    const readable = scan.tracks !== null || isCodeText(scan.text)
    const code = readable ? classify(scan, this.#deps.scanRules()) : null
    if (code === null) return report('unknown', scan.text, { kind: 'not-found' })
    if (code.kind === 'payment-code' || code.kind === 'payment-card') return report(code.kind, null, refused(code.kind))
    this.#deps.staff.noteActivity()
    if (code.kind === 'staff') return report('staff', null, this.#badge(code.text ?? ''))
    if (this.#deps.staff.actor() === null) return report(code.kind, null, refused('signed-out'))
    if (this.#deps.desk.isLocked()) return report(code.kind, code.text, refused('locked-while-paying'))
    return report(code.kind, shownCode(code), this.#act(code, scan.source, quantityMilli))
  }

  #act(code: Classified, source: ScanSource, quantityMilli: number): ScanOutcome {
    const text = code.text ?? ''
    switch (code.kind) {
      case 'member':
        return this.#member(text, code, source)
      case 'product':
        return this.#addProduct(code, text, source, quantityMilli)
      case 'receipt': {
        const sale = readSaleByReceiptCode(this.#deps.ledger, text) ?? readSaleByReceiptCode(this.#deps.ledger, receiptForm(text))
        return sale === null ? refused('not-known-here') : { kind: 'receipt-found', saleId: sale.saleId }
      }
      case 'coupon':
      case 'gift-card':
        return refused('not-known-here')
      case 'staff':
        return this.#badge(text)
      case 'unknown':
      case 'payment-code':
      case 'payment-card':
        return source === 'typed' ? { kind: 'not-found' } : this.#candidates(text)
    }
  }

  /** Signs in, or allows what the screen waits for. The badge itself is never shown. */
  #badge(badge: string): ScanOutcome {
    const scanned = this.#deps.staff.scanBadge(badge)
    if (scanned.kind !== 'refused') return { kind: scanned.kind, name: scanned.staff.name }
    return refused(BADGE_REFUSALS[scanned.why])
  }

  #member(text: string, code: Classified, source: ScanSource): ScanOutcome {
    const says = this.#deps.memberCodes.read(text)
    if (says.kind !== 'cards') return refused(MEMBER_CODE_REFUSALS[says.kind])
    const holder = this.#holderOf(says.cards)
    if (holder.kind === 'member') return this.#attachMember(holder, says.signed || code.symbology === 'qr' || code.symbology === 'gs1-qr' ? 'qr' : 'card')
    const candidates = says.signed || source === 'typed' ? null : this.#candidates(text)
    return candidates?.kind === 'candidates' ? candidates : refused('not-known-here')
  }

  #holderOf(cards: readonly string[]): CardHolder {
    const { mirror, vault } = this.#deps
    for (const card of cards) {
      const holder = findByCard(mirror(), vault, card)
      if (holder.kind === 'member') return holder
    }
    return { kind: 'unknown' }
  }

  #attachMember({ member, cardBlocked }: Extract<CardHolder, { kind: 'member' }>, foundBy: 'card' | 'qr'): ScanOutcome {
    const { vault, desk } = this.#deps
    const answer = desk.setMember({ memberId: member.memberId, foundBy, cardBlocked })
    if (!answer.ok) return refused('locked-while-paying')
    const name = vault.open(member.memberId, member.box)?.name ?? ''
    return { kind: 'member-attached', displayName: maskName(name), blocked: cardBlocked || member.status !== 'active' }
  }

  #addProduct(code: Classified, text: string, source: ScanSource, quantityMilli: number): ScanOutcome {
    const { mirror, desk } = this.#deps
    if (this.#isRepeat(text)) return refused('repeated')
    const item = code.product === null ? null : itemOfCode(mirror(), code.product, quantityMilli)
    if (item === null) return source === 'typed' ? { kind: 'not-found' } : this.#candidates(text)
    const answer = desk.addItem(item)
    if (answer.ok && item.asset === 'gift-card') return { kind: 'gift-card-wanted', name: item.name }
    if (answer.ok) return { kind: 'product-added', name: item.name, quantityMilli: item.quantityMilli, unitPriceMinor: item.unitPriceMinor }
    switch (answer.error.code) {
      case 'too_many_lines':
        return refused('too-many-lines')
      case 'quantity_too_large':
        return refused('quantity-too-large')
      default:
        return refused('locked-while-paying')
    }
  }

  #isRepeat(text: string): boolean {
    const atMs = this.#deps.monotonicMs()
    const isRepeat = this.#last?.text === text && atMs - this.#last.atMs < REPEAT_MS
    this.#last = { text, atMs }
    return isRepeat
  }

  /** A scanner may lose the first or last character: codes known here that differ by one are offered, never taken. */
  #candidates(text: string): ScanOutcome {
    const { mirror, vault, scanRules } = this.#deps
    const known = candidateCodes(text, scanRules()).filter(({ text: whole, classified }) => {
      if (classified.kind === 'member') return findByCard(mirror(), vault, whole).kind === 'member'
      if (classified.kind === 'receipt') return readSaleByReceiptCode(this.#deps.ledger, receiptForm(whole)) !== null
      return classified.product !== null && itemOfCode(mirror(), classified.product, 1000) !== null
    })
    if (known.length === 0) return { kind: 'not-found' }
    return { kind: 'candidates', codes: known.slice(0, CANDIDATES_MAX).map((candidate) => candidate.text) }
  }
}

const BADGE_REFUSALS = { staff_locked: 'badge-locked', no_right: 'badge-no-right', 'not-here': 'badge-not-here' } as const satisfies Record<string, ScanRefusal>

const MEMBER_CODE_REFUSALS = {
  forged: 'member-code-forged',
  expired: 'member-code-expired',
  'unknown-key': 'member-code-unknown-key',
  plain: 'plain-member-code',
} as const satisfies Record<Exclude<MemberCodeSays['kind'], 'cards'>, ScanRefusal>

function refused(why: Extract<ScanOutcome, { kind: 'refused' }>['why']): ScanOutcome {
  return { kind: 'refused', why }
}

/** Receipt codes are printed as R3-147-9f2c01ab; scanners may send capitals. */
function receiptForm(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()
}

/** A signed member code is as good as her card to whoever copies it from a screen: it is not shown. */
function shownCode({ kind, text }: Classified): string | null {
  return kind === 'member' && text?.startsWith(MEMBER_CODE_START) === true ? null : text
}

function shownText(text: string): string {
  const printable = text.replace(/[\p{Cc}\p{Cf}\ufffd]/gu, '')
  return printable.length > SHOWN_CHARACTERS_MAX ? `${printable.slice(0, SHOWN_CHARACTERS_MAX)}…` : printable
}
