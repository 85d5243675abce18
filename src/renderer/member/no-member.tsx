import { useEffect, useState } from 'react'
import type { SavedSale } from '../../contract/desk-state.ts'
import { Amount } from '../../ui/components/amount.tsx'
import { Badge } from '../../ui/components/badge.tsx'
import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Note } from '../../ui/components/note.tsx'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatClock } from '../../ui/format/dates.ts'
import { capOf } from '../keys/commands.ts'
import { useActions, useDesk, useStatus } from '../state/context.ts'
import { openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './member.module.css'

/** Nobody yet: the question to ask, how to find her without a card, and the last sale in case of doubt. */
export function NoMember() {
  const text = useText()
  const { warnings } = useStatus()
  const find = (): void => openPanel({ kind: 'find-member', typed: '' })
  return (
    <>
      <div className={`${css['section'] ?? ''} ${css['nobody'] ?? ''}`}>
        <h2>{text('nobody.title')}</h2>
        <p>{text('nobody.ask')}</p>
        {warnings.includes('mirror-loading') && (
          <Note icon="hourglass" tone="wait" title={text('nobody.loading')}>
            {text('nobody.loading.help')}
          </Note>
        )}
        <button type="button" className={css['search']} onClick={find}>
          <Icon name="search" />
          {text('find.placeholder')}
        </button>
        <div className={css['searchKeys']}>
          <Button grows cap={capOf('member')} onPress={find}>
            <Icon name="search" size="s" />
            {text('nobody.find')}
          </Button>
        </div>
      </div>
      <LastSale />
    </>
  )
}

function LastSale() {
  const text = useText()
  const { timeZone } = useStatus()
  const sale = useLastSale()
  if (sale === null) return null
  return (
    <div className={css['section']}>
      <div className={css['last']}>
        <div>
          <p className={css['caption']}>{text('last.title', { sale: formatSaleNumber(sale.saleNumber) })}</p>
          <b>
            <Amount totalMinor={sale.dueMinor} />
          </b>
        </div>
        <Badge icon="done" tone="jade">
          {text('last.saved', { clock: formatClock(sale.committedAtMs, timeZone) })}
        </Badge>
      </div>
      <div className={css['lastKeys']}>
        <Button grows cap={capOf('recent-sales')} onPress={() => openPanel({ kind: 'recent-sales' })}>
          <Icon name="receipt" size="s" />
          {text('last.receipt')}
        </Button>
      </div>
    </div>
  )
}

/** The last sale of this till; asked anew with every new sale. */
function useLastSale(): SavedSale | null {
  const { ask } = useActions()
  const { saleId } = useDesk()
  const [sale, setSale] = useState<SavedSale | null>(null)
  useEffect(() => {
    let isCurrent = true
    void ask('sale.recent', { limit: 1 }).then((reply) => {
      if (isCurrent && reply.ok) setSale(reply.output.sales[0] ?? null)
    })
    return () => {
      isCurrent = false
    }
  }, [ask, saleId])
  return sale
}
