import { PIN_DIGITS_MAX } from '../../contract/staff-rights.ts'
import { Key } from '../../ui/components/key.tsx'
import { Keypad } from '../../ui/components/keypad.tsx'
import { classes } from '../../ui/components/classes.ts'
import { useText } from '../texts.ts'
import css from './pin-pad.module.css'

/** A digit, or '\b', behind a PIN. Anything else is not typed. */
export function typePin(pin: string, character: string): string {
  if (character === '\b') return pin.slice(0, -1)
  return /^\d$/.test(character) && pin.length < PIN_DIGITS_MAX ? pin + character : pin
}

/** A PIN as it is typed, by keys or fingers: nothing of it is shown but how long it is. */
export function PinPad({ pin, digitsMin, label, problem, isChecking, isDisabled, isForward, onType, onEnter, enterLabel }: {
  readonly pin: string
  /** So many circles at least. */
  readonly digitsMin: number
  readonly label: string
  readonly problem: string | null
  readonly isChecking: boolean
  readonly isDisabled: boolean
  /** Is its Enter the one step forward on screen? */
  readonly isForward: boolean
  readonly onType: (character: string) => void
  readonly onEnter: () => void
  readonly enterLabel: string
}) {
  const text = useText()
  return (
    <div className={css['pinPad']}>
      <p className={css['or']}>
        <span>{label}</span>
      </p>
      <div className={css['pin']} role="img" aria-label={text('staff.pin.typed', { count: pin.length })}>
        {Array.from({ length: Math.max(pin.length, digitsMin) }, (_, place) => (
          <i key={place} className={classes(place < pin.length && css['filled'])} />
        ))}
      </div>
      <p className={css['problem']} role="alert">
        {isChecking ? text('staff.pin.checking') : (problem ?? '')}
      </p>
      <Keypad
        fills
        onPress={(press) => (press.kind === 'digits' ? onType(press.digits) : onType('\b'))}
        left={<Key mayWrap label={text('key.backspace')} cap="⌫" isDisabled={pin === ''} onPress={() => onType('\b')} />}
        right={<Key mayWrap tone={isForward ? 'go' : 'plain'} label={enterLabel} cap="Enter" isDisabled={isDisabled || pin === ''} onPress={onEnter} />}
      />
    </div>
  )
}
