import type { ReturnableSale, ReturnQuote } from '../../contract/return-view.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import { childOf } from '../why/explained.ts'
import { WhyTree } from '../why/why-tree.tsx'
import css from './returns.module.css'

/** The numbers of a return that are explained, in the order of the slab. */
const explained = ['refund', 'value-reversed', 'points-back', 'points-back-to', 'claw-back', 'claw-back-from', 'balance'] as const

/** "Why?" of a return: what it gives back, what it takes back, and from where. */
export function WhyReturn({ quote, sale }: { readonly quote: ReturnQuote; readonly sale: ReturnableSale }) {
  const text = useText()
  const locale = useLocale()
  const { timeZone } = useStatus()
  const nodes = explained.flatMap((id) => childOf(quote.result.explain, id) ?? [])
  return (
    <div className={css['why']} tabIndex={0} role="group" aria-label={text('return.why')}>
      <h3>{text('return.why')}</h3>
      <WhyTree nodes={nodes} context={{ quote: { kind: 'return', names: quote.names }, member: null, text, locale, lines: sale.lines, timeZone }} />
    </div>
  )
}
