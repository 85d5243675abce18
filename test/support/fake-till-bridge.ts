import { parseCaseOf } from '../../src/contract/case-file.ts'
import type { BalanceView, DeskLine, DeskMember, DeskPhase, DeskQuote, DeskState, SavedSale, ScanOutcome, ScanReport, TillStatus } from '../../src/contract/desk-state.ts'
import { parseProgramme } from '../../src/contract/programme-file.ts'
import { err, ok, type Result } from '../../src/contract/result.ts'
import type { CallError, Input, TillBridge } from '../../src/contract/serve.ts'
import type { CallName, ProductView, TenderInput, TillEventName } from '../../src/contract/till-calls.ts'
import { quote } from '../../src/domain/quote.ts'
import type { SaleResult } from '../../src/domain/sale-result.ts'
import { fakeCoupons } from './fake-coupons.ts'
import { fakePrinting } from './fake-printing.ts'
import { fakeDevices } from './fake-devices.ts'
import { fakeReturns, RECEIPT_OF_CUPS } from './fake-returns.ts'
import { fakeStaff, signedIn, type FakeStaff } from './fake-staff.ts'
import { candidates, CARD_OF_CHEN, chen, couponsInHand, products, programmeDocument } from './fake-shop.ts'

/**
 * A till without an engine, for looking at the window: one basket in memory, the real rules over the shop of the
 * design's pictures, no database, no HQ. Used by the preview page and by tests of the page; never by the product.
 */
export type FakeTill = TillBridge & {
  /** Changes the status bar. */
  setStatus(changes: Partial<TillStatus>): void
  /** Who is at the till, and the shift. */
  readonly staff: Pick<FakeStaff, 'setView' | 'setShift'>
  /** The next call of this name answers with this error. */
  failNext(name: CallName, code: string, detail?: string): void
  /** Every call that was made. */
  readonly calls: readonly { readonly name: CallName; readonly input: unknown }[]
}

/** 2026-11-20 18:42 in Shanghai, as in the pictures. */
export const FAKE_NOW_MS = Date.parse('2026-11-20T18:42:00+08:00')

const programme = mustParse()
function mustParse() {
  const parsed = parseProgramme(programmeDocument)
  if (!parsed.ok) throw new Error(`${parsed.path}: ${parsed.problem}`)
  return parsed.programme
}

type Item = { readonly lineId: string; readonly product: ProductView; quantityMilli: number }

const firstStatus: TillStatus = {
  storeName: { 'zh-Hans': '学府路店', 'zh-Hant': '學府路店', en: 'Xuefu Road' }, tillNumber: 2, cashierName: '小宁', shiftNumber: 418,
  sync: { kind: 'online', queuedEvents: 0, lastContactAtMs: FAKE_NOW_MS - 1000 }, warnings: [], printer: 'ready', printerProblem: null, printsWaiting: 0, drawer: 'ready', scanner: 'ready',
  nowMs: FAKE_NOW_MS, timeZone: 'Asia/Shanghai', training: false, staff: signedIn(),
}

export function createFakeTill(): FakeTill {
  let revision = 0
  let saleNumber = 147
  let items: Item[] = []
  let member: DeskMember | null = null
  let redeemPoints: number | 'max' = 0
  let storedValueMinor: number | 'max' = 0
  const coupons = fakeCoupons(programme)
  let phase: DeskPhase = { kind: 'selling' }
  let scan: ScanReport | null = null
  let lastId = 0
  const sales: SavedSale[] = [savedSale(146, 8650, null)]
  const calls: { name: CallName; input: unknown }[] = []
  const failures = new Map<CallName, { readonly code: string; readonly detail?: string }>()
  const listeners = new Map<TillEventName, Set<(event: never) => void>>()
  let status = firstStatus

  const newId = (): string => `00000000-0000-7000-8000-${String(++lastId).padStart(12, '0')}`
  let saleId = newId()
  const quotedWith = (points: number | 'max', couponCodes: readonly string[]): DeskQuote => {
    const asked = (valueMinor: number): DeskQuote => quoteOf({ items, member, redeemPoints: points, storedValueMinor: valueMinor, couponCodes })
    if (storedValueMinor !== 'max') return asked(storedValueMinor)
    const without = asked(0)
    return without.kind === 'quoted' ? asked(Math.min(member?.storedValue?.usableHereMinor ?? 0, without.result.payMinor)) : without
  }
  const quoted = (points: number | 'max'): DeskQuote => quotedWith(points, coupons.fitting((codes) => quotedWith(redeemPoints, codes)))

  function desk(): DeskState {
    const now = quoted(redeemPoints)
    const most = member === null || items.length === 0 || redeemPoints !== 0 ? null : quoted('max')
    const redeemMax = most?.kind === 'quoted' && most.result.pointsUsed > 0 ? { points: most.result.pointsUsed, worthMinor: most.result.pointsTenderMinor } : null
    return { revision, saleId, saleNumber, phase, lines: linesOf(items, now), member, quote: now, coupons: coupons.shown(member, (codes) => quotedWith(redeemPoints, codes)), redeemPoints, redeemMax, storedValueMinor, exchange: null, giftCards: [], giftCardWanted: null, scan, parkedCount: 0 }
  }
  function changed(): DeskState {
    revision += 1
    const state = desk()
    for (const listener of listeners.get('desk.changed') ?? []) listener(state as never)
    return state
  }
  function startNext(): void {
    saleNumber += 1
    saleId = newId()
    items = []
    member = null
    redeemPoints = 0
    storedValueMinor = 0
    coupons.clear()
    scan = null
    phase = { kind: 'selling' }
  }
  function add(product: ProductView, quantityMilli: number): void {
    const known = items.find((item) => item.product.sku === product.sku && product.unit === 'piece')
    if (known === undefined) items.push({ lineId: newId(), product, quantityMilli })
    else known.quantityMilli += quantityMilli
  }

  const setStatus = (changes: Partial<TillStatus>): void => {
    status = { ...status, ...changes }
    if (member !== null && changes.sync?.kind === 'offline') member = { ...member, balance: offlineBalance(member.balance) }
    for (const listener of listeners.get('status.changed') ?? []) listener(status as never)
    changed()
  }
  const staff = fakeStaff(() => setStatus({ staff: staff.view() }))
  // What no picture needs answers as a till that is away does. */
  const handlers: FakeHandlers = {
    'till.hello': () => ok({ desk: desk(), status, quickKeys: products.filter((each) => each.barcode === '') }),
    'scan.submit': ({ text, source, quantityMilli }) => {
      if (phase.kind === 'saved') startNext()
      scan = { atMs: FAKE_NOW_MS, source, ...readCode(text, phase.kind === 'paying') }
      const product = products.find((each) => each.barcode === text)
      if (scan.outcome.kind === 'product-added' && product !== undefined) {
        add(product, quantityMilli ?? (product.unit === 'kg' ? 1250 : 1000))
        scan = { ...scan, outcome: { ...scan.outcome, quantityMilli: quantityMilli ?? (product.unit === 'kg' ? 1250 : 1000) } }
      }
      if (scan.outcome.kind === 'member-attached') member = chen('card', FAKE_NOW_MS - 60_000)
      if (scan.outcome.kind === 'coupon-added') coupons.add(text)
      changed()
      return ok(scan)
    },
    ...basketHandlers({ items: () => items, put: (next) => void (items = next), add, changed }),
    'member.find': ({ query }) => {
      const found = /^\d+$/.test(query) ? candidates.filter((each) => each.phoneMasked?.endsWith(query)) : /^(c|陈|蔡)/.test(query) ? candidates : []
      return ok({ candidates: found, more: false })
    },
    'member.attach': ({ foundBy }) => {
      member = chen(foundBy, FAKE_NOW_MS - 60_000)
      return ok(changed())
    },
    'member.detach': () => {
      member = null
      redeemPoints = 0
      return ok(changed())
    },
    'product.find': ({ query }) => ok({ products: products.filter((each) => Object.values(each.name).some((name) => name?.toLowerCase().includes(query.toLowerCase()))), more: false }),
    'sale.redeem': (input) => {
      if (member === null) return err({ code: 'no_member' })
      redeemPoints = input.redeemPoints
      return ok(changed())
    },
    'sale.pay': () => {
      const now = quoted(redeemPoints)
      if (now.kind !== 'quoted') return err({ code: 'empty_basket' })
      phase = { kind: 'paying', atMs: FAKE_NOW_MS, payMinor: now.result.payMinor }
      return ok(changed())
    },
    'sale.unlock': () => {
      phase = { kind: 'selling' }
      return ok(changed())
    },
    'sale.commit': ({ tenders }) => {
      const now = quoted(redeemPoints)
      if (now.kind !== 'quoted') return err({ code: 'not_paying' })
      const sale = { ...savedSale(saleNumber, now.result.dueMinor, now.result), saleId, ...tendered(tenders, now.result.payMinor) }
      sales.unshift(sale)
      if (member !== null) member = { ...member, balance: afterSale(member.balance, now.result) }
      phase = { kind: 'saved', sale }
      return ok({ desk: changed(), sale })
    },
    'sale.next': () => {
      startNext()
      return ok(changed())
    },
    'sale.recent': ({ limit }) => ok({ sales: sales.slice(0, limit) }),
    // As the engine, which draws sales: a return's receipt is no picture yet.
    'receipt.preview': ({ saleId: shownId }) => shownId !== saleId && sales.every((sale) => sale.saleId !== shownId) ? err({ code: 'unknown_sale' }) : ok({ svg: fakeReceipt(desk()), receiptCode: 'R2-147-9c41e07b' }),
    ...coupons.handlers(changed),
    'sale.storedValue': (input) => {
      if (member === null) return err({ code: 'no_member' })
      storedValueMinor = input.storedValueMinor
      return ok(changed())
    },
    ...fakeReturns(programme, FAKE_NOW_MS),
    ...fakeDevices(),
    ...fakePrinting(),
    ...staff.handlers,
    'sale.void': () => err({ code: 'unknown_sale' }),
    'sale.discount': () => ok(changed()),
    'sync.now': () => ok(status),
  }

  const failNext: FakeTill['failNext'] = (name, code, detail) => void failures.set(name, detail === undefined ? { code } : { code, detail })
  return { calls, ...lineTo(handlers, calls, failures, listeners), setStatus, staff, failNext }
}

type FakeHandlers = { [N in CallName]?: (input: Input<N>) => Result<unknown, { code: string }> }

/** As the product's port to the engine. */
function lineTo(handlers: FakeHandlers, calls: { name: CallName; input: unknown }[], failures: Map<CallName, { readonly code: string; readonly detail?: string }>, listeners: Map<TillEventName, Set<(event: never) => void>>): Pick<FakeTill, 'invoke' | 'on'> {
  return {
    invoke: (name, input) => {
      calls.push({ name, input })
      const failure = failures.get(name)
      failures.delete(name)
      const reply = failure === undefined ? (handlers[name]?.(input) ?? err({ code: 'engine_away' })) : err(failure)
      // Replies cross a port in the product, so they are copies here too.
      return Promise.resolve(structuredClone(reply) as Result<never, CallError<typeof name>>)
    },
    on: (name, listener) => {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known.add(listener))
      return () => known.delete(listener)
    },
  }
}

type BasketOf = { readonly items: () => Item[]; put(items: Item[]): void; add(product: ProductView, quantityMilli: number): void; changed(): DeskState }

/** Goods come, change and go. */
function basketHandlers({ items, put, add, changed }: BasketOf): { [N in 'basket.add' | 'basket.quantity' | 'basket.remove' | 'basket.clear' | 'basket.price']: (input: Input<N>) => Result<unknown, { code: string }> } {
  return {
    'basket.add': ({ sku, quantityMilli }) => {
      const product = products.find((each) => each.sku === sku)
      if (product === undefined) return err({ code: 'unknown_product' })
      add(product, quantityMilli)
      return ok(changed())
    },
    'basket.quantity': ({ lineId, quantityMilli }) => {
      const item = items().find((each) => each.lineId === lineId)
      if (item === undefined) return err({ code: 'unknown_line' })
      item.quantityMilli = quantityMilli
      return ok(changed())
    },
    'basket.remove': ({ lineId }) => {
      put(items().filter((item) => item.lineId !== lineId))
      return ok(changed())
    },
    'basket.clear': () => {
      put([])
      return ok(changed())
    },
    'basket.price': ({ lineId, unitPriceMinor }) => {
      put(items().map((item) => (item.lineId === lineId ? { ...item, product: { ...item.product, unitPriceMinor, memberPriceMinor: null } } : item)))
      return ok(changed())
    },
  }
}

function offlineBalance(balance: BalanceView): BalanceView {
  return { ...balance, usableHerePoints: 0, confirmedAtMs: FAKE_NOW_MS - 126 * 60_000, limitedBy: 'offline' }
}

/** Spent first what ends first; what was earned is unconfirmed until HQ has it. */
function afterSale(balance: BalanceView, result: SaleResult): BalanceView {
  return {
    ...balance,
    balancePoints: balance.balancePoints + result.earnPoints - result.pointsUsed,
    usableHerePoints: balance.usableHerePoints - result.pointsUsed,
    expiringSoonPoints: Math.max(0, balance.expiringSoonPoints - result.pointsUsed),
    unconfirmedPoints: balance.unconfirmedPoints + result.earnPoints,
  }
}

function readCode(text: string, isPaying: boolean): Pick<ScanReport, 'scanKind' | 'text' | 'outcome'> {
  const refused = (why: Extract<ScanOutcome, { kind: 'refused' }>['why']): ScanOutcome => ({ kind: 'refused', why })
  const product = products.find((each) => each.barcode !== '' && each.barcode === text)
  if (text === CARD_OF_CHEN) return { scanKind: 'member', text, outcome: { kind: 'member-attached', displayName: '陈*满', blocked: false } }
  if (text === RECEIPT_OF_CUPS) return { scanKind: 'receipt', text, outcome: { kind: 'receipt-found', saleId: '' } }
  const inHand = couponsInHand.find((each) => each.code === text)
  if (inHand !== undefined) return { scanKind: 'coupon', text, outcome: { kind: 'coupon-added', name: programme.coupons.find((each) => each.id === inHand.coupon)?.name ?? {} } }
  if (/^1[0-5]\d{16}$/.test(text)) return { scanKind: 'payment-code', text: null, outcome: refused('payment-code') }
  if (product !== undefined && isPaying) return { scanKind: 'product', text, outcome: refused('locked-while-paying') }
  if (product !== undefined) return { scanKind: 'product', text, outcome: { kind: 'product-added', name: product.name, quantityMilli: 1000, unitPriceMinor: product.unitPriceMinor } }
  if (/^\d{12}$/.test(text)) return { scanKind: 'product', text, outcome: { kind: 'candidates', codes: ['6901020334018', '6901020334001'] } }
  return { scanKind: 'unknown', text, outcome: { kind: 'not-found' } }
}

type Asked = { readonly items: readonly Item[]; readonly member: DeskMember | null; readonly redeemPoints: number | 'max'; readonly storedValueMinor: number; readonly couponCodes: readonly string[] }

function quoteOf({ items, member, redeemPoints, storedValueMinor, couponCodes }: Asked): DeskQuote {
  if (items.length === 0) return { kind: 'empty' }
  const parsed = parseCaseOf(
    {
      at: '2026-11-20T18:42:00+08:00', store: 's1', redeemPoints: member === null ? 0 : redeemPoints, storedValueMinor: member === null ? 0 : storedValueMinor,
      coupons: couponsInHand.filter(({ code }) => couponCodes.includes(code)).map(({ code, coupon, expiresAt }) => ({ code, coupon, expiresAt })),
      member: member === null ? null : { tier: member.tier?.id ?? null, birthday: '05-04', purchases: 12, lastPurchase: '2026-10-14', qualifying: 6140, spendablePoints: member.balance.usableHerePoints, storedValue: { principalMinor: member.storedValue?.principalMinor ?? 0, bonusMinor: member.storedValue?.bonusMinor ?? 0 }, lots: [{ points: 4260, earnedAt: '2026-01-31T10:00:00+08:00' }] },
      lines: items.map(({ product, quantityMilli }) => ({ sku: product.sku, category: products.find((each) => each.sku === product.sku)?.category ?? null, quantityMilli, unitPriceMinor: product.unitPriceMinor, memberPriceMinor: product.memberPriceMinor })),
    },
    programme,
  )
  if (!parsed.ok) throw new Error(`${parsed.path}: ${parsed.problem}`)
  const outcome = quote(parsed.saleCase)
  if (outcome.kind === 'rejected') return { kind: 'rejected', rejected: outcome.rejected, detail: '' }
  const { result } = outcome
  const nearMisses = result.notApplied.flatMap((each) => {
    const promotion = programme.promotions.find((known) => known.id === each.id)
    return each.why === 'below-minimum-spend' && promotion !== undefined ? [{ promotionId: each.id, name: promotion.name, missingMinor: each.missingMinor, thresholdMinor: promotion.what.minSpendMinor }] : []
  })
  return { kind: 'quoted', result, explain: result.explain, nearMisses, names: [...programme.promotions.map(({ id, name }) => ({ id, name })), ...couponsInHand.map(({ code, coupon }) => ({ id: code, name: programme.coupons.find((each) => each.id === coupon)?.name ?? {} }))], programme: { version: 12, hash: 'a41f7c0200000000' } }
}

function linesOf(items: readonly Item[], now: DeskQuote): readonly DeskLine[] {
  return items.map((item, place) => {
    const line = now.kind === 'quoted' ? now.result.lines[place] : undefined
    const { sku, name, packing, unit, unitPriceMinor, memberPriceMinor } = item.product
    return {
      lineId: item.lineId, sku, name, packing, unit, unitPriceMinor, memberPriceMinor, quantityMilli: item.quantityMilli,
      grossMinor: line?.grossMinor ?? 0, discountMinor: line?.discountMinor ?? 0, netMinor: line?.netMinor ?? 0, earnPoints: line?.earnPoints ?? 0, offers: line?.offers ?? [], gift: false,
    }
  })
}

function tendered(tenders: readonly TenderInput[], payMinor: number): Pick<SavedSale, 'paidMinor' | 'tenderedMinor' | 'changeMinor'> {
  const tenderedMinor = tenders.reduce((sum, tender) => sum + (tender.kind === 'cash' ? tender.tenderedMinor : tender.paidMinor), 0)
  return { paidMinor: payMinor, tenderedMinor, changeMinor: tenderedMinor - payMinor }
}

function savedSale(saleNumber: number, dueMinor: number, result: SaleResult | null): SavedSale {
  return {
    saleId: `00000000-0000-7000-8000-9${String(saleNumber).padStart(11, '0')}`, saleNumber, receiptCode: `R2-${saleNumber}-9c41e07b`, committedAtMs: FAKE_NOW_MS - (result === null ? 180_000 : 0),
    dueMinor, paidMinor: dueMinor, tenderedMinor: dueMinor, changeMinor: 0, pointsUsed: result?.pointsUsed ?? 0, pointsTenderMinor: result?.pointsTenderMinor ?? 0,
    earnPoints: result?.earnPoints ?? 0, balancePointsAfter: result === null ? null : 4538 + result.earnPoints - result.pointsUsed, exchange: null, acked: result === null,
  }
}

/** A drawing of about the shape that the real receipt has. */
function fakeReceipt(state: DeskState): string {
  const rows = state.lines.map((line, place) => `<text x="16" y="${90 + place * 30}">${line.name['zh-Hans'] ?? ''}</text><text x="560" y="${90 + place * 30}" text-anchor="end">${(line.netMinor / 100).toString()}</text>`)
  const height = 180 + rows.length * 30
  return `<svg xmlns="http://www.w3.org/2000/svg" width="576" height="${height}" viewBox="0 0 576 ${height}" font-size="24" font-family="Noto Sans CJK SC, sans-serif"><rect width="576" height="${height}" fill="#fff"/><text x="288" y="40" text-anchor="middle" font-size="32">学府路店</text>${rows.join('')}<text x="288" y="${height - 30}" text-anchor="middle">R2-147-9c41e07b</text></svg>`
}
