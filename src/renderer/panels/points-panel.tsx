import { useState } from 'react'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { Key } from '../../ui/components/key.tsx'
import { DigitKey, Keypad } from '../../ui/components/keypad.tsx'
import { typeInto, type KeypadPress } from '../../ui/components/keypad-press.ts'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatCount, readPoints } from '../../ui/format/counts.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { plainDigits } from '../../ui/format/digits.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './number-panel.module.css'

/** How many points to use: a number, all that fit, or none. */
export function PointsPanel() {
  const text = useText()
  const actions = useActions()
  const { member, quote, redeemMax } = useDesk()
  const usedPoints = quote.kind === 'quoted' ? quote.result.pointsUsed : 0
  const [typed, setTyped] = useState(usedPoints === 0 ? '' : String(usedPoints))
  const [problem, setProblem] = useState<string | undefined>()

  const redeem = async (redeemPoints: number | 'max'): Promise<void> => {
    if (await actions.redeem(redeemPoints)) closePanel()
  }
  const enter = (): void => {
    const read = readPoints(typed)
    if (read.kind === 'number') void redeem(read.points)
    else setProblem(text(`typed.${read.why}`))
  }
  const type = (next: string): void => {
    const plain = plainDigits(next)
    setProblem(/^\d*$/.test(plain) ? undefined : text('points.whole-only'))
    if (/^\d{0,9}$/.test(plain)) setTyped(plain)
  }
  useKeys('panel', { back: closePanel, enter, forward: enter, points: closePanel, 'use-max': () => void redeem('max') })
  const press = (pressed: KeypadPress): void => type(typeInto(typed, pressed, 9))
  if (member === null) return null
  const { limitedBy } = member.balance
  return (
    <Sheet
      title={text('points.title')}
      caption={text('points.usable', { count: member.balance.usableHerePoints, points: formatCount(member.balance.usableHerePoints) })}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={
        <>
          <Key tone="go" label={text('points.use')} cap={capOf('enter')} isDisabled={typed === ''} onPress={enter} />
          <Key label={text('points.none')} onPress={() => void redeem(0)} />
        </>
      }
    >
      <div className={css['body']}>
        <Field size="amount" autoFocus inputMode="numeric" label={text('points.field')} typed={typed} placeholder="0" problem={problem} onType={type} charsMax={12} />
        {redeemMax !== null && redeemMax.points > 0 && (
          <Button cap={capOf('use-max')} onPress={() => void redeem('max')}>
            {text('points.max', { count: redeemMax.points, points: formatCount(redeemMax.points), worth: formatMoney(redeemMax.worthMinor) })}
          </Button>
        )}
        {limitedBy !== null && (
          <Note icon="hourglass" tone="wait" title={text(`balance.limited.${limitedBy}`)}>
            {text('points.limited.help')}
          </Note>
        )}
        <Keypad
          fills
          onPress={press}
          left={<DigitKey digits="00" onPress={press} />}
          right={<Key mayWrap label={text('key.backspace')} cap="⌫" onPress={() => press({ kind: 'back' })} />}
        />
      </div>
    </Sheet>
  )
}
