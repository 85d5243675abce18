import { useEffect, useState } from 'react'
import type { BestWay } from '../../contract/best-way.ts'
import { Button } from '../../ui/components/button.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf, type Command } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk } from '../state/context.ts'
import { useText, type TillText } from '../texts.ts'
import css from './member.module.css'

const KEYS = ['best-1', 'best-2', 'best-3'] as const satisfies readonly Command[]
/** The scans of one customer follow each other: the search waits until the basket rests. */
const RESTS_MS = 250

/** How this sale is best paid with points, coupons and stored value: each way with its reason, taken by one key. */
export function BestWays() {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  const ways = useBestWays()
  const take = (place: number) => {
    const way = ways[place]
    return way === undefined || way.isTaken ? undefined : () => void actions.takeBestWay(way.aim)
  }
  useKeys('screen', { 'best-1': take(0), 'best-2': take(1), 'best-3': take(2) })
  // One way that is taken already is no choice.
  if (ways.every((way) => way.isTaken)) return null
  return (
    <div className={css['section']} role="group" aria-label={text('best.title')}>
      <h3 className={css['caption']}>{text('best.title')}</h3>
      {ways.map((way, place) => (
        <div key={way.aim} className={css['way']}>
          <div>
            <b>{`${text(`best.${way.aim}`)}: ${text('best.pay', { pay: formatMoney(way.payMinor) })}`}</b>
            <span className={css['caption']}>{`${usesText(way, text, locale)} · ${text(`best.${way.aim}.why`)}`}</span>
          </div>
          <Button cap={capOf(KEYS[place] ?? 'best-3')} isDisabled={way.isTaken} onPress={() => take(place)?.()}>
            {text(way.isTaken ? 'best.taken' : 'best.take')}
          </Button>
        </div>
      ))}
    </div>
  )
}

/** "300 points, 10 off from 50", or that nothing is used. */
export function usesText({ redeemPoints, coupons, storedValueMinor }: BestWay, text: TillText, locale: Locale): string {
  const parts = [
    ...(redeemPoints === 0 ? [] : [text('best.points', { count: redeemPoints, points: formatCount(redeemPoints) })]),
    ...coupons.map(({ name }) => nameIn(name, locale)),
    ...(storedValueMinor === 0 ? [] : [text('best.stored', { stored: formatMoney(storedValueMinor) })]),
  ]
  return parts.length === 0 ? text('best.nothing') : parts.join(', ')
}

/** Asks when the basket has rested; what is shown meanwhile is of the basket before, and taking it is computed anew. */
function useBestWays(): readonly BestWay[] {
  const { inquire } = useActions()
  const { revision, phase } = useDesk()
  const [ways, setWays] = useState<readonly BestWay[]>([])
  useEffect(() => {
    let isCurrent = true
    const resting = setTimeout(() => {
      void inquire('sale.bestWays', {}).then((reply) => {
        if (isCurrent && reply.ok) setWays(reply.output.ways)
      })
    }, RESTS_MS)
    return () => {
      isCurrent = false
      clearTimeout(resting)
    }
  }, [inquire, revision, phase.kind])
  return ways
}
