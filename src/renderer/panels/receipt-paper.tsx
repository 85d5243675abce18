import { useEffect, useState } from 'react'
import { Paper } from '../../ui/components/paper.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useActions } from '../state/context.ts'
import { useText } from '../texts.ts'

/** A sale's receipt as a picture: the same document that the printer gets. */
export function ReceiptPaper({ saleId }: { readonly saleId: string }) {
  const text = useText()
  const svg = useReceiptSvg(saleId)
  return (
    <Paper label={text('receipt.label')}>
      {/* A picture cannot run scripts or load anything, whatever stands in the document. */}
      {svg === null ? <p>{text('receipt.loading')}</p> : <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={text('receipt.label')} />}
    </Paper>
  )
}

/** Asks for a receipt's picture in the language of the moment; null until it is there. */
function useReceiptSvg(saleId: string): string | null {
  const { ask } = useActions()
  const locale = useLocale()
  const [svg, setSvg] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    void ask('receipt.preview', { saleId, locale }).then((reply) => {
      if (isCurrent && reply.ok) setSvg(reply.output.svg)
    })
    return () => {
      isCurrent = false
    }
  }, [ask, saleId, locale])
  return svg
}
