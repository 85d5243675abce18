import { useState } from 'react'
import { APPROVAL_REASONS, mayDo, PIN_DIGITS_MIN } from '../../contract/staff-rights.ts'
import type { StaffTile } from '../../contract/staff-view.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useShift } from '../shift/shift-state.ts'
import { useActions, useDesk, useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import { approved, cancelApproval, changeReason, useApproval, type ApprovalQuestion } from './approval-state.ts'
import { actText } from './approval-words.ts'
import { PinPad } from './pin-pad.tsx'
import { quietKeys } from './quiet-keys.ts'
import { usePin } from './use-pin.ts'
import { useStaffList } from './use-staff-list.ts'
import css from './approval.module.css'

/** Somebody has to allow one act: what and why under the basket, who beside it. The amount stays in sight. */
export function ApprovalPanel() {
  const question = useApproval((approval) => approval.question)
  return question === null ? null : <Asking question={question} />
}

function Asking({ question }: { readonly question: ApprovalQuestion }) {
  const text = useText()
  const { inquire } = useActions()
  const { staff, askAgain } = useStaffList()
  const mayAllow = (staff ?? []).filter(({ role, hasPin }) => hasPin && mayDo(role, question.right) === 'yes')
  const [place, setPlace] = useState(0)
  const chosen = mayAllow[place % Math.max(1, mayAllow.length)] ?? null
  const pin = usePin(async (typed) => {
    if (chosen === null) return null
    const reply = await inquire('staff.approve', { staffId: chosen.staffId, pin: typed })
    if (reply.ok) approved(reply.output.approvalId)
    else askAgain()
    return reply
  })
  const another = (step: 1 | -1) => (): void => {
    if (pin.isChecking || mayAllow.length === 0) return
    pin.clear()
    setPlace((before) => (before + step + mayAllow.length) % mayAllow.length)
  }
  const cancel = (): void => void cancelApproval(inquire)
  const reason = (step: 1 | -1) => (): void => {
    const next = APPROVAL_REASONS[(APPROVAL_REASONS.indexOf(question.reason) + step + APPROVAL_REASONS.length) % APPROVAL_REASONS.length]
    if (next !== undefined) void changeReason(next, inquire)
  }
  useKeys('overlay', {
    ...quietKeys,
    lock: undefined,
    back: cancel,
    character: pin.type,
    enter: () => void pin.enter(),
    'line-up': another(-1),
    'line-down': another(1),
    'choice-before': reason(-1),
    'choice-after': reason(1),
  })
  return (
    <>
      <What question={question} />
      <div className={css['who']}>
        <Sheet title={text('approval.title')} caption={text('approval.title.help')} backLabel={text('approval.cancel')} backCap={capOf('back')} onBack={cancel}>
          <div className={css['proofs']}>
            <div className={css['badge']}>
              <Icon name="badge" size="l" />
              <p>
                <b>{text('approval.badge')}</b>
                <span>{text('lock.badge.help')}</span>
              </p>
            </div>
            <Approver chosen={chosen} count={mayAllow.length} onAnother={another(1)} />
            <PinPad
              pin={pin.pin}
              digitsMin={PIN_DIGITS_MIN[chosen?.role ?? 'manager']}
              label={chosen === null ? text('approval.nobody') : text('approval.pin.of', { name: chosen.name })}
              problem={pin.problem}
              isChecking={pin.isChecking}
              isDisabled={chosen === null}
              isForward={true}
              onType={pin.type}
              onEnter={() => void pin.enter()}
              enterLabel={text('approval.allow')}
            />
          </div>
        </Sheet>
      </div>
    </>
  )
}

function Approver({ chosen, count, onAnother }: { readonly chosen: StaffTile | null; readonly count: number; readonly onAnother: () => void }) {
  const text = useText()
  if (chosen === null) return null
  return (
    <div className={css['approver']}>
      <p>
        <b>{chosen.name}</b>
        <span>{text(`staff.role.${chosen.role}`)}</span>
      </p>
      {count > 1 && (
        <Button cap={`${capOf('line-up')} ${capOf('line-down')}`} onPress={onAnother}>
          {text('approval.another')}
        </Button>
      )}
    </div>
  )
}

/** What is asked for and why, where the thing itself is. */
function What({ question }: { readonly question: ApprovalQuestion }) {
  const text = useText()
  const locale = useLocale()
  const { inquire } = useActions()
  const desk = useDesk()
  const shift = useShift((state) => state.shift)
  const { staff } = useStatus()
  const role = staff.kind === 'signed-in' ? text(`staff.role.${staff.role}`) : ''
  return (
    <section className={css['what']} aria-label={text('approval.what')}>
      <h3>{actText(question, { desk, shift }, text, locale)}</h3>
      <div className={css['state']}>
        <Badge icon="hourglass" tone="wait">
          {text('approval.waits')}
        </Badge>
        <span>{text('approval.beyond', { role })}</span>
      </div>
      <p className={css['caption']}>
        {text('approval.reason')} <kbd>{`${capOf('choice-before')} ${capOf('choice-after')}`}</kbd>
      </p>
      <div className={css['reasons']} role="group" aria-label={text('approval.reason')}>
        {APPROVAL_REASONS.map((reason) => (
          <Button key={reason} isChosen={reason === question.reason} onPress={() => void changeReason(reason, inquire)}>
            {reason === question.reason && <Icon name="check" size="s" />}
            {text(`approval.reason.${reason}`)}
          </Button>
        ))}
      </div>
      <p className={css['recorded']}>
        <Icon name="document" size="s" />
        {text('approval.recorded', { name: staff.kind === 'signed-in' ? staff.name : '' })}
      </p>
    </section>
  )
}
