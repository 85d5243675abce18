import { assertNever } from '../../domain/assert.ts'
import { ChooseReturn } from './choose-return.tsx'
import { FindReceipt } from './find-receipt.tsx'
import { ReturnSaved } from './return-saved.tsx'
import { useReturn } from './return-state.ts'

/** A return over columns 1 and 2: the receipt, what comes back of it, and that it is saved. */
export function ReturnPanel() {
  const view = useReturn((state) => state.view)
  switch (view.kind) {
    case 'finding':
      return <FindReceipt view={view} />
    case 'choosing':
      return <ChooseReturn view={view} />
    case 'saved':
      return <ReturnSaved view={view} />
    default:
      return assertNever(view)
  }
}
