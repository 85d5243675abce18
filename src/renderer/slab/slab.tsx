import { assertNever } from '../../domain/assert.ts'
import { ReturnSlab } from '../returns/return-slab.tsx'
import { useDesk } from '../state/context.ts'
import { ShiftSlab } from '../shift/shift-slab.tsx'
import { useView } from '../state/view.ts'
import { PayingSlab } from './paying-slab.tsx'
import { SavedSlab } from './saved-slab.tsx'
import { SellingSlab } from './selling-slab.tsx'
import css from './slab.module.css'

/** Column 3, the money: dark in every theme, never covered. */
export function Slab() {
  const { phase } = useDesk()
  const panel = useView((view) => view.panel.kind)
  return (
    <aside className={css['slab']} data-slab>
      {panel === 'return' ? <ReturnSlab /> : panel === 'shift' ? <ShiftSlab /> : slabOf(phase.kind)}
    </aside>
  )
}

function slabOf(phase: 'selling' | 'asking-points' | 'paying' | 'saved') {
  switch (phase) {
    case 'selling':
    case 'asking-points':
      return <SellingSlab />
    case 'paying':
      return <PayingSlab />
    case 'saved':
      return <SavedSlab />
    default:
      return assertNever(phase)
  }
}
