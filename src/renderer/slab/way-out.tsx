import { Button } from '../../ui/components/button.tsx'
import { useActions } from '../state/context.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'

/** Where the rules refuse the basket as it is: the step that makes it sellable again. */
export function WayOut({ rejected }: { readonly rejected: string }) {
  const text = useText()
  const actions = useActions()
  if (rejected.startsWith('coupon_')) {
    return (
      <Button grows onPress={() => openPanel({ kind: 'coupons' })}>
        {text('slab.see-coupons')}
      </Button>
    )
  }
  if (rejected.includes('stored_value')) {
    return (
      <Button grows onPress={() => void actions.payStoredValue(0)}>
        {text('slab.without-stored')}
      </Button>
    )
  }
  return (
    <Button grows onPress={() => void actions.redeem(0)}>
      {text('slab.without-points')}
    </Button>
  )
}
