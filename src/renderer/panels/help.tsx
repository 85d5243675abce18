import { Note } from '../../ui/components/note.tsx'
import type { IconName } from '../../ui/components/icon.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { bindings, capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './list-panel.module.css'

const answers = [
  { icon: 'barcode', about: 'not-scanned' },
  { icon: 'search', about: 'no-card' },
  { icon: 'offline', about: 'offline' },
  { icon: 'refused', about: 'not-saved' },
  { icon: 'points', about: 'few-points' },
  { icon: 'keyboard', about: 'scan-in-field' },
] as const satisfies readonly { readonly icon: IconName; readonly about: string }[]

/** F1: what to do when, and every key. */
export function Help() {
  const text = useText()
  useKeys('panel', { back: closePanel, help: closePanel })
  return (
    <Sheet title={text('help.title')} backLabel={text('key.back')} backCap={capOf('back')} onBack={closePanel}>
      <div className={css['help']} tabIndex={0} role="group" aria-label={text('help.title')}>
        <div className={css['answers']}>
          {answers.map(({ icon, about }) => (
            <Note key={about} icon={icon} title={text(`help.${about}`)}>
              {text(`help.${about}.help`)}
            </Note>
          ))}
        </div>
        <h3>{text('help.keys')}</h3>
        <dl className={css['keysTable']}>
          {bindings.map(({ command, cap }) => (
            <div key={command}>
              <dt>{text(`command.${command}`)}</dt>
              <dd>
                <kbd>{cap}</kbd>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Sheet>
  )
}
