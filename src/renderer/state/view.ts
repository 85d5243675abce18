import { create } from 'zustand'
import type { ProductView, TenderInput } from '../../contract/till-calls.ts'

/** A question that is open, and where: it never covers the slab. */
export type Panel =
  | { readonly kind: 'none' }
  | { readonly kind: 'find-member'; readonly typed: string }
  | { readonly kind: 'why'; readonly about?: WhyAbout }
  | { readonly kind: 'points' }
  | { readonly kind: 'stored-value' }
  | { readonly kind: 'pay-out' }
  | { readonly kind: 'gift-card' }
  /** What it shows is kept in `returns/return-state.ts`: it outlives the panel. */
  | { readonly kind: 'return' }
  | { readonly kind: 'coupons' }
  | { readonly kind: 'quantity'; readonly of: QuantityOf }
  | { readonly kind: 'find-product' }
  | { readonly kind: 'recent-sales' }
  | { readonly kind: 'help' }
  | { readonly kind: 'devices' }
  /** What else the cashier can do, and who she is: behind her name. */
  | { readonly kind: 'desk-menu' }
  | { readonly kind: 'open-shift' }
  | { readonly kind: 'cash-moves' }
  | { readonly kind: 'price'; readonly lineId: string }
  | { readonly kind: 'discount' }
  /** What it shows is kept in `shift/shift-state.ts`. */
  | { readonly kind: 'shift' }

/** The numbers of a sale that "Why?" explains, in the order of F10. */
export const whyAbouts = ['earn', 'lines', 'discount', 'pay', 'balance'] as const
export type WhyAbout = (typeof whyAbouts)[number]

/** Whose quantity is asked: a line's, that of the next scan, or the weight of goods that a quick key named. */
export type QuantityOf =
  | { readonly kind: 'line'; readonly lineId: string }
  | { readonly kind: 'next-scan' }
  | { readonly kind: 'product'; readonly product: ProductView }

/** Which columns a panel stands in. */
export type PanelPlace = 'none' | 'basket' | 'member' | 'both'
export function placeOf(panel: Panel): PanelPlace {
  switch (panel.kind) {
    case 'none':
      return 'none'
    case 'why':
    case 'points':
    case 'stored-value':
    case 'pay-out':
    case 'gift-card':
      return 'basket'
    case 'coupons':
    case 'quantity':
    case 'desk-menu':
    case 'open-shift':
    case 'cash-moves':
    case 'price':
    case 'discount':
      return 'member'
    case 'find-member':
    case 'find-product':
    case 'return':
    case 'recent-sales':
    case 'help':
    case 'devices':
    case 'shift':
      return 'both'
  }
}

/** Does this panel have a step of its own to go forward with? Then the big key waits: one forward key a screen. */
export function asksFirst(panel: Panel): boolean {
  return panel.kind === 'find-member' || panel.kind === 'find-product' || panel.kind === 'points' || panel.kind === 'stored-value' || panel.kind === 'pay-out' || panel.kind === 'gift-card' || panel.kind === 'quantity' || isByHand(panel)
}
function isByHand({ kind }: Panel): boolean {
  return kind === 'open-shift' || kind === 'cash-moves' || kind === 'price' || kind === 'discount'
}

export type Toasted = {
  readonly id: number
  readonly tone: 'jade' | 'wait' | 'stop'
  readonly title: string
  readonly help?: string | undefined
  /** Milliseconds until it folds away; null: it stays until dismissed. */
  readonly staysMs: number | null
}

/** The tender that is being entered, and those that are already taken. */
export type TenderDraft = {
  readonly taken: readonly TenderInput[]
  readonly kind: TenderInput['kind']
  readonly typed: string
  readonly reference: string
  /** Which field the keypad types into. */
  readonly field: 'amount' | 'reference'
  readonly problem: 'not-a-number' | 'too-many-decimals' | 'too-large' | 'over-rest' | 'nothing' | null
  /** Esc was pressed although money was already taken on a terminal: asks once more. */
  readonly isLeaving: boolean
}
export const emptyTenderDraft: TenderDraft = { taken: [], kind: 'cash', typed: '', reference: '', field: 'amount', problem: null, isLeaving: false }

/** What belongs to this page alone: what is open, chosen, half typed. Lost when the window closes, and nothing is lost with it. */
export type View = {
  readonly panel: Panel
  readonly selectedLineId: string | null
  /** How many the next scan adds; null: one. */
  readonly pendingQuantityMilli: number | null
  /** A code typed by hand without any field: it stands in the scan line until Enter. */
  readonly typedCode: string
  readonly tender: TenderDraft
  readonly toasts: readonly Toasted[]
  /** The note about being offline or about what waits; opens by itself when the line breaks. */
  readonly isNetworkNoteOpen: boolean
  /** "Clear the basket" was pressed once and waits for the second press. */
  readonly isClearArmed: boolean
  /** A call is under way that must not be asked twice (pay, commit). */
  readonly isBusy: boolean
}

export const useView = create<View>()(() => ({
  panel: { kind: 'none' },
  selectedLineId: null,
  pendingQuantityMilli: null,
  typedCode: '',
  tender: emptyTenderDraft,
  toasts: [],
  isNetworkNoteOpen: false,
  isClearArmed: false,
  isBusy: false,
}))

export function openPanel(panel: Panel): void {
  useView.setState({ panel, typedCode: '' })
}
export function closePanel(): void {
  useView.setState({ panel: { kind: 'none' } })
}

let lastToastId = 0
/** At most so many at once: older ones that would fold away anyway make room. */
const TOASTS_MAX = 3

/** Shows a message; a money error (`staysMs: null`) stays until dismissed and is never pushed out. */
export function showToast(toast: Omit<Toasted, 'id'>): void {
  lastToastId += 1
  const toasted: Toasted = { ...toast, id: lastToastId }
  useView.setState((view) => {
    const others = view.toasts.filter((other) => other.title !== toast.title)
    const lasting = others.filter((other) => other.staysMs === null)
    const passing = others.filter((other) => other.staysMs !== null)
    return { toasts: [...lasting, ...passing, toasted].slice(-Math.max(TOASTS_MAX, lasting.length + 1)) }
  })
  if (toast.staysMs !== null) setTimeout(() => dismissToast(toasted.id), toast.staysMs)
}

export function dismissToast(id: number): void {
  useView.setState((view) => ({ toasts: view.toasts.filter((toast) => toast.id !== id) }))
}
