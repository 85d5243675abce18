import { useCallback, useId, useState } from 'react'
import type { ProductView } from '../../contract/till-calls.ts'
import { classes } from '../../ui/components/classes.ts'
import { Field } from '../../ui/components/field.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions } from '../state/context.ts'
import { useMirror } from '../state/mirror.ts'
import { closePanel, openPanel, useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import { useChoice, useFound } from './use-found.ts'
import css from './list-panel.module.css'

/** Goods by name, pinyin or number: what they cost, and into the basket with Enter. */
export function FindProduct() {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const quickKeys = useMirror((mirror) => mirror.quickKeys)
  const { ask } = actions
  const find = useCallback(
    async (query: string) => {
      const reply = await ask('product.find', { query })
      return reply.ok ? reply.output : null
    },
    [ask],
  )
  const found = useFound(typed, find)
  const products = typed.trim() === '' ? quickKeys : (found?.products ?? [])
  const { chosen, choose, move } = useChoice(products.length, products.map((each) => each.sku).join())
  const product = products[chosen]

  const add = (chosenProduct: ProductView | undefined): void => {
    if (chosenProduct === undefined) return
    if (chosenProduct.unit === 'kg') openPanel({ kind: 'quantity', of: { kind: 'product', product: chosenProduct } })
    else void actions.addProduct(chosenProduct.sku, useView.getState().pendingQuantityMilli ?? 1000).then((added) => added && closePanel())
  }
  useKeys('panel', { back: closePanel, enter: () => add(product), forward: () => add(product), 'line-up': () => move(-1), 'line-down': () => move(1), 'find-product': closePanel })
  return (
    <Sheet
      title={text('goods.title')}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={
        <Key
          tone="go"
          mayWrap
          label={product === undefined ? text('goods.add-none') : text('goods.add', { name: nameIn(product.name, locale) })}
          cap={capOf('enter')}
          isDisabled={product === undefined}
          onPress={() => add(product)}
        />
      }
    >
      <div className={css['body']}>
        <Field size="big" autoFocus isLabelHidden label={text('goods.title')} placeholder={text('goods.placeholder')} typed={typed} onType={setTyped} before={<Icon name="search" />} after={typed === '' ? text('quick.title') : found === null ? undefined : text('goods.count', { count: products.length })} />
        <ul className={css['list']} role="listbox" tabIndex={0} aria-label={text('goods.title')} id={listId}>
          {products.map((each, place) => (
            <li key={each.sku} role="option" aria-selected={place === chosen} className={classes(css['row'], place === chosen && css['chosen'])} onPointerMove={() => choose(place)} onClick={() => add(each)}>
              <div className={css['words']}>
                <b>{nameIn(each.name, locale)}</b>
                <p>{each.packing}</p>
              </div>
              <div className={css['numbers']}>
                <b>{each.unit === 'kg' ? text('basket.price-per-kg', { price: formatMoney(each.unitPriceMinor) }) : formatMoney(each.unitPriceMinor)}</b>
                {each.memberPriceMinor !== null && <p>{text('basket.member-price', { price: formatMoney(each.memberPriceMinor) })}</p>}
              </div>
            </li>
          ))}
        </ul>
        {found !== null && products.length === 0 && (
          <Note icon="help" tone="wait" title={text('goods.nothing')}>
            {text('goods.nothing.help')}
          </Note>
        )}
      </div>
    </Sheet>
  )
}
