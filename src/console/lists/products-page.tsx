import { useState } from 'react'
import { Field } from '../../ui/components/field.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleProduct } from '../../contract/console-wire.ts'
import { askProducts } from '../api.ts'
import { PageHead } from '../frame/page-head.tsx'
import { useAsked } from '../state/asked.ts'
import { useText } from '../texts.ts'
import { Empty } from './empty.tsx'
import { ListCard } from './list-card.tsx'
import { barcodeShown, matchesProduct } from './match-product.ts'
import css from './list.module.css'
import page from './members-page.module.css'

/** The catalogue with prices and barcodes. */
export function ProductsPage() {
  const text = useText()
  const [typed, setTyped] = useState('')
  const answer = useAsked('', askProducts)
  const found = answer?.products.filter((product) => matchesProduct(product, typed)) ?? null
  return (
    <>
      <PageHead title={text('products.title')} />
      <div className={page['search']}>
        <Field label={text('products.find')} typed={typed} onType={setTyped} before={<Icon name="search" />} autoFocus />
      </div>
      <ListCard title={text('products.title')}>
        {found === null && <Empty icon="hourglass" title={text('loading')} help="" />}
        {found?.length === 0 && (typed.trim() === '' ? <Empty icon="tag" title={text('products.empty')} help={text('products.empty.help')} /> : <Empty icon="search" title={text('products.none')} help={text('products.none.help')} />)}
        {found !== null && found.length > 0 && <ProductsTable products={found} />}
      </ListCard>
    </>
  )
}

function ProductsTable({ products }: { readonly products: readonly ConsoleProduct[] }) {
  const text = useText()
  const locale = useLocale()
  const perUnit = (product: ConsoleProduct): string => (product.unit === 'kg' ? ` ${text('products.per-kg')}` : '')
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th>{text('products.name')}</th>
          <th>{text('products.sku')}</th>
          <th>{text('products.barcode')}</th>
          <th className={css['right']}>{text('products.price')}</th>
          <th className={css['right']}>{text('products.member-price')}</th>
        </tr>
      </thead>
      <tbody>
        {products.map((product) => (
          <tr key={product.sku}>
            <td className={css['mid']}>
              {nameIn(product.name, locale)} <span className={css['quiet']}>{product.packing}</span>
            </td>
            <td>{product.sku}</td>
            <td>{product.barcodes.map(barcodeShown).join(' ')}</td>
            <td className={css['rightStrong']}>
              {formatMoney(product.priceMinor)}
              {perUnit(product)}
            </td>
            <td className={css['right']}>{product.memberPriceMinor === null ? '' : `${formatMoney(product.memberPriceMinor)}${perUnit(product)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
