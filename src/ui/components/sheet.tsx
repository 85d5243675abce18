import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import css from './sheet.module.css'

/**
 * A question in its column: a head with the way back, the body, and its own row of keys. It never covers the slab and
 * is not modal: a scan still works. The focus goes to the first field inside, or to the sheet itself.
 */
export function Sheet({ title, caption, aside, backLabel, backCap, onBack, children, keys, isReading = false }: {
  readonly title: string
  readonly caption?: string | undefined
  /** Right of the title: a badge, or an amount that the question is about. */
  readonly aside?: ReactNode
  readonly backLabel?: string
  readonly backCap?: string
  readonly onBack?: () => void
  readonly children: ReactNode
  readonly keys?: ReactNode
  /** Text to read, without fields: the body takes the focus so that arrows scroll it. */
  readonly isReading?: boolean
}) {
  const titleId = useId()
  const sheet = useRef<HTMLElement>(null)
  useEffect(() => {
    if (sheet.current?.contains(document.activeElement) !== true) sheet.current?.focus()
  }, [])
  return (
    <section className={css['sheet']} role="dialog" aria-labelledby={titleId} ref={sheet} tabIndex={-1}>
      <header className={css['head']}>
        <div className={css['titles']}>
          <h2 id={titleId}>{title}</h2>
          {caption !== undefined && <p className={css['caption']}>{caption}</p>}
        </div>
        {aside}
        {onBack !== undefined && (
          <Button cap={backCap} onPress={onBack}>
            {backLabel}
          </Button>
        )}
      </header>
      <div className={css['body']} tabIndex={isReading ? 0 : undefined}>
        {children}
      </div>
      {keys !== undefined && <footer className={css['keys']}>{keys}</footer>}
    </section>
  )
}
