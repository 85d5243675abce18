import { useEffect, useState } from 'react'
import type { PrinterView } from '../../contract/print-calls.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { Button } from '../../ui/components/button.tsx'
import { Note } from '../../ui/components/note.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { PrintPaper } from '../panels/print-paper.tsx'
import { useActions } from '../state/context.ts'
import { showToast } from '../state/view.ts'
import { useText } from '../texts.ts'
import { PrinterForm } from './printer-form.tsx'
import css from './devices.module.css'

/** Printer and drawer: how they are, what waits, tests, settings, and what comes out. */
export function PrinterTab() {
  const locale = useLocale()
  const view = usePrinter()
  if (view === null) return null
  return (
    <div className={css['two']}>
      <div className={css['body']}>
        <State view={view} />
        <Tests view={view} />
        {view.waiting.length > 0 && <Waiting view={view} />}
        <PrinterForm key={JSON.stringify(view.setting)} setting={view.setting} />
      </div>
      <div className={css['paper']}>
        <PrintPaper key={JSON.stringify(view.setting)} what={{ kind: 'test-page', locale }} />
      </div>
    </div>
  )
}

/** The printer as the engine tells of it; null: not heard yet. */
function usePrinter(): PrinterView | null {
  const { ask, listen } = useActions()
  const [view, setView] = useState<PrinterView | null>(null)
  useEffect(() => {
    const stop = listen('printer.changed', setView)
    void ask('printer.get', {}).then((reply) => {
      if (reply.ok) setView(reply.output)
    })
    return stop
  }, [ask, listen])
  return view
}

function State({ view }: { readonly view: PrinterView }) {
  const text = useText()
  if (view.setting === null) {
    return (
      <Note icon="printer" title={text('printer.none')}>
        {text('printer.none.help')}
      </Note>
    )
  }
  const { problem, problemDetail } = view
  if (problem !== null) {
    return (
      <Note icon="warning" tone="wait" title={text(`printer.${problem}`)}>
        {text(`printer.${problem}.help`)} {problemDetail !== '' && <small>{problemDetail}</small>}
      </Note>
    )
  }
  const name = view.paperNearEnd ? 'near-end' : 'ready'
  return (
    <Note icon={view.paperNearEnd ? 'warning' : 'check'} tone={view.paperNearEnd ? 'wait' : 'jade'} title={text(`printer.${name}`)}>
      {text(`printer.${name}.help`)}
    </Note>
  )
}

function Tests({ view }: { readonly view: PrinterView }) {
  const text = useText()
  const locale = useLocale()
  const { ask } = useActions()
  const say = (title: string, help?: string): void => showToast({ tone: help === undefined ? 'jade' : 'wait', title, help, staysMs: 5000 })
  const test = async (): Promise<void> => {
    const reply = await ask('print.add', { what: { kind: 'test-page', locale } })
    if (reply.ok) say(text('printer.test.queued'))
  }
  const drawer = async (): Promise<void> => {
    const reply = await ask('printer.drawer', {})
    if (!reply.ok) return
    const { problem } = reply.output
    if (problem === null) say(text('printer.drawer.sent'))
    else say(text('printer.drawer.not'), text(`printer.${problem}`))
  }
  const pdf = async (): Promise<void> => {
    const reply = await ask('print.pdf', { what: { kind: 'test-page', locale } })
    if (reply.ok) say(text('printer.pdf.done', { path: reply.output.path }))
  }
  const isSet = view.setting !== null
  return (
    <div className={css['row']}>
      <Button isDisabled={!isSet} onPress={() => void ask('printer.look', {})}>
        {text('printer.look')}
      </Button>
      <Button isDisabled={!isSet} onPress={() => void test()}>
        {text('printer.test')}
      </Button>
      <Button isDisabled={!isSet || view.setting.drawer === null} onPress={() => void drawer()}>
        {text('printer.drawer.test')}
      </Button>
      <Button onPress={() => void pdf()}>{text('printer.pdf')}</Button>
    </div>
  )
}

function Waiting({ view }: { readonly view: PrinterView }) {
  const text = useText()
  const { ask } = useActions()
  return (
    <section>
      <h3>{text('printer.waits', { count: view.waiting.length })}</h3>
      <ul className={css['list']}>
        {view.waiting.map((job) => (
          <li key={job.jobId} className={css['item']}>
            <div className={css['words']}>
              <b>{text(`printer.what.${job.what}`)}</b>
              {job.problem !== null && <p>{text(`printer.${job.problem}`)}</p>}
            </div>
            {job.reprint && <Badge icon="receipt">{text('printer.reprint')}</Badge>}
            <Button isDisabled={job.state === 'printing'} onPress={() => void ask('print.giveUp', { jobId: job.jobId })}>
              {text('printer.give-up')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
