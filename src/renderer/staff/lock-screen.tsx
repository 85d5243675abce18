import { useState } from 'react'
import { PIN_DIGITS_MIN } from '../../contract/staff-rights.ts'
import type { StaffTile } from '../../contract/staff-view.ts'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { ScanLine } from '../../ui/components/scan-line.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useKeys } from '../keys/layers.ts'
import { describeScan } from '../scan/describe-scan.ts'
import { useActions, useDesk } from '../state/context.ts'
import { useText } from '../texts.ts'
import { LockSlab } from './lock-slab.tsx'
import { PinPad } from './pin-pad.tsx'
import { tileText } from './staff-words.ts'
import { usePin } from './use-pin.ts'
import { useStaffList } from './use-staff-list.ts'
import css from './lock.module.css'

/** The scan line of a locked till: only a badge does something, and why another did not. */
export function LockScanLine() {
  const text = useText()
  const locale = useLocale()
  const { scan } = useDesk()
  const isBadge = scan?.outcome.kind === 'refused' && (scan.outcome.why === 'signed-out' || scan.outcome.why.startsWith('badge-'))
  if (scan === null || !isBadge) return <ScanLine voice="ready" icon="badge" title={text('lock.scan')} detail={text('lock.scan.help')} hint={text('lock.scan.hint')} />
  const words = describeScan(scan, text, locale)
  return <ScanLine voice={words.voice} icon={words.icon} title={words.title} detail={words.help} hint={text('lock.scan.hint')} />
}

/**
 * Nobody is at the till. A number key or an arrow chooses who comes, then digits are her PIN; a badge does it at once.
 * Of the sale only that it waits is shown.
 */
export function LockScreen() {
  const text = useText()
  const { inquire } = useActions()
  const { staff, askAgain } = useStaffList()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const people = staff ?? []
  const place = people.findIndex(({ staffId }) => staffId === chosenId)
  const chosen = people[place] ?? null
  const pin = usePin(async (typed) => {
    if (chosen === null) return null
    const reply = await inquire('staff.signIn', { staffId: chosen.staffId, pin: typed })
    askAgain()
    return reply
  })
  const choose = (person: StaffTile | undefined): void => {
    if (person === undefined || pin.isChecking) return
    pin.clear()
    setChosenId(person.staffId)
  }
  const move = (step: number) => (): void => choose(people[place === -1 ? 0 : Math.min(people.length - 1, Math.max(0, place + step))])
  const back = (): void => {
    if (pin.pin === '') setChosenId(null)
    pin.clear()
  }
  const type = (character: string): void => {
    if (chosen === null) choose(people[Number(character) - 1])
    else pin.type(character)
  }
  const enter = (): void => void pin.enter()
  useKeys('screen', {
    'line-up': move(-COLUMNS), 'line-down': move(COLUMNS), 'choice-before': move(-1), 'choice-after': move(1),
    character: type, enter, forward: enter, back,
  })
  return (
    <>
      <main className={css['people']}>
        <header className={css['head']}>
          <h2>{text('lock.who')}</h2>
          <p>{text('lock.who.help')}</p>
        </header>
        {staff !== null && people.length === 0 && <p className={css['nobody']}>{text('lock.nobody')}</p>}
        <ul className={css['tiles']} role="listbox" aria-label={text('lock.who')} tabIndex={0}>
          {people.map((person, index) => (
            <Tile key={person.staffId} person={person} number={index + 1} isChosen={person === chosen} onChoose={() => choose(person)} />
          ))}
        </ul>
      </main>
      <section className={css['prove']} aria-label={text('lock.prove')}>
        <header className={css['head']}>
          <h2>{chosen?.name ?? text('lock.choose')}</h2>
          <p>{chosen === null ? text('lock.choose.help') : tileText(chosen, text)}</p>
        </header>
        <div className={css['proofs']}>
          <BadgeHint />
          <PinPad
            pin={pin.pin}
            digitsMin={PIN_DIGITS_MIN[chosen?.role ?? 'cashier']}
            label={chosen === null ? text('lock.pin') : text('lock.pin.of', { name: chosen.name })}
            problem={pin.problem}
            isChecking={pin.isChecking}
            isDisabled={chosen === null}
            isForward={false}
            onType={type}
            onEnter={enter}
            enterLabel={text('lock.enter')}
          />
        </div>
      </section>
      <LockSlab isReady={chosen !== null && pin.pin !== ''} isChosen={chosen !== null} onEnter={enter} />
    </>
  )
}

/** Tiles stand in so many columns: arrows up and down go by them. */
const COLUMNS = 2

function Tile({ person, number, isChosen, onChoose }: { readonly person: StaffTile; readonly number: number; readonly isChosen: boolean; readonly onChoose: () => void }) {
  const text = useText()
  const isWaiting = person.lockedForMs > 0
  return (
    <li role="option" aria-selected={isChosen} className={classes(css['tile'], isChosen && css['chosen'], isWaiting && css['waiting'])} onClick={onChoose}>
      {number <= 9 && <kbd>{number}</kbd>}
      <div>
        <b>{person.name}</b>
        <span>
          {isWaiting && <Icon name="hourglass" size="s" />}
          {tileText(person, text)}
        </span>
      </div>
    </li>
  )
}

/** A badge does without a PIN pad. */
function BadgeHint() {
  const text = useText()
  return (
    <div className={css['badge']}>
      <Icon name="badge" size="l" />
      <p>
        <b>{text('lock.badge')}</b>
        <span>{text('lock.badge.help')}</span>
      </p>
    </div>
  )
}
