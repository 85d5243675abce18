import { useState } from 'react'
import { CASH_IN_REASONS, CASH_OUT_REASONS, DRAWER_MINOR_MAX, NO_SALE_REASONS } from '../../contract/choices.ts'
import { Button } from '../../ui/components/button.tsx'
import { formatMoney, readMoney } from '../../ui/format/money.ts'
import { newId } from '../ids.ts'
import { useActions } from '../state/context.ts'
import { closePanel, openPanel, showToast } from '../state/view.ts'
import { HandForm } from '../staff/hand-form.tsx'
import { useText } from '../texts.ts'
import { moveCash, openDrawer } from './shift-actions.ts'
import { useShift } from './shift-state.ts'
import css from './cash-moves.module.css'

const ways = ['out', 'in', 'drawer'] as const
type Way = (typeof ways)[number]
const reasonsOf = { in: CASH_IN_REASONS, out: CASH_OUT_REASONS, drawer: NO_SALE_REASONS } as const
type Reason = (typeof reasonsOf)[Way][number]

/** Money into the drawer, out of it, or only a look into it; each with a reason. */
export function CashMovesPanel() {
  const text = useText()
  const actions = useActions()
  const hasShift = useShift((state) => state.shift?.kind === 'open')
  const [way, setWay] = useState<Way>('out')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState<Reason | null>(null)
  const [actId, setActId] = useState(newId)
  const read = readMoney(typed)
  const amountMinor = read.kind === 'number' ? read.totalMinor : 0
  const isTooMuch = amountMinor > DRAWER_MINOR_MAX
  // Another act than the one that was asked for before has an id of its own.
  const anew = <Chosen,>(choose: (chosen: Chosen) => void) => (chosen: Chosen): void => {
    setActId(newId())
    choose(chosen)
  }
  const chooseWay = anew((chosen: Way) => {
    setWay(chosen)
    setReason(null)
  })
  const step = (by: 1 | -1) => (): void => chooseWay(ways[(ways.indexOf(way) + by + ways.length) % ways.length] ?? 'out')
  const act = (): Promise<boolean> => {
    if (reason === null) return Promise.resolve(false)
    if (way === 'drawer') return openDrawer({ openingId: actId, reason: reason as (typeof NO_SALE_REASONS)[number] }, actions)
    if (way === 'in') return moveCash({ moveId: actId, direction: 'in', amountMinor, reason: reason as (typeof CASH_IN_REASONS)[number] }, actions)
    return moveCash({ moveId: actId, direction: 'out', amountMinor, reason: reason as (typeof CASH_OUT_REASONS)[number] }, actions)
  }
  const go = async (): Promise<void> => {
    if (!hasShift) return openPanel({ kind: 'open-shift' })
    if (!(await act())) return
    closePanel()
    showToast({ tone: 'jade', title: text(`cash.done.${way}`, { amount: formatMoney(amountMinor, { mark: true }) }), staysMs: 4000 })
  }
  return (
    <HandForm<Reason>
      title={text('cash.title')}
      caption={text('cash.help')}
      above={
        <div className={css['ways']} role="group" aria-label={text('cash.title')}>
          {ways.map((each) => (
            <Button key={each} grows isChosen={each === way} onPress={() => chooseWay(each)}>
              {text(`cash.way.${each}`)}
            </Button>
          ))}
        </div>
      }
      amount={way === 'drawer' ? null : { label: text(`cash.amount.${way}`), typed, placeholder: formatMoney(0), problem: isTooMuch ? text('typed.too-large') : null, onType: anew(setTyped) }}
      reasons={{ label: text('cash.reason'), options: reasonsOf[way].map((each) => ({ reason: each, words: text(`cash.reason.${each}`) })), chosen: reason, onChoose: anew(setReason) }}
      goLabel={text(`cash.go.${way}`)}
      isReady={reason !== null && (way === 'drawer' || (amountMinor > 0 && !isTooMuch))}
      onGo={() => void go()}
      onUp={step(-1)}
      onDown={step(1)}
    />
  )
}
