import { useState } from 'react'
import type { PrinterSetting, PrinterSettingInput } from '../../contract/printer-setting.ts'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useActions } from '../state/context.ts'
import { showToast } from '../state/view.ts'
import { useText } from '../texts.ts'
import { Choice } from './choice.tsx'
import { connectionOf, draftOf, type PrinterDraft } from './printer-draft.ts'
import css from './devices.module.css'

/** The settings of a printer; nothing holds before it is saved. */
export function PrinterForm({ setting }: { readonly setting: PrinterSetting | null }) {
  const text = useText()
  const locale = useLocale()
  const { ask } = useActions()
  const [draft, setDraft] = useState<PrinterDraft>(() => draftOf(setting))
  const [isTried, setTried] = useState(false)
  const change = (changes: Partial<PrinterDraft>): void => setDraft((now) => ({ ...now, ...changes }))
  const connection = connectionOf(draft)
  const save = async (made: PrinterSettingInput | null): Promise<void> => {
    const reply = await ask('printer.set', { setting: made })
    if (reply.ok) showToast({ tone: 'jade', title: text('printer.saved'), staysMs: 4000 })
  }
  const onSave = (): void => {
    setTried(true)
    if (connection.kind === 'made') void save({ ...draft.rest, connection: connection.connection, locale })
  }
  return (
    <section className={css['choice']} aria-label={text('printer.form')}>
      <h3>{text('printer.form')}</h3>
      <Choice label={text('printer.kind')} options={['tcp', 'serial', 'file'] as const} chosen={draft.kind} name={(each) => text(`printer.kind.${each}`)} onChoose={(kind) => change({ kind })} />
      <ConnectionFields draft={draft} change={change} problem={isTried && connection.kind === 'wrong' ? connection.why : null} />
      <Choices draft={draft} change={change} />
      <LogoChoice logoPng={draft.rest.logoPng ?? null} onChange={(logoPng) => change({ rest: { ...draft.rest, logoPng } })} />
      <div className={css['row']}>
        <Button tone="go" onPress={onSave}>
          {text('printer.save')}
        </Button>
        {setting !== null && (
          <Button tone="stop" onPress={() => void save(null)}>
            {text('printer.remove')}
          </Button>
        )}
      </div>
    </section>
  )
}

type Part = { readonly draft: PrinterDraft; readonly change: (changes: Partial<PrinterDraft>) => void }

function ConnectionFields({ draft, change, problem }: Part & { readonly problem: 'host' | 'port' | null }) {
  const text = useText()
  if (draft.kind === 'tcp') {
    return (
      <div className={css['grid']}>
        <Field label={text('printer.host')} typed={draft.host} onType={(host) => change({ host })} placeholder="192.168.1.50" problem={problem === 'host' ? text('printer.bad-host') : undefined} />
        <Field label={text('printer.port')} typed={draft.port} onType={(port) => change({ port })} inputMode="numeric" charsMax={5} problem={problem === 'port' ? text('printer.bad-port') : undefined} />
      </div>
    )
  }
  return (
    <div className={css['grid']}>
      <Field label={text('printer.path')} typed={draft.path} onType={(path) => change({ path })} placeholder={draft.kind === 'file' ? '/dev/usb/lp0' : '/dev/ttyUSB0'} problem={problem === 'host' ? text('printer.bad-host') : undefined} />
      {draft.kind === 'serial' && <Choice label={text('printer.baud')} options={[9600, 19200, 38400, 115200] as const} chosen={draft.baudRate} name={String} onChoose={(baudRate) => change({ baudRate })} />}
    </div>
  )
}

function Choices({ draft: { rest }, change }: Part) {
  const text = useText()
  const set = (changes: PrinterDraft['rest']): void => change({ rest: { ...rest, ...changes } })
  const yesNo = (label: string, on: boolean, onChoose: (on: boolean) => void) => (
    <Choice label={label} options={[true, false] as const} chosen={on} name={(each) => text(each ? 'printer.yes' : 'printer.no')} onChoose={onChoose} />
  )
  return (
    <div className={css['grid']}>
      <Choice label={text('printer.width')} options={[32, 42, 48] as const} chosen={rest.columns ?? 48} name={(each) => text(`printer.width.${each}`)} onChoose={(columns) => set({ columns })} />
      <Choice label={text('printer.page')} options={['gb18030', 'big5', 'cp1252'] as const} chosen={rest.codePage ?? 'gb18030'} name={(each) => text(`printer.page.${each}`)} onChoose={(codePage) => set({ codePage })} />
      <Choice
        label={text('printer.drawer')}
        options={['none', 2, 5] as const}
        chosen={rest.drawer?.pin ?? 'none'}
        name={(each) => text(`printer.drawer.${each}`)}
        onChoose={(pin) => set({ drawer: pin === 'none' ? null : { ...rest.drawer, pin } })}
      />
      <Choice label={text('printer.mark')} options={['qr', 'barcode'] as const} chosen={rest.receiptMark ?? 'qr'} name={(each) => text(`printer.mark.${each}`)} onChoose={(receiptMark) => set({ receiptMark })} />
      {yesNo(text('printer.by-self'), rest.printsBySelf ?? true, (printsBySelf) => set({ printsBySelf }))}
      {yesNo(text('printer.cuts'), rest.cuts ?? true, (cuts) => set({ cuts }))}
      {yesNo(text('printer.answers'), rest.answers ?? true, (answers) => set({ answers }))}
    </div>
  )
}

function LogoChoice({ logoPng, onChange }: { readonly logoPng: string | null; readonly onChange: (logoPng: string | null) => void }) {
  const text = useText()
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const bytes = new Uint8Array(await file.arrayBuffer())
    onChange(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))
  }
  return (
    <div className={css['row']}>
      <label>
        {text('printer.logo')}: {text(logoPng === null ? 'printer.logo.none' : 'printer.logo.set')}{' '}
        <input type="file" accept="image/png" aria-label={text('printer.logo.choose')} onChange={(event) => void read(event.target.files?.[0])} />
      </label>
      {logoPng !== null && <Button onPress={() => onChange(null)}>{text('printer.logo.remove')}</Button>}
    </div>
  )
}
