import type { DeskQuote } from '../../contract/desk-state.ts'
import { Button } from '../../ui/components/button.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { NearMiss } from '../../ui/components/near-miss.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useDesk, useStatus } from '../state/context.ts'
import { closePanel, openPanel, useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import { factorNames } from '../why/factor-names.ts'
import css from './member.module.css'

/** What this sale earns, by which multipliers, and what is close. */
export function Gain() {
  const text = useText()
  const locale = useLocale()
  const { quote, member } = useDesk()
  const isOffline = useStatus().sync.kind === 'offline'
  const isAsked = useView((view) => view.panel.kind === 'why')
  const earnPoints = quote.kind === 'quoted' ? quote.result.earnPoints : 0
  const factors = quote.kind === 'quoted' ? factorNames(quote, member, text, locale) : ''
  const nearest = nearestMiss(quote)
  return (
    <div className={classes(css['section'], isAsked && css['asked'])}>
      <div className={css['gain']}>
        <div>
          <p className={css['caption']}>{text('gain.title')}</p>
          <p className={css['gained']}>
            {formatCount(earnPoints, 'always')}
            <small>{text('points.unit', { count: earnPoints })}</small>
          </p>
        </div>
        <div className={css['how']}>
          {isOffline ? (
            <span className={classes(css['caption'], css['unsure'])}>
              <Icon name="hourglass" size="s" />
              {text('gain.unconfirmed')}
            </span>
          ) : (
            factors !== '' && <span className={classes(css['caption'], css['factors'])}>{factors}</span>
          )}
          <Button cap={capOf('why')} isChosen={isAsked} isDisabled={quote.kind !== 'quoted'} onPress={() => (isAsked ? closePanel() : openPanel({ kind: 'why' }))}>
            {text('gain.why')}
          </Button>
        </div>
      </div>
      {nearest !== null && !isOffline && (
        <div className={css['near']}>
          <NearMiss
            title={text('near.title', { missing: formatMoney(nearest.missingMinor, { mark: true }), offer: nameIn(nearest.name, locale) })}
            progress={`${formatMoney(nearest.thresholdMinor - nearest.missingMinor)} / ${formatMoney(nearest.thresholdMinor)}`}
            reached={(nearest.thresholdMinor - nearest.missingMinor) / nearest.thresholdMinor}
          />
        </div>
      )}
    </div>
  )
}

/** Of the offers that are close, the one that least is missing for. */
function nearestMiss(quote: DeskQuote) {
  if (quote.kind !== 'quoted') return null
  return [...quote.nearMisses].sort((a, b) => a.missingMinor - b.missingMinor)[0] ?? null
}
