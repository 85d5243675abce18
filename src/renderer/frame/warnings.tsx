import { Icon } from '../../ui/components/icon.tsx'
import { Popup } from '../../ui/components/popup.tsx'
import { useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import css from './warnings.module.css'

/** Things that a person must know: the weightiest in the bar, all of them behind it. */
export function Warnings() {
  const text = useText()
  const { warnings } = useStatus()
  const [first] = warnings
  if (first === undefined) return null
  const shown = warnings.length === 1 ? text(`warning.${first}`) : text('warning.several', { count: warnings.length })
  const button = (
    <span className={css['button']}>
      <Icon name="warning" size="s" />
      {shown}
    </span>
  )
  return (
    <div className={css['holder']}>
      <Popup button={button} shown={shown} label={text('warning.button')}>
        <ul className={css['list']}>
          {warnings.map((warning) => (
            <li key={warning}>
              <b>{text(`warning.${warning}`)}</b>
              <p>{text(`warning.${warning}.help`)}</p>
            </li>
          ))}
        </ul>
      </Popup>
    </div>
  )
}
