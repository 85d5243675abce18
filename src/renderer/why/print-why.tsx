import { useState } from 'react'
import type { PrintWhat, WhyLine } from '../../contract/print-calls.ts'
import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Paper } from '../../ui/components/paper.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk } from '../state/context.ts'
import { showToast } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './why.module.css'

type Slip = Extract<PrintWhat, { readonly kind: 'why-slip' }>

/** Puts the explanation on paper; a till without a printer shows the slip, and can keep it as a file. */
export function usePrintWhy(title: string, lines: () => readonly WhyLine[]) {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  const { phase, saleId } = useDesk()
  const [svg, setSvg] = useState<string | null>(null)
  const slip = (): Slip => ({ kind: 'why-slip', saleId: phase.kind === 'saved' ? saleId : null, title, lines: lines().map(({ words, shown = '', depth = 0 }) => ({ words, shown, depth })), locale })

  const print = async (): Promise<void> => {
    const queued = await actions.inquire('print.add', { what: slip() })
    if (queued.ok) return showToast({ tone: 'jade', title: text('why.slip.printing'), staysMs: 4000 })
    if (queued.error.code !== 'no_printer') return failed()
    const preview = await actions.inquire('print.preview', { what: slip() })
    if (preview.ok) setSvg(preview.output.svg)
    else failed()
  }
  const keepAsFile = async (): Promise<void> => {
    const kept = await actions.inquire('print.pdf', { what: slip() })
    if (kept.ok) showToast({ tone: 'jade', title: text('why.slip.kept'), help: kept.output.path, staysMs: 8000 })
    else failed()
  }
  const failed = (): void => showToast({ tone: 'wait', title: text('why.slip.failed'), help: text('why.slip.failed.help'), staysMs: 8000 })
  useKeys('panel', { print: () => void print() })
  return { print, keepAsFile, svg, putAway: () => setSvg(null) }
}

/** The button beside the question. */
export function PrintWhyButton({ onPrint }: { readonly onPrint: () => void }) {
  const text = useText()
  return (
    <Button cap={capOf('print')} onPress={onPrint}>
      <Icon name="printer" size="s" />
      {text('why.slip.print')}
    </Button>
  )
}

/** The slip as it would be printed. */
export function WhySlipPreview({ svg, onKeep, onBack }: { readonly svg: string; readonly onKeep: () => void; readonly onBack: () => void }) {
  const text = useText()
  return (
    <div className={css['slip']}>
      <Note
        icon="printer"
        tone="wait"
        title={text('why.slip.no-printer')}
        actions={
          <>
            <Button onPress={onKeep}>{text('why.slip.keep')}</Button>
            <Button onPress={onBack}>{text('why.slip.back')}</Button>
          </>
        }
      />
      <Paper label={text('why.slip.label')}>
        {/* A picture cannot run scripts or load anything, whatever stands in the document. */}
        <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={text('why.slip.label')} />
      </Paper>
    </div>
  )
}
