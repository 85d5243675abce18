import { useEffect, useState } from 'react'
import type { SerialFindState, SerialSettings } from '../../contract/device-calls.ts'
import { Button } from '../../ui/components/button.tsx'
import { Note } from '../../ui/components/note.tsx'
import { useActions } from '../state/context.ts'
import { useText } from '../texts.ts'
import { SheetCode, useSetupSheet } from './sheet-tab.tsx'
import css from './devices.module.css'

/** Serial ports, which of them are scanners, and the search for one by scanning the sheet's code. */
export function SerialTab() {
  const text = useText()
  const { ask, listen } = useActions()
  const [serial, setSerial] = useState<SerialSettings | null>(null)
  const [find, setFind] = useState<SerialFindState>({ kind: 'idle' })
  const code = useSetupSheet()?.codes.find(({ id }) => id === 'find')
  useEffect(() => {
    const stop = listen('serial-find.changed', setFind)
    void ask('devices.serial.read', {}).then((reply) => {
      if (reply.ok) setSerial(reply.output)
    })
    return () => {
      stop()
      void ask('devices.serial.findStop', {})
    }
  }, [ask, listen])
  const save = async (scanners: SerialSettings['scanners']): Promise<void> => {
    const reply = await ask('devices.serial.save', { scanners: [...scanners] })
    if (reply.ok) setSerial(reply.output)
  }
  const scanners = serial?.scanners ?? []
  return (
    <div className={css['body']} tabIndex={0} role="group" aria-label={text('devices.tab.serial')}>
      {serial?.ports.length === 0 && (
        <Note icon="info" title={text('serial.none')}>
          {text('serial.none.help')}
        </Note>
      )}
      <ul className={css['list']}>
        {serial?.ports.map((port) => (
          <li key={port.path} className={css['item']}>
            <div className={css['words']}>
              <b>{port.path}</b>
              <p>{[port.label, text(port.isSet ? 'serial.set' : 'serial.free')].filter((part) => part !== '').join(' · ')}</p>
            </div>
            {port.isSet && <Button onPress={() => void save(scanners.filter(({ path }) => path !== port.path))}>{text('serial.remove')}</Button>}
          </li>
        ))}
      </ul>
      <Note icon="search" title={text('serial.find')} actions={<FindButton find={find} onFind={() => void ask('devices.serial.find', {})} onStop={() => void ask('devices.serial.findStop', {})} />}>
        {text('serial.find.help')}
      </Note>
      <Found find={find} onUse={(setting) => void save([...scanners.filter(({ path }) => path !== setting.path), setting])} />
      {code !== undefined && <SheetCode code={code} />}
    </div>
  )
}

function FindButton({ find, onFind, onStop }: { readonly find: SerialFindState; readonly onFind: () => void; readonly onStop: () => void }) {
  const text = useText()
  return find.kind === 'looking' ? <Button onPress={onStop}>{text('calibrate.stop')}</Button> : <Button onPress={onFind}>{text('serial.find')}</Button>
}

function Found({ find, onUse }: { readonly find: SerialFindState; readonly onUse: (setting: SerialSettings['scanners'][number]) => void }) {
  const text = useText()
  switch (find.kind) {
    case 'idle':
      return null
    case 'looking':
      return <p role="status">{text('serial.looking', { tried: find.tried, total: find.total })}</p>
    case 'found':
      return (
        <Note icon="check" tone="jade" title={text('serial.found', { path: find.setting.path, baud: find.setting.baudRate })} actions={<Button tone="go" onPress={() => onUse(find.setting)}>{text('serial.use')}</Button>} />
      )
    case 'not-found':
      return (
        <Note icon="warning" tone="wait" title={text('serial.not-found')}>
          {find.refused.map(({ path, why }) => `${path}: ${text(`scanners.why.${why}`)}`).join(' ')} {text('serial.not-found.help')}
        </Note>
      )
  }
}
