import { useState } from 'react'
import { Button } from '../../ui/components/button.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useStatus } from '../state/context.ts'
import { closePanel, showToast } from '../state/view.ts'
import { useText } from '../texts.ts'
import { CalibrationTab } from './calibration-tab.tsx'
import { copyText, diagnosticsOf } from './diagnostics.ts'
import { PrinterTab } from './printer-tab.tsx'
import { ScannersTab } from './scanners-tab.tsx'
import { SerialTab } from './serial-tab.tsx'
import { SheetTab } from './sheet-tab.tsx'

const tabs = ['printer', 'scanners', 'keyboard', 'serial', 'sheet'] as const
export type DevicesTab = (typeof tabs)[number]

/** Alt D: what is connected, how it is, and how to set it up. Up and down go from part to part. */
export function DevicesPanel() {
  const text = useText()
  const { inquire } = useActions()
  const status = useStatus()
  const [tab, setTab] = useState<DevicesTab>('printer')
  const step = (by: number): void => setTab((now) => tabs[(tabs.indexOf(now) + by + tabs.length) % tabs.length] ?? now)
  useKeys('panel', { back: closePanel, devices: () => step(1), 'line-down': () => step(1), 'line-up': () => step(-1) })
  const copy = async (): Promise<void> => {
    const copied = copyText(await diagnosticsOf(inquire, status))
    showToast({ tone: copied ? 'jade' : 'wait', title: text(copied ? 'devices.copied' : 'devices.copy-failed'), staysMs: 4000 })
  }
  return (
    <Sheet
      title={text('devices.title')}
      caption={text('devices.caption')}
      aside={<Button onPress={() => void copy()}>{text('devices.copy')}</Button>}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={tabs.map((each) => (
        <Key key={each} mayWrap isChosen={each === tab} label={text(`devices.tab.${each}`)} cap={each === tabs[(tabs.indexOf(tab) + 1) % tabs.length] ? capOf('devices') : ''} onPress={() => setTab(each)} />
      ))}
    >
      <Tab tab={tab} />
    </Sheet>
  )
}

function Tab({ tab }: { readonly tab: DevicesTab }) {
  switch (tab) {
    case 'printer':
      return <PrinterTab />
    case 'scanners':
      return <ScannersTab />
    case 'keyboard':
      return <CalibrationTab />
    case 'serial':
      return <SerialTab />
    case 'sheet':
      return <SheetTab />
  }
}
