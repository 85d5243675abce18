import { match } from 'pinyin-pro'
import { hasHan, nameKeys, syllablesOf } from '../../journal/name-keys.ts'
import { readMembersByNameKeyPrefix, type MemberSearchRow } from '../db/mirror/members.ts'
import type { MirrorRead } from '../db/sqlite-file.ts'
import type { MemberVault } from './member-vault.ts'
import type { MemberCard } from '../../journal/sealed-box.ts'

/** Opening a box costs about 15 µs: no search opens more than this. */
export const BOXES_OPENED_MAX = 2000

export type NamedMember = { readonly row: MemberSearchRow; readonly card: MemberCard }
export type NameSearch = {
  readonly found: readonly NamedMember[]
  /** There may be others: the cashier should type more. */
  readonly more: boolean
}

/**
 * Members whose name begins with or contains what was typed: characters, pinyin or initials, in any mixture that
 * pinyin-pro reads ("陈小", "chenxm", "cxm", "xiaoman"). Clear keys narrow first, most telling first; then boxes are
 * opened, members who bought last first.
 */
export function searchByName(mirror: MirrorRead, vault: MemberVault, query: string, limit: number): NameSearch {
  const wanted = query.trim().normalize('NFC')
  if (wanted === '') return { found: [], more: false }
  const opened = new Set<string>()
  const found: NamedMember[] = []
  let more = false
  for (const prefix of narrowingPrefixes(wanted)) {
    const room = BOXES_OPENED_MAX - opened.size
    const rows = readMembersByNameKeyPrefix(mirror, prefix, room + opened.size + 1)
    for (const row of rows) {
      if (opened.has(row.memberId)) continue
      if (opened.size >= BOXES_OPENED_MAX || found.length >= limit) {
        more = true
        break
      }
      opened.add(row.memberId)
      const card = vault.open(row.memberId, row.box)
      if (card !== null && nameFits(card.name, wanted)) found.push({ row, card })
    }
    // The narrower keys have answered: wider ones would only bring strangers.
    if (found.length > 0 || more) break
  }
  return { found, more }
}

/** Beginnings of name keys under which the wanted name can stand, the narrowest first. */
function narrowingPrefixes(wanted: string): string[] {
  if (hasHan(wanted)) {
    // As a whole name or its beginning, then as a given name; a lone character may be a surname.
    const [surname = '', initials = ''] = nameKeys(wanted)
    const plain = syllablesOf(`李${wanted}`).given.map((syllable) => syllable.slice(0, 1)).join('')
    return distinct([...wanted].length === 1 ? [surname, plain] : [initials, plain])
  }
  const letters = wanted.toLowerCase().normalize('NFD').replace(/[^a-z0-9]/g, '')
  if (letters === '') return []
  const surnames = Array.from({ length: Math.min(letters.length, SURNAME_LETTERS_MAX) }, (_, shorter) =>
    letters.slice(0, Math.min(letters.length, SURNAME_LETTERS_MAX) - shorter),
  ).filter((start) => start.length >= 2)
  const words = wanted.toLowerCase().split(/\s+/).filter((word) => /^[a-z]/.test(word))
  const byWords = words.length > 1 ? [words.map((word) => word.slice(0, 1)).join(''), words.at(-1) ?? ''] : []
  return distinct([letters, ...byWords, ...surnames, letters.slice(0, 1)])
}

/** "Zhangsun" and "Shangguan" in letters. */
const SURNAME_LETTERS_MAX = 9

function distinct(prefixes: readonly string[]): string[] {
  return [...new Set(prefixes.filter((prefix) => prefix !== ''))]
}

/** Does a name fit what was typed? */
export function nameFits(name: string, wanted: string): boolean {
  const typed = wanted.toLowerCase().replace(/\s+/g, '')
  if (name.toLowerCase().replace(/\s+/g, '').includes(typed)) return true
  if (hasHan(wanted)) return false
  const letters = typed.replace(/[^a-z0-9]/g, '').replaceAll('ü', 'v')
  if (letters === '') return false
  const { given, written } = syllablesOf(name)
  const initials = written.map((syllable) => syllable.slice(0, 1)).join('')
  if (written.join('').startsWith(letters) || given.join('').startsWith(letters) || initials.startsWith(letters)) return true
  if (given.map((syllable) => syllable.slice(0, 1)).join('').startsWith(letters)) return true
  // "chenxm", "cxiaom": some characters written out, the others by their beginnings.
  return match(name, letters, { precision: 'start', continuous: true, v: true }) !== null
}
