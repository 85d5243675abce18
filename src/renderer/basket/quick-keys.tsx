import { Key } from '../../ui/components/key.tsx'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ProductView } from '../../contract/till-calls.ts'
import { useActions } from '../state/context.ts'
import { useMirror } from '../state/mirror.ts'
import { openPanel, useView } from '../state/view.ts'
import { capOf } from '../keys/commands.ts'
import { useText } from '../texts.ts'
import css from './quick-keys.module.css'

const QUICK_KEYS_SHOWN = 4

/** Goods without a barcode; the last key finds everything else. */
export function QuickKeys() {
  const text = useText()
  const quickKeys = useMirror((mirror) => mirror.quickKeys)
  return (
    <div className={css['quick']}>
      <h2>{text('quick.title')}</h2>
      <div className={css['grid']}>
        {quickKeys.slice(0, QUICK_KEYS_SHOWN).map((product) => (
          <QuickKey key={product.sku} product={product} />
        ))}
        <Key label={text('quick.all')} cap={capOf('find-product')} onPress={() => openPanel({ kind: 'find-product' })} />
      </div>
    </div>
  )
}

function QuickKey({ product }: { readonly product: ProductView }) {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  const price = formatMoney(product.unitPriceMinor)
  const onPress = (): void => {
    if (product.unit === 'kg') openPanel({ kind: 'quantity', of: { kind: 'product', product } })
    else void actions.addProduct(product.sku, useView.getState().pendingQuantityMilli ?? 1000)
  }
  return <Key mayWrap label={nameIn(product.name, locale)} cap={product.unit === 'kg' ? text('basket.price-per-kg', { price }) : price} onPress={onPress} />
}
