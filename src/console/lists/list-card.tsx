import type { ReactNode } from 'react'
import card from '../../ui/components/card.module.css'
import css from './list.module.css'

/** A card around a table, with its title and what stands beside it. */
export function ListCard({ title, beside, foot, children }: { readonly title: string; readonly beside?: ReactNode; readonly foot?: string | undefined; readonly children: ReactNode }) {
  return (
    <section className={card['card']}>
      <div className={card['head']}>
        <h2>{title}</h2>
        {beside}
      </div>
      <div className={css['scroll']}>{children}</div>
      {foot !== undefined && <p className={css['foot']}>{foot}</p>}
    </section>
  )
}
