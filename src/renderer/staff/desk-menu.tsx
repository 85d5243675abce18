import { Key } from '../../ui/components/key.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk, useStatus } from '../state/context.ts'
import { closePanel, openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { openPrice, openShiftPage } from './desk-keys.tsx'
import { useRight } from './use-right.ts'
import css from './desk-menu.module.css'

/** What a cashier does beside selling, each with its key: behind her name. */
export function DeskMenu() {
  const text = useText()
  const actions = useActions()
  const { lines, phase } = useDesk()
  const { staff, training } = useStatus()
  const hasLines = phase.kind === 'selling' && lines.length > 0
  const price = useRight('price-override')
  const discount = useRight('discount')
  const shift = useRight('shift-close')
  const cash = useRight('cash-in')
  const practice = useRight('training')
  useKeys('panel', { back: closePanel, 'desk-menu': closePanel })
  const caption = staff.kind === 'signed-in' ? text('menu.who', { name: staff.name, role: text(`staff.role.${staff.role}`) }) : undefined
  const practise = async (): Promise<void> => {
    const reply = await actions.ask(training ? 'training.stop' : 'training.start', {})
    if (reply.ok) closePanel()
  }
  const capFor = (command: Parameters<typeof capOf>[0], answer: string): string => (answer === 'no' ? text('menu.no-right') : capOf(command))
  return (
    <Sheet title={text('menu.title')} caption={caption} backLabel={text('key.back')} backCap={capOf('back')} onBack={closePanel}>
      <div className={css['menu']}>
        <Key mayWrap label={text('menu.lock')} cap={capOf('lock')} isDisabled={staff.kind !== 'signed-in'} onPress={() => void actions.lock()} />
        <Key mayWrap label={text('menu.shift')} cap={capFor('shift', shift)} isDisabled={shift === 'no'} onPress={openShiftPage} />
        <Key mayWrap label={text('menu.cash')} cap={capFor('cash-moves', cash)} isDisabled={cash === 'no'} onPress={() => openPanel({ kind: 'cash-moves' })} />
        <Key mayWrap label={text('menu.price')} cap={capFor('line-price', price)} isDisabled={price === 'no' || !hasLines} onPress={() => openPrice(lines)} />
        <Key mayWrap label={text('menu.discount')} cap={capFor('discount', discount)} isDisabled={discount === 'no' || !hasLines} onPress={() => openPanel({ kind: 'discount' })} />
        <Key mayWrap label={text('menu.receipts')} cap={capOf('recent-sales')} onPress={() => openPanel({ kind: 'recent-sales' })} />
        <Key
          mayWrap
          label={text(training ? 'menu.practice-end' : 'menu.practice')}
          cap={practice === 'no' ? text('menu.no-right') : text(training ? 'menu.practice-end.help' : 'menu.practice.help')}
          isDisabled={practice === 'no'}
          onPress={() => void practise()}
        />
      </div>
    </Sheet>
  )
}
