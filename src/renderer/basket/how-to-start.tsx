import { Icon, type IconName } from '../../ui/components/icon.tsx'
import { useText } from '../texts.ts'
import css from './how-to-start.module.css'

const ways = [
  { icon: 'tag', what: 'product' },
  { icon: 'memberCard', what: 'member' },
  { icon: 'coupon', what: 'coupon' },
  { icon: 'receipt', what: 'receipt' },
] as const satisfies readonly { readonly icon: IconName; readonly what: string }[]

/** An empty basket says what can be scanned, and that there is no order to keep. */
export function HowToStart() {
  const text = useText()
  return (
    <div className={css['teach']}>
      <h1>{text('start.title')}</h1>
      <ul>
        {ways.map(({ icon, what }) => (
          <li key={what}>
            <span className={css['sign']}>
              <Icon name={icon} />
            </span>
            <div>
              <b>{text(`start.${what}`)}</b>
              <span>{text(`start.${what}.help`)}</span>
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
