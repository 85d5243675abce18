import type { MemberFoundBy } from '../contract/desk-state.ts'
import { err, ok } from '../contract/result.ts'
import type { Handlers } from '../contract/serve.ts'
import type { ProductView } from '../contract/till-calls.ts'
import type { Copies } from './copy/copies.ts'
import { readMember } from './db/mirror/members.ts'
import { findProducts, readProduct, readQuickKeys, type MirrorProduct } from './db/mirror/products.ts'
import { readNewestSales } from './db/sales.ts'
import { basketItem } from './devices/product-lookup.ts'
import { deviceHandlers } from './devices/device-handlers.ts'
import { exchangeHandlers } from './exchange-handlers.ts'
import type { ScanRouter } from './devices/router.ts'
import type { shopRulesOf } from './devices/scan-settings.ts'
import type { Scanners } from './devices/scanners.ts'
import type { Log, MakePdf } from './engine-options.ts'
import { memberCandidate } from './members/desk-member.ts'
import { findMembers } from './members/directory.ts'
import type { MemberVault } from './members/member-vault.ts'
import { createPrintHandlers } from './printer/print-handlers.ts'
import type { Printing } from './printer/printing.ts'
import type { Papers } from './receipt/papers.ts'
import type { ReturnDesk } from './return/return-desk.ts'
import { savedSale } from './sale/saved-sale.ts'
import type { SaleDesk } from './sale/sale-desk.ts'
import { shiftHandlers } from './shift/shift-handlers.ts'
import type { ShiftDesk } from './shift/shift-desk.ts'
import { guarded } from './staff/guard.ts'
import { handHandlers } from './staff/hand-handlers.ts'
import type { StaffDesk } from './staff/staff-desk.ts'
import { underAllowance } from './staff/manager-allowance.ts'
import { staffHandlers } from './staff/staff-handlers.ts'
import { valueHandlers } from './value/value-handlers.ts'
import type { ValueRefundDesk } from './value/value-refund-desk.ts'
import { bestWays, takeBestWay } from './sale/best-ways.ts'
import { giftCardHandlers } from './sale/gift-card-handlers.ts'
import type { Counter } from './counter.ts'
import type { Ids } from './ids.ts'
import type { StatusSource } from './till-status.ts'
import { tillStatus } from './till-status.ts'

export type HandlerDeps = {
  readonly copies: Copies['handlers']
  readonly desk: SaleDesk
  readonly staff: StaffDesk
  readonly shift: ShiftDesk
  readonly returns: ReturnDesk
  readonly valueRefunds: ValueRefundDesk
  readonly counter: Counter
  readonly ids: Ids
  readonly router: ScanRouter
  readonly scanners: Scanners
  readonly scanRules: ReturnType<typeof shopRulesOf>
  readonly vault: MemberVault
  readonly status: StatusSource
  readonly papers: Papers
  readonly printing: Printing
  readonly makePdf: MakePdf | null
  readonly log: Log
}

const PRODUCTS_MAX = 50
const ONE = 1000

/** What pages may ask for: one handler a call of the contract. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return guarded({ ...trainingHandlers(deps), ...staffHandlers(deps.staff), ...handHandlers({ ...deps, ...rulesOf(deps) }), ...shiftHandlers({ ...deps, ...rulesOf(deps), saleMs: () => deps.status.time.saleMs(), kickDrawer: () => kickDrawer(deps) }), ...deps.copies, ...deskHandlers(deps), ...saleHandlers(deps), ...findHandlers(deps), ...returnHandlers(deps), ...rightsHandlers(deps), ...exchangeHandlers(deps), ...valueHandlers(deps), ...giftCardHandlers(deps), ...devicesOf(deps), ...createPrintHandlers({ ...deps, preview: deps.papers.preview }) }, deps.staff)
}

function rulesOf({ status: { ledger, rules } }: HandlerDeps): Pick<StatusSource, 'ledger' | 'rules'> {
  return { ledger, rules }
}

/** The same handlers; what one throws is told before it goes on to the caller. */
export function watched(handlers: Handlers, onThrown: (cause: unknown) => void): Handlers {
  const told = (cause: unknown): never => {
    onThrown(cause)
    throw cause
  }
  const watch = (handler: (input: never) => unknown) => (input: never) => {
    try {
      const answer = handler(input)
      return answer instanceof Promise ? answer.catch(told) : answer
    } catch (cause) {
      return told(cause)
    }
  }
  // The one cast: each handler keeps its own input and answer, which TypeScript cannot see across the table.
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, watch(handler)])) as unknown as Handlers
}

function devicesOf({ status, scanners, scanRules }: HandlerDeps): ReturnType<typeof deviceHandlers> {
  return deviceHandlers({ ledger: status.ledger, scanners: () => scanners, rules: scanRules })
}

/** Whether a practice till may be opened now; opening it is for whoever holds both (training/trainable-engine.ts). */
function trainingHandlers({ desk, status }: HandlerDeps): Named<'training.start' | 'training.stop'> {
  return {
    'training.start': () => (status.training ? err({ code: 'no_training' }) : desk.hasOpenSale() ? err({ code: 'basket_open' }) : ok(tillStatus(status))),
    'training.stop': () => err({ code: 'no_training' }),
  }
}

/** Opens the drawer where there is one; what was written down stays written when it stays shut. */
function kickDrawer({ printing, log }: HandlerDeps): void {
  printing.openDrawer().catch((cause: unknown) => log.error(`the drawer was not opened: ${String(cause)}`))
}

type Named<N extends keyof Handlers> = Pick<Handlers, N>

function deskHandlers({ desk, router, status }: HandlerDeps): Named<
  'till.hello' | 'scan.submit' | 'basket.add' | 'sync.now' | 'sync.haltLoading'
> {
  return {
    'till.hello': () =>
      ok({ desk: desk.state(), status: tillStatus(status), quickKeys: readQuickKeys(status.mirror()).map(productView) }),
    'scan.submit': async ({ source, text, quantityMilli }) =>
      ok(await router.submit({ source, text, aim: null, symbology: null, tracks: null }, quantityMilli ?? ONE)),
    'basket.add': ({ sku, quantityMilli }) => {
      const product = readProduct(status.mirror(), sku)
      if (product === null) return err({ code: 'unknown_product' })
      return desk.addItem(basketItem(product, quantityMilli))
    },
    'sync.haltLoading': () => {
      status.sync().haltLoading?.()
      return ok(tillStatus(status))
    },
    'sync.now': async () => {
      await status.sync().now()
      return ok(tillStatus(status))
    },
  }
}

function saleHandlers({ desk, status, papers }: HandlerDeps): Named<
  'sale.redeem' | 'sale.unlock' | 'sale.commit' | 'sale.next' | 'sale.recent' | 'receipt.preview'
> {
  const { ledger } = status
  return {
    'sale.redeem': ({ redeemPoints }) => desk.redeem(redeemPoints),
    'sale.unlock': () => desk.unlock(),
    'sale.commit': ({ saleId, tenders }) => desk.commit(saleId, tenders),
    'sale.next': () => ok(desk.next()),
    'sale.recent': ({ limit }) => ok({ sales: readNewestSales(ledger, limit).map((sale) => savedSale(ledger, sale)) }),
    'receipt.preview': ({ saleId, locale }) => {
      const shown = papers.preview({ kind: 'sale-receipt', saleId, locale }) ?? papers.preview({ kind: 'return-receipt', returnId: saleId, locale })
      return shown === null ? err({ code: 'unknown_sale' }) : ok({ svg: shown.svg, receiptCode: shown.receiptCode ?? '' })
    },
  }
}

function returnHandlers({ returns, staff, status }: HandlerDeps): Named<'return.find' | 'return.quote' | 'return.commit'> {
  return {
    'return.find': ({ receiptCode }) => returns.find(receiptCode),
    'return.quote': (asked) => returns.quote(asked),
    'return.commit': async ({ approvalId, ...asked }) => {
      const without = underAllowance({ ...status, staff }, approvalId)
      const answer = await staff.doing({ right: 'return', subject: asked.saleId }, approvalId, (approval) => returns.commit({ ...asked, approval }, without.allow))
      if (answer.ok) without.done()
      return answer
    },
  }
}

function rightsHandlers({ desk }: HandlerDeps): Named<'coupon.add' | 'coupon.remove' | 'sale.storedValue' | 'sale.bestWays' | 'sale.takeBestWay'> {
  return {
    'coupon.add': ({ code }) => desk.addCoupon(code.trim().toUpperCase()),
    'coupon.remove': ({ code }) => desk.removeCoupon(code),
    'sale.storedValue': ({ storedValueMinor }) => desk.payWithValue(storedValueMinor),
    'sale.bestWays': () => ok({ ways: desk.state().phase.kind === 'selling' ? bestWays(desk.basket, desk.look) : [] }),
    'sale.takeBestWay': ({ aim }) => takeBestWay(desk, aim),
  }
}

function findHandlers({ desk, vault, status }: HandlerDeps): Named<'member.find' | 'member.attach' | 'member.detach' | 'product.find'> {
  const mirror = status.mirror
  /** How members of the last search were found: what the page says about that is not relied on. */
  let foundBy = new Map<string, MemberFoundBy>()
  return {
    'member.find': ({ query }) => {
      const found = findMembers(mirror(), vault, query)
      foundBy = new Map(found.matches.map(({ row }) => [row.memberId, found.foundBy]))
      const programme = status.rules.current()?.programme ?? null
      return ok({ candidates: found.matches.map((match) => memberCandidate(match, programme)), more: found.more })
    },
    'member.attach': ({ memberId, foundBy: claimed }) => {
      const member = readMember(mirror(), memberId)
      if (member === null || member.status === 'closed') return err({ code: 'unknown_member' })
      return desk.setMember({ memberId, foundBy: foundBy.get(memberId) ?? claimed, cardBlocked: false })
    },
    'member.detach': () => desk.setMember(null),
    'product.find': ({ query }) => {
      const typed = query.trim()
      const products = typed === '' ? [] : findProducts(mirror(), typed, PRODUCTS_MAX + 1)
      return ok({ products: products.slice(0, PRODUCTS_MAX).map(productView), more: products.length > PRODUCTS_MAX })
    },
  }
}

function productView({ sku, name, packing, unit, priceMinor, memberPriceMinor }: MirrorProduct): ProductView {
  return { sku, name, packing, unit, unitPriceMinor: priceMinor, memberPriceMinor }
}
