import type { ReactNode } from 'react'
import css from './paper.module.css'

/** A receipt or report as it will be printed: paper stays white in every theme. */
export function Paper({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={css['paper']} role="img" aria-label={label}>
      {children}
    </div>
  )
}
