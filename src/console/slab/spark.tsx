import { formatStamp } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useText } from '../texts.ts'
import css from './spark.module.css'

const HEIGHT = 84
const STEP = 24
const BAR = 18
/** A shop's usual day; earlier and later hours join when something was sold then. */
const USUAL_FIRST_HOUR = 6
const USUAL_LAST_HOUR = 18

/** Sales by the hour as bars, the present hour in jade, the numbers beside it for those who do not see it. */
export function Spark({ hourlyMinor, timeZone, nowMs }: { readonly hourlyMinor: readonly number[]; readonly timeZone: string; readonly nowMs: number }) {
  const text = useText()
  const nowHour = Number(formatStamp(nowMs, timeZone).slice(11, 13))
  const sold = hourlyMinor.flatMap((soldMinor, hour) => (soldMinor === 0 ? [] : [hour]))
  const first = Math.min(USUAL_FIRST_HOUR, ...sold)
  const last = Math.max(USUAL_LAST_HOUR, nowHour, ...sold)
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const most = Math.max(1, ...hourlyMinor)
  const middle = hours[Math.floor(hours.length / 2)] ?? first
  return (
    <figure className={css['spark']}>
      <svg viewBox={`0 0 ${hours.length * STEP - (STEP - BAR)} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={text('slab.hours')}>
        {hours.map((hour, index) => {
          const height = Math.max(2, Math.round(((hourlyMinor[hour] ?? 0) * HEIGHT) / most))
          return (
            <rect key={hour} x={index * STEP} y={HEIGHT - height} width={BAR} height={height} className={hour === nowHour ? css['now'] : undefined}>
              <title>{`${text('slab.hour', { hour })} ${formatMoney(hourlyMinor[hour] ?? 0)}`}</title>
            </rect>
          )
        })}
      </svg>
      <figcaption>
        {[first, middle, last].map((hour) => (
          <span key={hour}>{text('slab.hour', { hour })}</span>
        ))}
      </figcaption>
    </figure>
  )
}
