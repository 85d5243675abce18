import { useState } from 'react'
import type { CallError } from '../../contract/serve.ts'
import { useText } from '../texts.ts'
import { typePin } from './pin-pad.tsx'
import { pinProblemText } from './staff-words.ts'

type PinError = CallError<'staff.signIn'> | CallError<'staff.approve'>
type PinReply = { readonly ok: true } | { readonly ok: false; readonly error: PinError }

/**
 * A PIN being typed and tried. While one is checked the keys wait: checking is slow on purpose.
 * @param tryIt asks the engine; what it says against it is shown, and the PIN is typed anew
 */
export function usePin(tryIt: (pin: string) => Promise<PinReply | null>) {
  const text = useText()
  const [pin, setPin] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isChecking, setIsChecking] = useState(false)
  return {
    pin,
    problem,
    isChecking,
    type: (character: string): void => {
      if (isChecking) return
      setPin((before) => typePin(before, character))
      setProblem(null)
    },
    clear: (): void => {
      setPin('')
      setProblem(null)
    },
    enter: async (): Promise<void> => {
      if (isChecking || pin === '') return
      setIsChecking(true)
      const reply = await tryIt(pin).finally(() => setIsChecking(false))
      setPin('')
      setProblem(reply === null || reply.ok ? null : pinProblemText(reply.error, text))
    },
  }
}
