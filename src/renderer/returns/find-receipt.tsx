import { useEffect, useState } from 'react'
import type { SavedSale } from '../../contract/desk-state.ts'
import { classes } from '../../ui/components/classes.ts'
import { Field } from '../../ui/components/field.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useChoice } from '../panels/use-found.ts'
import { useActions, useStatus } from '../state/context.ts'
import { errorTones } from '../state/errors.ts'
import { useText } from '../texts.ts'
import list from '../panels/list-panel.module.css'
import css from './returns.module.css'
import { closeReturn, findReceipt } from './return-actions.ts'
import { keysOfTheSale } from './return-keys.ts'
import { showReturn, type ReturnView } from './return-state.ts'

/** How many of this till's own sales are offered. */
const SALES_OFFERED = 20

type Finding = Extract<ReturnView, { readonly kind: 'finding' }>

/** Which receipt: scanned, typed, or one of this till's last sales. */
export function FindReceipt({ view }: { readonly view: Finding }) {
  const text = useText()
  const actions = useActions()
  const { timeZone } = useStatus()
  const sales = useRecentSales()
  const { chosen, choose, move } = useChoice(sales?.length ?? 0, 'sales')
  const code = view.typed.trim() === '' ? (sales?.[chosen]?.receiptCode ?? '') : view.typed
  const find = (receiptCode: string): void => {
    if (receiptCode !== '' && !view.isAsking) void findReceipt(receiptCode, actions)
  }
  const enter = (): void => find(code)
  useKeys('panel', { ...keysOfTheSale, back: closeReturn, return: closeReturn, enter, forward: enter, 'line-up': () => move(-1), 'line-down': () => move(1) })
  return (
    <Sheet
      title={text('return.title')}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closeReturn}
      keys={<Key tone="go" label={text(view.isAsking ? 'return.find.asking' : 'return.find.go')} cap={capOf('enter')} isDisabled={code === '' || view.isAsking} onPress={enter} />}
    >
      <div className={list['body']}>
        <Field
          size="big"
          autoFocus
          label={text('return.find.field')}
          typed={view.typed}
          placeholder={text('return.find.example')}
          before={<Icon name="receipt" />}
          onType={(typed) => showReturn({ kind: 'finding', typed, problem: null, isAsking: false })}
          charsMax={64}
        />
        {view.problem !== null && (
          <div role="alert">
            <Note icon={errorTones[view.problem] === 'stop' ? 'refused' : 'warning'} tone={errorTones[view.problem]} title={text(`error.${view.problem}`)}>
              {text(`error.${view.problem}.help`, { ref: '' })}
            </Note>
          </div>
        )}
        <Recent sales={sales} chosen={view.typed.trim() === '' ? chosen : null} timeZone={timeZone} onChoose={(place, receiptCode) => {
          choose(place)
          find(receiptCode)
        }} />
      </div>
    </Sheet>
  )
}

function Recent({ sales, chosen, timeZone, onChoose }: {
  readonly sales: readonly SavedSale[] | null
  readonly chosen: number | null
  readonly timeZone: string
  readonly onChoose: (place: number, receiptCode: string) => void
}) {
  const text = useText()
  if (sales === null) return null
  if (sales.length === 0) return <p>{text('return.find.nothing-sold')}</p>
  return (
    <>
      <h3 className={css['caption']}>{text('return.find.recent')}</h3>
      <ul className={list['list']} role="listbox" aria-label={text('return.find.recent')} tabIndex={0}>
        {sales.map((sale, place) => (
          <li key={sale.saleId} role="option" aria-selected={place === chosen} className={classes(list['row'], place === chosen && list['chosen'])} onClick={() => onChoose(place, sale.receiptCode)}>
            <div className={list['words']}>
              <b>{text('slab.sale', { sale: formatSaleNumber(sale.saleNumber) })}</b>
              <p>{[formatStamp(sale.committedAtMs, timeZone), sale.receiptCode].join(' · ')}</p>
            </div>
            <div className={list['numbers']}>
              <b>{formatMoney(sale.dueMinor)}</b>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The last sales of this till; null until they are there. */
function useRecentSales(): readonly SavedSale[] | null {
  const { inquire } = useActions()
  const [sales, setSales] = useState<readonly SavedSale[] | null>(null)
  useEffect(() => {
    let isCurrent = true
    void inquire('sale.recent', { limit: SALES_OFFERED }).then((reply) => {
      if (isCurrent && reply.ok) setSales(reply.output.sales)
    })
    return () => {
      isCurrent = false
    }
  }, [inquire])
  return sales
}
