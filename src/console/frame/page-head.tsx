import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react'
import { Field } from '../../ui/components/field.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { useText } from '../texts.ts'
import css from './page-head.module.css'

/** The head of every page: what it is, what it says about itself, and on the right a way to find a member or more. */
export function PageHead({ title, under, children, onFindMember }: {
  readonly title: string
  readonly under?: string
  readonly children?: ReactNode
  readonly onFindMember?: (typed: string) => void
}) {
  return (
    <header className={css['head']}>
      <div>
        <h1>{title}</h1>
        {under !== undefined && <p>{under}</p>}
      </div>
      <div className={css['beside']}>
        {children}
        {onFindMember && <MemberSearch onFind={onFindMember} />}
      </div>
    </header>
  )
}

/** "/" puts the caret here from anywhere. */
function MemberSearch({ onFind }: { readonly onFind: (typed: string) => void }) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const find = (event: SyntheticEvent): void => {
    event.preventDefault()
    onFind(typed.trim())
  }
  return (
    <form role="search" className={css['search']} onSubmit={find}>
      <Field label={text('nav.find-member')} isLabelHidden placeholder={text('nav.find-member')} typed={typed} onType={setTyped} before={<Icon name="search" />} after={<kbd>/</kbd>} inputRef={input} />
    </form>
  )
}
