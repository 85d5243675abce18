import { useEffect } from 'react'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk } from '../state/context.ts'
import { openReturn } from '../returns/return-actions.ts'
import { askQuantity, askToClear, nudgeQuantity, payWith, removeSelected, selectLine } from '../state/selling.ts'
import { closePanel, openPanel, useView } from '../state/view.ts'

/** A code typed by hand is never longer; what is longer is pasted noise. */
const TYPED_CODE_CHARS_MAX = 64

/** The keys of the screen under all questions. Draws nothing. */
export function SellingKeys() {
  const desk = useDesk()
  const actions = useActions()
  const phase = desk.phase.kind
  useEffect(() => closePanel(), [phase])
  useGiftCardQuestion(desk.giftCardWanted !== null)

  const isSelling = phase === 'selling'
  const hasMember = desk.member !== null
  const canEdit = isSelling && desk.lines.length > 0
  useKeys('screen', {
    help: () => openPanel({ kind: 'help' }),
    devices: phase === 'paying' ? undefined : () => openPanel({ kind: 'devices' }),
    'recent-sales': phase === 'paying' ? undefined : () => openPanel({ kind: 'recent-sales' }),
    return: isSelling || phase === 'saved' ? () => openReturn(desk, actions) : undefined,
    member: isSelling ? () => openPanel({ kind: 'find-member', typed: '' }) : undefined,
    'find-product': isSelling ? () => openPanel({ kind: 'find-product' }) : undefined,
    points: isSelling && hasMember ? () => openPanel({ kind: 'points' }) : undefined,
    'use-max': isSelling && desk.redeemMax !== null ? () => void actions.redeem('max') : undefined,
    coupons: isSelling ? () => openPanel({ kind: 'coupons' }) : undefined,
    'tender-stored': isSelling && desk.member !== null && desk.member.storedValue !== null ? () => openPanel({ kind: 'stored-value' }) : undefined,
    'tender-gift-card': isSelling ? () => openPanel({ kind: 'gift-card' }) : undefined,
    why: desk.quote.kind === 'quoted' ? () => openPanel({ kind: 'why' }) : undefined,
    quantity: isSelling ? () => askQuantity(desk) : undefined,
    'remove-line': orTyped(null, canEdit ? () => void removeSelected(desk, actions) : undefined),
    'clear-basket': canEdit ? () => askToClear(actions) : undefined,
    'line-up': canEdit ? () => selectLine(desk, -1) : undefined,
    'line-down': canEdit ? () => selectLine(desk, 1) : undefined,
    'one-more': orTyped('+', canEdit ? () => void nudgeQuantity(desk, actions, 1) : undefined),
    'one-less': orTyped('-', canEdit ? () => void nudgeQuantity(desk, actions, -1) : undefined),
    forward: canEdit ? () => void payWith(actions, 'cash') : undefined,
    'tender-cash': canEdit ? () => void payWith(actions, 'cash') : undefined,
    'tender-wallet': canEdit ? () => void payWith(actions, 'wallet') : undefined,
    'tender-card': canEdit ? () => void payWith(actions, 'card') : undefined,
    character: phase === 'selling' || phase === 'saved' ? typeCode : undefined,
    enter: () => {
      const { typedCode } = useView.getState()
      if (typedCode === '') return
      useView.setState({ typedCode: '' })
      void actions.submitCode('typed', typedCode)
    },
    back: () => useView.setState({ typedCode: '', pendingQuantityMilli: null }),
  })
  return null
}

/** A gift card that is being sold asks for its code, and the question goes when it has one, whoever scanned it. */
function useGiftCardQuestion(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return undefined
    openPanel({ kind: 'gift-card' })
    return () => {
      if (useView.getState().panel.kind === 'gift-card') closePanel()
    }
  }, [isWanted])
}

/** While a code is being typed, + and − are a part of it and Del takes it away. */
function orTyped(character: '+' | '-' | null, otherwise: (() => void) | undefined): () => void {
  return () => {
    if (useView.getState().typedCode === '') otherwise?.()
    else if (character === null) useView.setState({ typedCode: '' })
    else typeCode(character)
  }
}

/** Typing without a field builds a code in the scan line; "3 *" is a quantity for the next scan. */
function typeCode(character: string): void {
  useView.setState((view) => ({
    typedCode: character === '\b' ? view.typedCode.slice(0, -1) : character === ' ' ? view.typedCode : (view.typedCode + character).slice(0, TYPED_CODE_CHARS_MAX),
  }))
}
