import { Mark, Icon, type IconName } from '../../ui/components/icon.tsx'
import { classes } from '../../ui/components/classes.ts'
import { formatClock, formatDay } from '../../ui/format/dates.ts'
import { ageOf } from '../../ui/format/ages.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useTillNow } from '../clock.ts'
import { useActions, useStatus } from '../state/context.ts'
import { useMirror } from '../state/mirror.ts'
import { capOf } from '../keys/commands.ts'
import { openPanel, useView } from '../state/view.ts'
import { useText, type TillText } from '../texts.ts'
import type { DeviceState, TillStatus } from '../../contract/desk-state.ts'
import { LookPopup } from './look-popup.tsx'
import { Warnings } from './warnings.tsx'
import css from './status-bar.module.css'

/** Store and till, shift, cashier, network with queue or last contact, devices, language; the clock sits on the slab. */
export function StatusBar() {
  const text = useText()
  const locale = useLocale()
  const status = useStatus()
  // Where the line or the till has something to say, that is what the bar is for: the rest makes room in two short lines.
  const isCrowded = status.sync.kind !== 'online' || status.warnings.length > 0
  return (
    <header className={classes(css['bar'], status.training && css['training'], isCrowded && css['crowded'])}>
      <div className={css['mark']}>
        <Mark />
        {text('product.name')}
      </div>
      {status.training ? (
        <strong className={css['practice']}>
          <Icon name="warning" size="s" />
          {text('status.training')}
        </strong>
      ) : (
        <div className={css['shrinks']}>{text('status.till', { store: nameIn(status.storeName, locale), till: status.tillNumber })}</div>
      )}
      {status.shiftNumber !== null && <div className={classes(css['shrinks'], css['optional'])}>{text('status.shift', { shift: status.shiftNumber })}</div>}
      <Cashier />
      {!status.training && <Network />}
      <div className={css['space']} />
      <Warnings />
      <Devices isCrowded={isCrowded} />
      <LookPopup />
      <Clock />
    </header>
  )
}

/** How printer, drawer and scanner are. In a crowded bar only what needs a look: that is never left out. */
function Devices({ isCrowded }: { readonly isCrowded: boolean }) {
  const text = useText()
  const status = useStatus()
  const names = ['printer', 'drawer', 'scanner'] as const
  const troubled = names.filter((device) => status[device] === 'trouble')
  return (
    <button type="button" className={classes(css['devices'], troubled.length === 0 && css['optional'])} title={`${text('key.devices')} (${capOf('devices')})`} onClick={() => openPanel({ kind: 'devices' })}>
      <Icon name="printer" size="s" />
      {(isCrowded ? troubled : names).map((device) => (
        <Device key={device} name={device === 'printer' && status.printerProblem !== null ? text(`printer.${status.printerProblem}`) : text(`device.${device}`)} state={status[device]} />
      ))}
    </button>
  )
}

/** Who is at the till; pressing it opens what else she can do, and changes the cashier. */
function Cashier() {
  const text = useText()
  const { staff, cashierName } = useStatus()
  const { openBeside } = useActions()
  if (staff.kind === 'locked') return null
  const name = staff.kind === 'signed-in' ? staff.name : cashierName
  return (
    <button type="button" className={css['cashier']} onClick={() => void openBeside({ kind: 'desk-menu' })} title={`${name === '' ? '' : `${text('status.cashier', { cashier: name })} · `}${text('menu.title')} (${capOf('desk-menu')})`}>
      <Icon name="badge" size="s" />
      <span className={css['shrinks']}>{name === '' ? text('menu.title') : name}</span>
    </button>
  )
}

function Clock() {
  const nowMs = useTillNow()
  const { timeZone } = useStatus()
  const locale = useLocale()
  return (
    <div className={css['clock']} data-slab>
      <span>{formatClock(nowMs, timeZone)}</span>
      <small>{formatDay(nowMs, timeZone, locale)}</small>
    </div>
  )
}

const deviceIcons: Record<DeviceState, IconName> = { ready: 'check', trouble: 'warning', absent: 'minus' }

function Device({ name, state }: { readonly name: string; readonly state: DeviceState }) {
  const text = useText()
  return (
    <span className={classes(css['device'], css[state])} title={text(`device.state.${state}`, { device: name })}>
      {name}
      <Icon name={deviceIcons[state]} size="s" />
    </span>
  )
}

/** Opens the note about the network; its words are the state itself. */
function Network() {
  const text = useText()
  const status = useStatus()
  const nowMs = useTillNow()
  const isAway = useMirror((mirror) => mirror.connection === 'away')
  const isOpen = useView((view) => view.isNetworkNoteOpen)
  const { icon, tone, words } = isAway ? { icon: 'hourglass' as const, tone: 'off' as const, words: text('network.engine-away') } : networkWords(status, nowMs, text)
  return (
    <button
      type="button"
      className={classes(css['network'], css[tone])}
      aria-expanded={isOpen}
      onClick={() => useView.setState({ isNetworkNoteOpen: !isOpen })}
    >
      <Icon name={icon} size="s" />
      <span role="status">{words}</span>
    </button>
  )
}

type NetworkWords = { readonly icon: IconName; readonly tone: 'on' | 'off' | 'refused'; readonly words: string }

/** The state of the line to HQ in one short phrase. */
export function networkWords({ sync }: TillStatus, nowMs: number, text: TillText): NetworkWords {
  const queued = text('network.queued', { count: sync.queuedEvents })
  switch (sync.kind) {
    case 'online':
      return { icon: 'online', tone: 'on', words: sync.queuedEvents === 0 ? text('network.online') : text('network.sending', { count: sync.queuedEvents }) }
    case 'connecting':
      return { icon: 'hourglass', tone: 'off', words: text('network.connecting', { queued }) }
    case 'refused':
      return { icon: 'refused', tone: 'refused', words: text('network.refused', { queued }) }
    case 'offline':
      return { icon: 'offline', tone: 'off', words: text('network.offline', { since: offlineSpan(sync.lastContactAtMs, nowMs, text), queued }) }
  }
}

/** "2 h 06 min", from the last contact; '' before the first. */
export function offlineSpan(lastContactAtMs: number | null, nowMs: number, text: TillText): string {
  if (lastContactAtMs === null) return ''
  const age = ageOf(nowMs - lastContactAtMs)
  switch (age.kind) {
    case 'now':
    case 'seconds':
      return text('span.under-a-minute')
    case 'minutes':
      return text('span.minutes', { count: age.count })
    case 'hours':
      return text('span.hours', { count: age.count, minutes: age.minutes })
    case 'days':
      return text('span.days', { count: age.count })
  }
}
