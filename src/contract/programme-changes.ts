import type { Programme } from '../domain/programme.ts'
import type { LocalizedText } from './primitives.ts'

/** A setting as it is shown: one number, word or list. Null: not set. */
export type SettingShown = string | number | boolean | null | readonly (string | number)[]
/** `path` is inside its part, as in `limits.perMember.count`. */
export type SettingChange = { readonly path: string; readonly before: SettingShown; readonly after: SettingShown }
export type ProgrammePart = 'rules' | 'level' | 'promotion' | 'coupon' | 'gift' | 'example'
/** What one part of a programme loses, gains or has otherwise. Parts of their own are told apart by their ids. */
export type ProgrammeChange = {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly part: ProgrammePart
  /** '' for the rules themselves. */
  readonly id: string
  readonly name: LocalizedText
  /** Of a new part what it sets, of a changed one what differs; empty for one that goes. */
  readonly settings: readonly SettingChange[]
}

/**
 * What publishing `after` in the place of `before` changes, with all defaults filled in, so that a setting written out
 * that was the default before is no change. The version is HQ's matter and never one.
 * @param before null: there is no programme yet; everything is new
 */
export function programmeChanges(before: Programme | null, after: Programme): ProgrammeChange[] {
  const rules = settingChanges(before === null ? {} : settingsOf(rulesOf(before)), settingsOf(rulesOf(after)))
  return [
    ...(rules.length === 0 ? [] : [{ kind: 'changed' as const, part: 'rules' as const, id: '', name: {}, settings: rules }]),
    ...partChanges('level', before?.tiers.levels ?? [], after.tiers.levels),
    ...partChanges('promotion', before?.promotions ?? [], after.promotions),
    ...partChanges('coupon', before?.coupons ?? [], after.coupons),
    ...partChanges('gift', before?.gifts ?? [], after.gifts),
    ...partChanges('example', before?.examples.map(exampleOf) ?? [], after.examples.map(exampleOf)),
  ]
}

type Part = { readonly id: string; readonly name: LocalizedText }

function exampleOf({ name, ...rest }: Programme['examples'][number]): Part {
  return { id: name, name: {}, ...rest }
}

/** Everything that is no part of its own. */
function rulesOf({ format: _format, version: _version, promotions: _promotions, coupons: _coupons, gifts: _gifts, examples: _examples, tiers, ...rest }: Programme): object {
  const { levels: _levels, ...tierRules } = tiers
  return { ...rest, tiers: tierRules }
}

function partChanges(part: ProgrammePart, before: readonly Part[], after: readonly Part[]): ProgrammeChange[] {
  const old = new Map(before.map((each) => [each.id, each]))
  const kept = new Set(after.map((each) => each.id))
  const changed = after.flatMap((each): ProgrammeChange[] => {
    const was = old.get(each.id)
    const settings = settingChanges(was === undefined ? {} : partSettings(was), partSettings(each))
    if (was !== undefined && settings.length === 0) return []
    return [{ kind: was === undefined ? 'added' : 'changed', part, id: each.id, name: each.name, settings: was === undefined ? settings.filter(saysSomething) : settings }]
  })
  const removed = before.filter((each) => !kept.has(each.id)).map((each): ProgrammeChange => ({ kind: 'removed', part, id: each.id, name: each.name, settings: [] }))
  return [...changed, ...removed]
}

function partSettings({ id: _id, ...rest }: Part): Record<string, SettingShown> {
  return settingsOf(rest)
}

/** A condition that restricts nothing is no news of a new part. */
function saysSomething({ path, after }: SettingChange): boolean {
  return !path.startsWith('name.') && after !== null && after !== false && after !== 0 && !(Array.isArray(after) && after.length === 0)
}

function settingChanges(before: Record<string, SettingShown>, after: Record<string, SettingShown>): SettingChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return paths.map((path) => ({ path, before: before[path] ?? null, after: after[path] ?? null })).filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

/** Every setting under its path. Lists of numbers and words are one setting, other lists are their JSON. */
function settingsOf(value: object): Record<string, SettingShown> {
  const found: Record<string, SettingShown> = {}
  const read = (inside: object, path: string): void => {
    for (const [name, each] of Object.entries(inside) as [string, unknown][]) {
      const here = path === '' ? name : `${path}.${name}`
      if (Array.isArray(each)) found[here] = listShown(each)
      else if (typeof each === 'object' && each !== null) read(each, here)
      else found[here] = each as SettingShown
    }
  }
  read(value, '')
  return found
}

function listShown(list: readonly unknown[]): SettingShown {
  const isPlain = list.every((each) => typeof each === 'string' || typeof each === 'number')
  return isPlain ? list : JSON.stringify(list)
}
