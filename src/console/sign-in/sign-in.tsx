import { useState, type SyntheticEvent } from 'react'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { Mark } from '../../ui/components/icon.tsx'
import { signIn, type SignInOutcome } from '../api.ts'
import { LookMenu } from '../frame/look-menu.tsx'
import { useText, type TextKey } from '../texts.ts'
import css from './sign-in.module.css'

const problems: Record<Exclude<SignInOutcome, 'signed-in'>, TextKey> = { refused: 'sign-in.refused', 'too-many': 'sign-in.too-many', away: 'sign-in.away' }

/** The door: one field, one button. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const text = useText()
  const [password, setPassword] = useState('')
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  const enter = (): void => {
    if (password.trim() === '' || isAsking) return
    setIsAsking(true)
    void signIn(password.trim()).then((answer) => {
      setIsAsking(false)
      setOutcome(answer)
      if (answer === 'signed-in') onSignedIn()
    })
  }
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    enter()
  }
  const problem = outcome === null || outcome === 'signed-in' ? undefined : text(problems[outcome])
  return (
    <main className={css['page']}>
      <form className={css['card']} onSubmit={submit}>
        <div className={css['logo']}>
          <Mark />
          <b>Tillpoint</b>
          <span>{text('hq.name')}</span>
        </div>
        <h1>{text('sign-in.title')}</h1>
        <p>{text('sign-in.help')}</p>
        <Field label={text('sign-in.password')} typed={password} onType={setPassword} problem={problem} size="big" autoFocus charsMax={64} />
        <Button tone="go" isDisabled={isAsking || password.trim() === ''} onPress={enter}>
          {text('sign-in.enter')}
        </Button>
      </form>
      <LookMenu />
    </main>
  )
}
