import type { ConsoleChecked } from '../../contract/console-wire.ts'
import { formatCount, formatQuantity } from '../../ui/format/counts.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { pageTexts, type ConsoleText, type TextKey } from '../texts.ts'

export type ProgrammeChange = Extract<ConsoleChecked, { readonly kind: 'ready' }>['changes'][number]
type SettingChange = ProgrammeChange['settings'][number]
type SettingShown = SettingChange['after']

/** Settings whose value is one of a few words of the format; all other words are names that somebody gave. */
const choices: ReadonlySet<string> = new Set(['policy', 'roundTo', 'base', 'rounding', 'stacking', 'metric', 'counts', 'kind', 'downgrade', 'shortage', 'thresholdOffers', 'after', 'state', 'per', 'birthday', 'period', 'weekdays'])

function isText(key: string): key is TextKey {
  return Object.hasOwn(pageTexts.en, key)
}

/** "Earning, for every": how a setting is called; one without a word of its own by its path in the file. */
export function settingName(path: string, text: ConsoleText): string {
  const steps = path.split('.')
  const leaf = steps.slice(steps.at(-2) === 'name' ? -2 : -1).join('.')
  const inner = `setting.${leaf}`
  if (!isText(inner)) return path
  const outer = `group.${steps.slice(0, -1).join('.')}`
  return isText(outer) ? text('change.inside', { outer: text(outer), inner: text(inner) }) : text(inner)
}

function valueShown(path: string, value: SettingShown, text: ConsoleText): string {
  const leaf = path.split('.').at(-1) ?? ''
  if (value === null || value === '') return text('change.none')
  if (typeof value === 'boolean') return text(value ? 'change.yes' : 'change.no')
  if (typeof value === 'object') return value.length === 0 ? text('change.none') : value.map((each) => valueShown(path, each, text)).join(text('change.comma'))
  if (typeof value === 'string') return choices.has(leaf) && isText(`choice.${value}`) ? text(`choice.${value}` as TextKey) : value
  if (/minor/i.test(leaf)) return formatMoney(value)
  if (leaf.endsWith('Milli')) return formatQuantity(value, 'piece')
  if (/days$/i.test(leaf) && leaf !== 'monthDays') return text('change.days', { count: value })
  return /months/i.test(leaf) ? text('change.months', { count: value }) : formatCount(value)
}

/** "Earning, for every: 1.00 → 2.00"; of a part that is new "multiplier: 2". */
export function settingWords({ path, before, after }: SettingChange, kind: ProgrammeChange['kind'], text: ConsoleText): string {
  const setting = settingName(path, text)
  const shown = valueShown(path, after, text)
  return kind === 'added' ? text('change.setting', { setting, after: shown }) : text('change.from-to', { setting, before: valueShown(path, before, text), after: shown })
}

/** Which part of a programme: "Promotion “Member day”"; an example's id is its name. */
export function partName({ part, id, name }: ProgrammeChange, locale: Locale): string {
  return part === 'rules' ? '' : nameIn(name, locale) || id
}
