import type { ScanKind, ScanOutcome, ScanRefusal, ScanReport } from '../../contract/desk-state.ts'
import type { IconName } from '../../ui/components/icon.tsx'
import type { ScanVoice } from '../../ui/components/scan-line.tsx'
import { codeTail, formatCode } from '../../ui/format/codes.ts'
import { formatQuantity } from '../../ui/format/counts.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import type { TextKey, TillText } from '../texts.ts'

const kindIcons: Record<ScanKind, IconName> = {
  member: 'memberCard',
  product: 'tag',
  coupon: 'coupon',
  'gift-card': 'giftCard',
  receipt: 'receipt',
  staff: 'badge',
  'payment-code': 'refused',
  'payment-card': 'refused',
  unknown: 'help',
}

/** Codes that are money or let someone in: only their end is shown. */
const shownByTail: ReadonlySet<ScanKind> = new Set(['member', 'gift-card', 'coupon', 'staff'])

/** A scan in words: what the code was, what happened, and how loud that is. */
export type ScanWords = { readonly voice: ScanVoice; readonly icon: IconName; readonly title: string; readonly code: string; readonly help: string }

/**
 * Says a scan in the cashier's language. Nothing in it comes from the code but its shown part.
 * @param isLoading members and prices are still being loaded: what is not known yet may be known in a minute
 */
export function describeScan(report: ScanReport, text: TillText, locale: Locale, isLoading = false): ScanWords {
  const kind = text(`scan.kind.${report.scanKind}`)
  const said: Said = isLoading && mayComeYet(report) ? { voice: 'wait', happened: text('scan.loading'), help: text('scan.loading.help') } : sayOutcome(report.outcome, report.scanKind, text, locale)
  return {
    voice: said.voice,
    icon: kindIcons[report.scanKind],
    title: text('scan.title', { kind, happened: said.happened }),
    code: shownCode(report, text),
    help: said.help,
  }
}

function mayComeYet({ outcome, scanKind }: ScanReport): boolean {
  const isUnknown = outcome.kind === 'not-found' || (outcome.kind === 'refused' && outcome.why === 'not-known-here')
  return isUnknown && (scanKind === 'member' || scanKind === 'product')
}

function shownCode(report: ScanReport, text: TillText): string {
  if (report.text === null) return text('scan.not-kept')
  return shownByTail.has(report.scanKind) ? text('scan.tail', { tail: codeTail(report.text) }) : formatCode(report.text)
}

type Said = { readonly voice: ScanVoice; readonly happened: string; readonly help: string }

function sayOutcome(outcome: ScanOutcome, scanKind: ScanKind, text: TillText, locale: Locale): Said {
  switch (outcome.kind) {
    case 'member-attached':
      return outcome.blocked
        ? { voice: 'wait', happened: text('scan.member-blocked', { name: outcome.displayName }), help: text('scan.member-blocked.help') }
        : { voice: 'done', happened: outcome.displayName, help: '' }
    case 'product-added': {
      const weighed = outcome.quantityMilli % 1000 !== 0
      const quantity = formatQuantity(outcome.quantityMilli, weighed ? 'kg' : 'piece')
      return {
        voice: 'done',
        happened: text(weighed ? 'scan.weight-added' : 'scan.product-added', { name: nameIn(outcome.name, locale), quantity }),
        help: formatMoney(outcome.unitPriceMinor),
      }
    }
    case 'signed-in':
    case 'approved':
      return { voice: 'done', happened: text(`scan.${outcome.kind}`, { name: outcome.name }), help: '' }
    case 'coupon-added':
      return { voice: 'done', happened: nameIn(outcome.name, locale), help: '' }
    case 'gift-card-wanted':
      return { voice: 'done', happened: text('scan.gift-card-wanted', { name: nameIn(outcome.name, locale) }), help: text('scan.gift-card-wanted.help') }
    case 'gift-card-sold':
      return { voice: 'done', happened: text('scan.gift-card-sold', { price: formatMoney(outcome.priceMinor) }), help: '' }
    case 'gift-card-used':
      return outcome.usedMinor === 0
        ? { voice: 'wait', happened: text('scan.gift-card-idle'), help: text('scan.gift-card-idle.help') }
        : { voice: 'done', happened: text('scan.gift-card-used', { used: formatMoney(outcome.usedMinor) }), help: text('scan.gift-card-used.help', { left: formatMoney(outcome.balanceMinor - outcome.usedMinor) }) }
    case 'gift-card-balance':
      return { voice: 'done', happened: text('scan.gift-card-balance', { balance: formatMoney(outcome.balanceMinor) }), help: '' }
    case 'receipt-found':
      return { voice: 'done', happened: text('scan.receipt-found'), help: '' }
    case 'not-found':
      return { voice: 'wait', happened: text('scan.not-found'), help: text(`scan.not-found.help.${notFoundHelp(scanKind)}`) }
    case 'candidates':
      return { voice: 'wait', happened: text('scan.candidates', { count: outcome.codes.length }), help: text('scan.candidates.help') }
    case 'refused':
      return { voice: refusalVoices[outcome.why], happened: text(refusalTexts[outcome.why]), help: text(`${refusalTexts[outcome.why]}.help`) }
  }
}

function notFoundHelp(scanKind: ScanKind): 'member' | 'product' | 'other' {
  return scanKind === 'member' || scanKind === 'product' ? scanKind : 'other'
}

const refusalVoices: Record<ScanRefusal, ScanVoice> = {
  'payment-code': 'stop',
  'payment-card': 'stop',
  'locked-while-paying': 'wait',
  'too-long': 'stop',
  repeated: 'wait',
  'not-usable-offline': 'wait',
  'not-known-here': 'wait',
  'coupon-used': 'wait',
  'coupon-other-member': 'wait',
  'gift-card-unknown': 'wait',
  'gift-card-not-here': 'wait',
  'gift-card-empty': 'wait',
  'gift-card-sold': 'stop',
  'gift-card-over-cap': 'wait',
  'too-many-gift-cards': 'wait',
  'too-many-lines': 'wait',
  'quantity-too-large': 'wait',
  'member-code-forged': 'stop',
  'member-code-expired': 'wait',
  'member-code-unknown-key': 'wait',
  'plain-member-code': 'wait',
  'signed-out': 'wait',
  'badge-no-right': 'wait',
  'badge-locked': 'wait',
  'badge-not-here': 'wait',
}

const refusalTexts = {
  'payment-code': 'scan.refused.payment-code',
  'payment-card': 'scan.refused.payment-card',
  'locked-while-paying': 'scan.refused.locked-while-paying',
  'too-long': 'scan.refused.too-long',
  repeated: 'scan.refused.repeated',
  'not-usable-offline': 'scan.refused.not-usable-offline',
  'not-known-here': 'scan.refused.not-known-here',
  'coupon-used': 'scan.refused.coupon-used',
  'coupon-other-member': 'scan.refused.coupon-other-member',
  'gift-card-unknown': 'scan.refused.gift-card-unknown',
  'gift-card-not-here': 'scan.refused.gift-card-not-here',
  'gift-card-empty': 'scan.refused.gift-card-empty',
  'gift-card-sold': 'scan.refused.gift-card-sold',
  'gift-card-over-cap': 'scan.refused.gift-card-over-cap',
  'too-many-gift-cards': 'scan.refused.too-many-gift-cards',
  'too-many-lines': 'scan.refused.too-many-lines',
  'quantity-too-large': 'scan.refused.quantity-too-large',
  'member-code-forged': 'scan.refused.member-code-forged',
  'member-code-expired': 'scan.refused.member-code-expired',
  'member-code-unknown-key': 'scan.refused.member-code-unknown-key',
  'plain-member-code': 'scan.refused.plain-member-code',
  'signed-out': 'scan.refused.signed-out',
  'badge-no-right': 'scan.refused.badge-no-right',
  'badge-locked': 'scan.refused.badge-locked',
  'badge-not-here': 'scan.refused.badge-not-here',
} as const satisfies Record<ScanRefusal, TextKey>
