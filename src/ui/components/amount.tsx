import { MONEY_MARK, moneyParts } from '../format/money.ts'
import css from './amount.module.css'

/** An amount with its mark: small mark, full digits. `hero` sets the mark and the fen smaller, for the one number of a column. */
export function Amount({ totalMinor, size = 'text' }: { readonly totalMinor: number; readonly size?: 'text' | 'hero' }) {
  const parts = moneyParts(totalMinor)
  return (
    <span className={size === 'hero' ? css['hero'] : css['text']}>
      {parts.sign}
      <i>{MONEY_MARK}</i>
      {parts.whole}
      <b>.{parts.fraction}</b>
    </span>
  )
}
