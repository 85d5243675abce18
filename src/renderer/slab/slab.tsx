import { assertNever } from '../../domain/assert.ts'
import { useDesk } from '../state/context.ts'
import { PayingSlab } from './paying-slab.tsx'
import { SavedSlab } from './saved-slab.tsx'
import { SellingSlab } from './selling-slab.tsx'
import css from './slab.module.css'

/** Column 3, the money: dark in every theme, never covered. */
export function Slab() {
  const { phase } = useDesk()
  return (
    <aside className={css['slab']} data-slab>
      {slabOf(phase.kind)}
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
