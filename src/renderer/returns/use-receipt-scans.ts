import { useEffect, useRef } from 'react'
import { useActions, useDesk } from '../state/context.ts'
import { closePanel, useView } from '../state/view.ts'
import { findReceipt } from './return-actions.ts'
import { findingReceipt, showReturn, useReturn } from './return-state.ts'

/**
 * A receipt that is scanned opens its return, whatever the scanner hangs on. Not while money is being taken, and not
 * what was scanned before this window opened. A scan of anything else leaves a finished return behind.
 */
export function useReceiptScans(): void {
  const { scan, phase } = useDesk()
  const actions = useActions()
  const seenAtMs = useRef(scan?.atMs)
  const isPaying = phase.kind === 'paying' || phase.kind === 'asking-points'
  useEffect(() => {
    if (scan === null || seenAtMs.current === scan.atMs) return
    seenAtMs.current = scan.atMs
    // A receipt that this till does not know may still be known at HQ.
    const isReceipt = scan.scanKind === 'receipt' && (scan.outcome.kind === 'receipt-found' || scan.outcome.kind === 'not-found' || (scan.outcome.kind === 'refused' && scan.outcome.why === 'not-known-here'))
    if (isReceipt && !isPaying && scan.text !== null) void findReceipt(scan.text, actions)
    else if (useView.getState().panel.kind === 'return' && useReturn.getState().view.kind === 'saved' && scan.outcome.kind !== 'refused') {
      showReturn(findingReceipt)
      closePanel()
    }
  }, [scan, isPaying, actions])
}
