import type { DeskState } from '../../contract/desk-state.ts'
import { newId } from '../ids.ts'
import type { DeskActions } from '../state/desk-actions.ts'
import { closePanel, openPanel } from '../state/view.ts'
import { beginReturn, requestOf, type ReturnDraft } from './return-draft.ts'
import { findingReceipt, shownQuote, showReturn, useReturn, type ReturnQuoted } from './return-state.ts'

/** F8: goes on with the return that is open, begins with the sale just saved, else asks for the receipt. */
export function openReturn(desk: DeskState, actions: DeskActions): void {
  const { view } = useReturn.getState()
  openPanel({ kind: 'return' })
  if (view.kind === 'choosing') return
  if (desk.phase.kind === 'saved') void findReceipt(desk.phase.sale.receiptCode, actions)
  else showReturn(findingReceipt)
}

/** Another receipt: what was chosen of the one before is dropped. */
export function beginAnew(): void {
  showReturn(findingReceipt)
}

/** After a saved return, or when nothing was chosen yet, there is nothing to come back to. */
export function closeReturn(): void {
  if (useReturn.getState().view.kind !== 'choosing') showReturn(findingReceipt)
  closePanel()
}

/** Looks a receipt up, as scanned or typed, and shows what of it may come back. */
export async function findReceipt(receiptCode: string, actions: DeskActions): Promise<void> {
  openPanel({ kind: 'return' })
  showReturn({ kind: 'finding', typed: receiptCode, problem: null, isAsking: true })
  const reply = await actions.inquire('return.find', { receiptCode: receiptCode.trim() })
  const { view } = useReturn.getState()
  // Somebody typed another, or went away, while this one was looked for.
  if (view.kind !== 'finding' || view.typed !== receiptCode || !view.isAsking) return
  if (!reply.ok) showReturn({ kind: 'finding', typed: receiptCode, problem: reply.error.code, isAsking: false })
  else {
    const draft = beginReturn(reply.output, newId())
    showReturn({ kind: 'choosing', draft, quoted: { kind: 'nothing' }, isWhyOpen: false })
    await changeDraft((unchanged) => unchanged, actions)
  }
}

/**
 * Changes the draft as it is at this moment (two quick keys both count) and asks for its numbers; answers for a draft
 * that has changed again are dropped.
 */
export async function changeDraft(change: (draft: ReturnDraft) => ReturnDraft, actions: DeskActions): Promise<void> {
  const { view: before } = useReturn.getState()
  if (before.kind !== 'choosing') return
  const draft = change(before.draft)
  const request = requestOf(draft)
  showQuoted(draft, request === null ? { kind: 'nothing' } : { kind: 'asking', before: currentQuote() })
  if (request === null) return
  const reply = await actions.inquire('return.quote', request)
  const { view } = useReturn.getState()
  if (view.kind !== 'choosing' || requestOf(view.draft) === null || JSON.stringify(requestOf(view.draft)) !== JSON.stringify(request)) return
  showQuoted(view.draft, reply.ok ? { kind: 'quoted', quote: reply.output } : { kind: 'refused', code: reply.error.code })
}

function currentQuote() {
  const { view } = useReturn.getState()
  return view.kind === 'choosing' ? shownQuote(view.quoted) : null
}

function showQuoted(draft: ReturnDraft, quoted: ReturnQuoted): void {
  const { view } = useReturn.getState()
  showReturn({ kind: 'choosing', draft, quoted, isWhyOpen: view.kind === 'choosing' && view.isWhyOpen && quoted.kind !== 'nothing' })
}

/** Books the return, or takes it into the open sale as one half of an exchange. Only with numbers on screen that are those of what is chosen, and with a reason. */
export function commitReturn(actions: DeskActions): Promise<void> {
  return actions.once(async () => {
    const { view } = useReturn.getState()
    if (view.kind !== 'choosing' || view.quoted.kind !== 'quoted' || view.draft.reason === null) return
    const { draft, quoted } = view
    const { refundMinor, pointsClawedBack } = quoted.quote
    const request = requestOf(draft)
    if (request === null) return
    if (draft.reason === 'exchange') {
      // Not booked yet: both halves are, under one receipt, when the new goods are paid.
      if (!(await actions.beginExchange({ returnId: draft.returnId, ...request }))) return
      showReturn(findingReceipt)
      closePanel()
      return
    }
    const reply = await actions.ask('return.commit', { returnId: draft.returnId, ...request, refundMinor, pointsClawedBack })
    if (reply.ok) showReturn({ kind: 'saved', draft, saved: reply.output })
    else if (reply.error.code === 'changed') await changeDraft((unchanged) => unchanged, actions)
    // Something of it came back elsewhere: the receipt is read anew.
    else if (reply.error.code === 'return_exceeds_sale' || reply.error.code === 'unknown_sale') await findReceipt(draft.sale.receiptCode, actions)
  })
}
