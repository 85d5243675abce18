import { useEffect, useState } from 'react'
import type { ScannerLastScan, ScannerView } from '../../contract/device-calls.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { Note } from '../../ui/components/note.tsx'
import { useActions, useDesk } from '../state/context.ts'
import { useText } from '../texts.ts'
import { maskedBytes, maskedCode } from './diagnostics.ts'
import css from './devices.module.css'

/** Scanners that are plugged in, and the last thing that any of them read. */
export function ScannersTab() {
  const text = useText()
  const scanners = useScanners()
  const { scan } = useDesk()
  return (
    <div className={css['body']} tabIndex={0} role="group" aria-label={text('devices.tab.scanners')}>
      {scanners.length === 0 ? (
        <Note icon="barcode" title={text('scanners.none')}>
          {text('scanners.none.help')}
        </Note>
      ) : (
        <ul className={css['list']}>
          {scanners.map((scanner) => (
            <Scanner key={scanner.deviceId} scanner={scanner} />
          ))}
        </ul>
      )}
      <Note icon="barcode" title={text('scanners.test')}>
        {text('scanners.test.help')}
      </Note>
      {scan === null ? (
        <p>{text('scanners.test.none')}</p>
      ) : (
        <section aria-live="polite">
          <h3>{text('scanners.last')}</h3>
          <dl className={css['facts']}>
            <dt>{text('scanners.last.kind')}</dt>
            <dd>{text(`scanners.kind.${scan.scanKind}`)}</dd>
            <dt>{text('scanners.last.text')}</dt>
            <dd>{scan.text === null ? text('scanners.last.hidden') : maskedCode(scan.scanKind, scan.text)}</dd>
          </dl>
        </section>
      )}
    </div>
  )
}

function Scanner({ scanner: { label, connection, state, lastScan } }: { readonly scanner: ScannerView }) {
  const text = useText()
  const isWell = state.kind === 'ready'
  return (
    <li className={css['item']}>
      <div className={css['words']}>
        <b>{label}</b>
        <p>{text(`scanners.connection.${connection}`)}</p>
        {state.kind === 'trouble' && <p>{text(`scanners.why.${state.why}`)}</p>}
        {state.kind === 'keyboard-mode' && <p>{text('scanners.why.keyboard-mode')}</p>}
        {lastScan !== null && <LastScan scan={lastScan} />}
      </div>
      <Badge icon={isWell ? 'check' : state.kind === 'trouble' ? 'warning' : 'hourglass'} tone={isWell ? 'jade' : 'wait'}>
        {text(`scanners.state.${state.kind}`)}
      </Badge>
    </li>
  )
}

function LastScan({ scan }: { readonly scan: ScannerLastScan }) {
  const text = useText()
  const hidden = text('scanners.last.hidden')
  const facts = [
    ['kind', text(`scanners.kind.${scan.scanKind}`)],
    ['text', scan.text === null ? hidden : maskedCode(scan.scanKind, scan.text)],
    ['symbology', [scan.symbology ?? '—', scan.aim ?? ''].join(' ').trim()],
    ['took', `${scan.tookMs} ms`],
    ['bytes', scan.bytesHex === null ? hidden : maskedBytes(scan.scanKind, scan.bytesHex)],
  ] as const
  return (
    <dl className={css['facts']}>
      {facts.map(([name, shown]) => (
        <div key={name} className={css['pair']}>
          <dt>{text(`scanners.last.${name}`)}</dt>
          <dd>{shown}</dd>
        </div>
      ))}
    </dl>
  )
}

function useScanners(): readonly ScannerView[] {
  const { ask, listen } = useActions()
  const [scanners, setScanners] = useState<readonly ScannerView[]>([])
  useEffect(() => {
    const stop = listen('scanners.changed', setScanners)
    void ask('devices.scanners', {}).then((reply) => {
      if (reply.ok) setScanners(reply.output.scanners)
    })
    return stop
  }, [ask, listen])
  return scanners
}
