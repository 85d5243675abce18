import { useEffect, useState } from 'react'
import type { WedgeCalibrations } from '../../contract/device-calls.ts'
import { calibrate, type CalibrationOutcome, type CalibrationScan } from '../../scan/calibration.ts'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { useWedge } from '../scan/wedge-state.ts'
import { useActions } from '../state/context.ts'
import { useText, type TillText } from '../texts.ts'
import { SheetCode, useSetupSheet } from './sheet-tab.tsx'
import css from './devices.module.css'

/** Measures the rhythm of a keyboard scanner by a code that is scanned five times. */
export function CalibrationTab() {
  const text = useText()
  const code = useSetupSheet()?.codes.find(({ id }) => id === 'letters')
  const [scans, setScans] = useState<readonly CalibrationScan[] | null>(null)
  const isMeasuring = scans !== null
  useEffect(() => {
    if (!isMeasuring) return
    useWedge.setState({ onCalibrationScan: (scan) => setScans((before) => [...(before ?? []), scan]) })
    return () => useWedge.setState({ onCalibrationScan: null })
  }, [isMeasuring])
  const outcome = scans === null || code === undefined ? null : calibrate(scans, code.text)
  return (
    <div className={css['body']} tabIndex={0} role="group" aria-label={text('devices.tab.keyboard')}>
      <p>{text('calibrate.intro')}</p>
      <div className={css['row']}>
        <Button tone={isMeasuring ? 'plain' : 'go'} onPress={() => setScans(isMeasuring ? null : [])}>
          {text(isMeasuring ? 'calibrate.stop' : 'calibrate.start')}
        </Button>
        <b role="status">{outcome === null ? '' : outcomeText(outcome, text)}</b>
      </div>
      {outcome?.kind === 'measured' && !outcome.fitsDefaults && <SaveMeasured measured={outcome} onSaved={() => setScans(null)} />}
      {code !== undefined && <SheetCode code={code} />}
      <Saved key={String(isMeasuring)} />
    </div>
  )
}

function outcomeText(outcome: CalibrationOutcome, text: TillText): string {
  switch (outcome.kind) {
    case 'scan-more':
      return text('calibrate.more', { count: outcome.missing })
    case 'other-text':
      return text('calibrate.other-text')
    case 'too-slow':
      return text('calibrate.too-slow', { ms: Math.round(outcome.gapMsLongest) })
    case 'measured':
      return outcome.fitsDefaults ? text('calibrate.fits') : text('calibrate.measured', { median: Math.round(outcome.gapMsMedian), longest: Math.round(outcome.gapMsLongest) })
  }
}

function SaveMeasured({ measured, onSaved }: { readonly measured: Extract<CalibrationOutcome, { kind: 'measured' }>; readonly onSaved: () => void }) {
  const text = useText()
  const { ask } = useActions()
  const [device, setDevice] = useState('')
  const save = async (): Promise<void> => {
    const { gapMsMax, fastGapMs, firstGapMsMax, prefix } = measured
    const reply = await ask('devices.calibration.save', { device, gapMsMax, fastGapMs, firstGapMsMax, prefix })
    if (reply.ok) onSaved()
  }
  return (
    <div className={css['grid']}>
      <Field label={text('calibrate.name')} typed={device} onType={setDevice} charsMax={60} />
      <Button tone="go" isDisabled={device.trim() === ''} onPress={() => void save()}>
        {text('calibrate.save')}
      </Button>
    </div>
  )
}

function Saved() {
  const text = useText()
  const { ask } = useActions()
  const [known, setKnown] = useState<WedgeCalibrations | null>(null)
  useEffect(() => {
    void ask('devices.calibration.read', {}).then((reply) => {
      if (reply.ok) setKnown(reply.output)
    })
  }, [ask])
  if (known?.calibrations.length === 0) return <p>{text('calibrate.none')}</p>
  const remove = async (device: string): Promise<void> => {
    const reply = await ask('devices.calibration.remove', { device })
    if (reply.ok) setKnown(reply.output)
  }
  return (
    <ul className={css['list']}>
      {known?.calibrations.map(({ device, gapMsMax }) => (
        <li key={device} className={css['item']}>
          <div className={css['words']}>
            <b>{device}</b>
            <p>{text('calibrate.gap', { ms: gapMsMax })}</p>
          </div>
          <Button onPress={() => void remove(device)}>{text('calibrate.remove')}</Button>
        </li>
      ))}
    </ul>
  )
}
