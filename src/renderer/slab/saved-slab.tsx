import { BigKey } from '../../ui/components/key.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { PrintButton } from '../panels/print-button.tsx'
import { ReceiptPaper } from '../panels/receipt-paper.tsx'
import { useActions, useDesk, useStatus } from '../state/context.ts'
import { useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './slab.module.css'

/** The receipt as it is printed, and the way to the next sale. */
export function SavedSlab() {
  const text = useText()
  const actions = useActions()
  const { phase } = useDesk()
  const { printer } = useStatus()
  const locale = useLocale()
  const isBusy = useView((view) => view.isBusy)
  const next = (): void => void actions.next()
  useKeys('screen', {
    forward: next,
    enter: () => {
      const { typedCode } = useView.getState()
      if (typedCode === '') next()
      else {
        useView.setState({ typedCode: '' })
        void actions.submitCode('typed', typedCode)
      }
    },
  })
  return (
    <>
      <p className={css['caption']}>{text('saved.receipt')}</p>
      {phase.kind === 'saved' && printer !== 'absent' && <PrintButton what={{ kind: 'sale-receipt', saleId: phase.sale.saleId, locale }} />}
      <div className={css['receipt']} tabIndex={0} role="group" aria-label={text('saved.receipt')}>
        {phase.kind === 'saved' && <ReceiptPaper saleId={phase.sale.saleId} />}
      </div>
      <div className={css['push']} />
      <div className={css['pay']}>
        <BigKey label={text('saved.next')} cap={capOf('enter')} isDisabled={isBusy} onPress={next} />
      </div>
    </>
  )
}
