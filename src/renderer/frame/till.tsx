import { useEffect } from 'react'
import { BasketColumn } from '../basket/basket-column.tsx'
import { BasketKeys } from '../basket/basket-keys.tsx'
import { MemberColumn } from '../member/member-column.tsx'
import { MemberKeys } from '../member/member-keys.tsx'
import { PanelInColumn } from '../panels/panel.tsx'
import { useReceiptScans } from '../returns/use-receipt-scans.ts'
import { SavedColumn } from '../saved/saved-column.tsx'
import { SavedKeys } from '../saved/saved-keys.tsx'
import { SavedMember } from '../saved/saved-member.tsx'
import { Slab } from '../slab/slab.tsx'
import { DeskKeys } from '../staff/desk-keys.tsx'
import { ApprovalPanel } from '../staff/approval-panel.tsx'
import { useApproval } from '../staff/approval-state.ts'
import { LockScanLine, LockScreen } from '../staff/lock-screen.tsx'
import { useDesk, useStatus } from '../state/context.ts'
import { placeOf, useView } from '../state/view.ts'
import { LockedBasket } from '../tender/locked-basket.tsx'
import { BackKeys, RestKeys } from '../tender/tender-keys.tsx'
import { TenderColumn } from '../tender/tender-column.tsx'
import { ScanBar } from './scan-bar.tsx'
import { SellingKeys } from './selling-keys.tsx'
import { StatusBar } from './status-bar.tsx'
import { Toasts } from './toasts.tsx'
import { useSounds } from './use-sounds.ts'
import css from './till.module.css'

/** Three columns that never move, under a status bar and the scan line; what stands in them changes with the phase. */
export function Till() {
  const desk = useDesk()
  const isLocked = useStatus().staff.kind === 'locked'
  useNetworkNote()
  useSounds()
  useReceiptScans()
  return (
    <div className={css['till']} data-phase={desk.phase.kind}>
      <StatusBar />
      <div className={css['scan']}>
        {isLocked ? <LockScanLine /> : <ScanBar />}
      </div>
      {isLocked ? <LockScreen /> : <Desk />}
      <Toasts />
    </div>
  )
}

/** Everything that wants somebody at the till. While she waits for an approval only that can be answered. */
function Desk() {
  const place = useView((view) => placeOf(view.panel))
  const isAsking = useApproval((approval) => approval.question !== null)
  return (
    <>
      <SellingKeys />
      <DeskKeys />
      <div className={css['asWas']} inert={isAsking}>
        {place === 'both' ? (
          <main className={css['both']}>
            <PanelInColumn />
          </main>
        ) : (
          <Columns place={place} />
        )}
        <Slab />
      </div>
      {isAsking && <ApprovalPanel />}
    </>
  )
}

function Columns({ place }: { readonly place: 'none' | 'basket' | 'member' }) {
  const phase = useDesk().phase.kind
  if (phase === 'saved') {
    return (
      <>
        <main className={css['basket']}>
          {place === 'basket' ? <PanelInColumn /> : <SavedColumn />}
        </main>
        <div className={css['member']}>
          <SavedMember />
        </div>
        <div className={css['keysBoth']}>
          <SavedKeys />
        </div>
      </>
    )
  }
  const isPaying = phase === 'paying'
  return (
    <>
      <main className={place === 'basket' ? css['basketTall'] : css['basket']}>
        {place === 'basket' ? <PanelInColumn /> : isPaying ? <LockedBasket /> : <BasketColumn />}
      </main>
      {place !== 'basket' && <nav className={css['keysBasket']}>{isPaying ? <BackKeys /> : <BasketKeys />}</nav>}
      <div className={place === 'member' ? css['memberTall'] : css['member']}>
        {place === 'member' ? <PanelInColumn /> : isPaying ? <TenderColumn /> : <MemberColumn />}
      </div>
      {place !== 'member' && <nav className={css['keysMember']}>{isPaying ? <RestKeys /> : <MemberKeys />}</nav>}
    </>
  )
}

/** The note about being offline opens by itself when the line breaks, and goes when it is back. */
function useNetworkNote(): void {
  const { sync, training } = useStatus()
  // Practice never has a line.
  const isOffline = sync.kind === 'offline' && !training
  useEffect(() => {
    useView.setState({ isNetworkNoteOpen: isOffline })
  }, [isOffline])
}
