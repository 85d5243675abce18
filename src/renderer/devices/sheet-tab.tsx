import { useEffect, useState } from 'react'
import type { SetupSheet } from '../../contract/device-calls.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { PrintButton } from '../panels/print-button.tsx'
import { useActions } from '../state/context.ts'
import { useText } from '../texts.ts'
import css from './devices.module.css'

/** The ways in which a scanner works, and codes that show whether it reads everything. */
export function SheetTab() {
  const text = useText()
  const locale = useLocale()
  const sheet = useSetupSheet()
  return (
    <div className={css['body']} tabIndex={0} role="group" aria-label={text('devices.tab.sheet')}>
      <h3>{text('sheet.modes')}</h3>
      <ul className={css['plain']}>
        {(['hid', 'serial', 'keyboard', 'how'] as const).map((mode) => (
          <li key={mode}>{text(`sheet.mode.${mode}`)}</li>
        ))}
      </ul>
      <div className={css['row']}>
        <p>{text('sheet.intro')}</p>
        <PrintButton label={text('sheet.print')} what={{ kind: 'setup-sheet', locale }} />
      </div>
      <div className={css['codes']}>{sheet?.codes.map((code) => <SheetCode key={code.id} code={code} />)}</div>
    </div>
  )
}

/** One code of the sheet on white, because scanners need it. */
export function SheetCode({ code }: { readonly code: SetupSheet['codes'][number] }) {
  const text = useText()
  return (
    <figure className={css['code']}>
      <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(code.svg)}`} alt={text(`sheet.${code.id}`)} />
      <b>{text(`sheet.${code.id}`)}</b>
      <small>{code.text}</small>
    </figure>
  )
}

/** Null: not there yet. */
export function useSetupSheet(): SetupSheet | null {
  const { ask } = useActions()
  const [sheet, setSheet] = useState<SetupSheet | null>(null)
  useEffect(() => {
    void ask('devices.sheet', {}).then((reply) => {
      if (reply.ok) setSheet(reply.output)
    })
  }, [ask])
  return sheet
}
