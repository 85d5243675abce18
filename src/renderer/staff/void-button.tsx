import { useEffect, useState } from 'react'
import type { SavedSale } from '../../contract/desk-state.ts'
import { Button } from '../../ui/components/button.tsx'
import { formatMoney } from '../../ui/format/money.ts'
import { newId } from '../ids.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { refundNote } from '../returns/refund-note.ts'
import { useActions } from '../state/context.ts'
import { showToast } from '../state/view.ts'
import { useText } from '../texts.ts'
import { useRight } from './use-right.ts'

/** How long "press again" stands. */
const ARMED_MS = 4000

/** Voids a paid sale of this shift, at the second press; says what goes back to whom. */
export function VoidButton({ sale }: { readonly sale: SavedSale }) {
  const text = useText()
  const { voidSale } = useActions()
  const right = useRight('void-paid')
  const [voidId] = useState(newId)
  const [isArmed, setIsArmed] = useState(false)
  useEffect(() => {
    if (!isArmed) return undefined
    const timer = setTimeout(() => setIsArmed(false), ARMED_MS)
    return () => clearTimeout(timer)
  }, [isArmed])
  const press = (): void => {
    setIsArmed(!isArmed)
    if (isArmed) void voidIt()
  }
  const voidIt = async (): Promise<void> => {
    const voided = await voidSale({ voidId, saleId: sale.saleId })
    if (voided === null) return
    const back = voided.refunds.map((refund) => `${formatMoney(refund.refundMinor, { mark: true })} ${refundNote(refund, text)}`)
    // Money goes back by hand: it stays until somebody has read it.
    showToast({ tone: 'jade', title: text('void.done', { due: formatMoney(sale.dueMinor, { mark: true }) }), help: back.join(text('list.and')), staysMs: null })
  }
  useKeys('panel', { 'void-sale': right === 'no' ? undefined : press })
  if (right === 'no') return null
  return (
    <Button cap={capOf('void-sale')} tone="stop" onPress={press}>
      {isArmed ? text('void.again', { due: formatMoney(sale.dueMinor) }) : text('void.button')}
    </Button>
  )
}
