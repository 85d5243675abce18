import { classes } from '../../ui/components/classes.ts'
import css from './slab.module.css'

/** A label and its number on the slab; inside a `<dl>`. */
export function Row({ label, shown, isGood = false }: { readonly label: string; readonly shown: string; readonly isGood?: boolean }) {
  return (
    <div className={css['row']}>
      <dt>{label}</dt>
      <dd className={classes(isGood && css['good'])}>{shown}</dd>
    </div>
  )
}
