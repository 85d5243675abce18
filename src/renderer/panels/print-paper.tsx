import { useEffect, useState } from 'react'
import type { PrintWhat } from '../../contract/print-calls.ts'
import { Paper } from '../../ui/components/paper.tsx'
import { useActions } from '../state/context.ts'
import { useText } from '../texts.ts'

/** Any paper as a picture: the same document that the printer gets. */
export function PrintPaper({ what }: { readonly what: PrintWhat }) {
  const text = useText()
  const { ask } = useActions()
  const [svg, setSvg] = useState<string | null>(null)
  const asked = JSON.stringify(what)
  useEffect(() => {
    let isCurrent = true
    void ask('print.preview', { what: JSON.parse(asked) as PrintWhat }).then((reply) => {
      if (isCurrent && reply.ok) setSvg(reply.output.svg)
    })
    return () => {
      isCurrent = false
    }
  }, [ask, asked])
  return (
    <Paper label={text(`printer.what.${what.kind}`)}>
      {/* A picture cannot run scripts or load anything, whatever stands in the document. */}
      {svg === null ? <p>{text('receipt.loading')}</p> : <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={text(`printer.what.${what.kind}`)} />}
    </Paper>
  )
}
