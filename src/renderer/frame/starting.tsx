import { Mark } from '../../ui/components/icon.tsx'
import { useText } from '../texts.ts'
import css from './starting.module.css'

/** Before the engine's first word. */
export function Starting() {
  const text = useText()
  return (
    <main className={css['starting']} role="status">
      <Mark />
      <h1>{text('starting.title')}</h1>
      <p>{text('starting.help')}</p>
    </main>
  )
}
