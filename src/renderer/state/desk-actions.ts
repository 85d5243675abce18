import type { Right } from '../../contract/staff-rights.ts'
import type { CallError, Input, Output, Reply } from '../../contract/serve.ts'
import type { CallName, TenderInput, TillEventName, TillEvents } from '../../contract/till-calls.ts'
import type { DeskState, ScanReport } from '../../contract/desk-state.ts'
import type { TillBridge } from '../bridge.ts'
import { isApprovable, type Act } from '../staff/approvable.ts'
import { approvalFor } from '../staff/approval-state.ts'
import type { TillText } from '../texts.ts'
import { errorToast, type ErrorCode } from './errors.ts'
import { takeDesk, takeStatus, useMirror } from './mirror.ts'
import { closePanel, emptyTenderDraft, openPanel, showToast, useView, type Panel } from './view.ts'

/** In the answer of an act that somebody had to allow, and nobody did: there is nothing to say about it. */
const NOT_ALLOWED = 'nobody allowed it'

/** What the parts of the window may ask for. Every answer goes into the mirror; every error becomes a message. */
export type DeskActions = ReturnType<typeof deskActions>

/**
 * @param text asked anew at every use, so that a message is in the language of the moment.
 * @param sayHello asks the engine for everything again.
 */
export function deskActions(bridge: TillBridge, text: TillText, sayHello: () => void) {
  async function send<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>> {
    const reply = await bridge.invoke(name, input).catch((): Reply<N> => ({ ok: false, error: { code: 'engine_away' } as CallError<N> }))
    if (!reply.ok && reply.error.code === 'engine_away') sayHello()
    return reply
  }
  /**
   * Asks without a message: for parts that say themselves, at the place it is about, what did not work. What somebody has
   * to allow is asked on screen, and then done by itself.
   */
  async function inquire<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>> {
    let reply = await send(name, input)
    // What was allowed may want more once HQ was asked: another right, by another approval. The same right twice is told.
    for (const asked = new Set<Right>(); !reply.ok && reply.error.code === 'needs_approval' && isApprovable(name); ) {
      // The engine names the right; name and input belong together, which TypeScript cannot see across the table.
      const right = (reply.error as { readonly detail: Right }).detail
      if (asked.has(right)) break
      asked.add(right)
      const approvalId = await approvalFor({ name, input } as unknown as Act, right, send)
      if (approvalId === null) return { ok: false, error: { code: 'needs_approval', detail: NOT_ALLOWED } as CallError<N> }
      reply = await send(name, { ...(input as object), approvalId } as Input<N>)
    }
    return reply
  }
  async function ask<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>> {
    const reply = await inquire(name, input)
    if (!reply.ok) say(reply.error)
    return reply
  }
  function say(error: { readonly code: ErrorCode; readonly ref?: string; readonly detail?: string }): void {
    if (error.detail !== NOT_ALLOWED) showToast(errorToast(error, text))
  }

  /** Calls that answer with the desk. */
  type DeskCall = { [N in CallName]: Output<N> extends DeskState ? (DeskState extends Output<N> ? N : never) : never }[CallName]
  async function change<N extends DeskCall>(name: N, input: Input<N>): Promise<boolean> {
    const reply = await ask(name, input)
    if (reply.ok) takeDesk(reply.output, sayHello)
    return reply.ok
  }

  /** One at a time: a second press of Pay or Finish while the first is under way does nothing. */
  async function once(run: () => Promise<void>): Promise<void> {
    if (useView.getState().isBusy) return
    useView.setState({ isBusy: true })
    await run().finally(() => useView.setState({ isBusy: false }))
  }

  return {
    ask,
    inquire,
    /** Hears what the engine tells by itself. @returns stops listening */
    listen: <N extends TillEventName>(name: N, listener: (event: TillEvents[N]) => void): (() => void) => bridge.on(name, listener),
    once,
    submitCode: async (source: 'wedge' | 'typed', code: string): Promise<ScanReport | null> => {
      const quantityMilli = useView.getState().pendingQuantityMilli
      const reply = await ask('scan.submit', { source, text: code, ...(quantityMilli === null ? {} : { quantityMilli }) })
      if (!reply.ok) return null
      const { outcome } = reply.output
      if (outcome.kind === 'product-added') useView.setState({ pendingQuantityMilli: null })
      if (outcome.kind === 'member-attached') closePanel()
      return reply.output
    },
    addProduct: async (sku: string, quantityMilli: number) => {
      const added = await change('basket.add', { sku, quantityMilli })
      if (added) useView.setState({ pendingQuantityMilli: null })
      return added
    },
    setQuantity: (lineId: string, quantityMilli: number) => change('basket.quantity', { lineId, quantityMilli }),
    setPrice: (price: Input<'basket.price'>) => change('basket.price', price),
    setDiscount: (discount: Input<'sale.discount'>) => change('sale.discount', discount),
    /** A paid sale of this shift; null: it was not voided. */
    voidSale: async (voided: Input<'sale.void'>) => {
      const reply = await ask('sale.void', voided)
      if (!reply.ok) return null
      takeDesk(reply.output.desk, sayHello)
      return reply.output.voided
    },
    lock: () => ask('staff.lock', {}),
    removeLine: (lineId: string) => change('basket.remove', { lineId }),
    clearBasket: () => change('basket.clear', {}),
    attachMember: (memberId: string, foundBy: Input<'member.attach'>['foundBy']) => change('member.attach', { memberId, foundBy }),
    detachMember: () => change('member.detach', {}),
    redeem: (redeemPoints: number | 'max') => change('sale.redeem', { redeemPoints }),
    addCoupon: (code: string) => change('coupon.add', { code }),
    removeCoupon: (code: string) => change('coupon.remove', { code }),
    payStoredValue: (storedValueMinor: number | 'max') => change('sale.storedValue', { storedValueMinor }),
    useGiftCard: (code: string) => change('giftCard.use', { code }),
    sellGiftCard: (code: string, sku: string) => change('giftCard.sell', { code, sku }),
    takeOutGiftCard: (code: string) => change('giftCard.putBack', { code }),
    takeBestWay: (aim: Input<'sale.takeBestWay'>['aim']) => change('sale.takeBestWay', { aim }),
    sellNoGiftCard: () => change('giftCard.notNow', {}),
    /** Opens what stands beside the basket. A sale that is saved is left first: its screen has no place for it. */
    openBeside: async (panel: Panel): Promise<void> => {
      if (useMirror.getState().desk?.phase.kind !== 'saved' || (await change('sale.next', {}))) openPanel(panel)
    },
    /** Goods come back for others, in the sale that is open; a sale that is saved is left first. */
    beginExchange: async (goods: Input<'exchange.begin'>): Promise<boolean> => {
      if (useMirror.getState().desk?.phase.kind === 'saved' && !(await change('sale.next', {}))) return false
      return change('exchange.begin', goods)
    },
    dropExchange: () => change('exchange.drop', {}),
    pay: () =>
      once(async () => {
        closePanel()
        const reply = await inquire('sale.pay', {})
        if (reply.ok) {
          takeDesk(reply.output, sayHello)
          useView.setState({ tender: emptyTenderDraft })
          // The panel that opens says what is missing, at the place where it can be done.
        } else if (reply.error.code === 'no_shift') openPanel({ kind: 'open-shift' })
        else if (reply.error.code === 'shift_counted') openPanel({ kind: 'shift' })
        else say(reply.error)
      }),
    backToSelling: () =>
      once(async () => {
        if (await change('sale.unlock', {})) useView.setState({ tender: emptyTenderDraft })
      }),
    commit: (saleId: string, tenders: readonly TenderInput[]) =>
      once(async () => {
        const reply = await ask('sale.commit', { saleId, tenders: [...tenders] })
        if (!reply.ok) return
        takeDesk(reply.output.desk, sayHello)
        useView.setState({ tender: emptyTenderDraft })
      }),
    next: () =>
      once(async () => {
        await change('sale.next', {})
      }),
    syncNow: async () => {
      const reply = await ask('sync.now', {})
      if (reply.ok) takeStatus(reply.output)
    },
  }
}
