import { pinyin } from 'pinyin-pro'

/**
 * Keys by which a member is searched before any box is opened: the surname in pinyin, the initials, and the initials of
 * the given name ("陈小满": chen, cxm, xm). None identifies anybody alone, so they may stand in clear. HQ writes them,
 * tills search by them: one code for both.
 */
export function nameKeys(name: string): string[] {
  const { surname, given, written } = syllablesOf(name)
  const initials = written.map(firstLetter).join('')
  const keys = [surname.join(''), initials, given.map(firstLetter).join('')]
  return [...new Set(keys.filter((key) => key !== '').map((key) => key.slice(0, KEY_CHARS_MAX)))]
}

const KEY_CHARS_MAX = 32

/** A name in Latin letters, a syllable or word each, small letters without tones (ü is v). Latin names: the last word is the surname. */
export type NameSyllables = {
  readonly surname: readonly string[]
  readonly given: readonly string[]
  /** All of them, in the order in which the name is written. */
  readonly written: readonly string[]
}

/** Reads a Chinese or Latin name. */
export function syllablesOf(name: string): NameSyllables {
  const trimmed = name.trim()
  if (!hasHan(trimmed)) {
    const words = trimmed.toLowerCase().normalize('NFD').split(/[^a-z0-9]+/).filter((word) => word !== '')
    return { surname: words.slice(-1), given: words.slice(0, -1), written: words }
  }
  const characters = [...trimmed].filter((character) => character.trim() !== '')
  const surnameLength = Math.min(surnameCharacters(characters), characters.length)
  const syllables = latinOf(characters.join(''))
  return { surname: syllables.slice(0, surnameLength), given: syllables.slice(surnameLength), written: syllables }
}

/** The surname as written ("陈", "欧阳"); of a Latin name its last word. */
export function surnameOf(name: string): string {
  const trimmed = name.trim()
  if (!hasHan(trimmed)) return trimmed.split(/\s+/).at(-1) ?? ''
  const characters = [...trimmed]
  return characters.slice(0, surnameCharacters(characters)).join('')
}

/** Has the text a Chinese character? */
export function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}

/** The common surnames of two characters (simplified and traditional); all others have one. */
const COMPOUND_SURNAMES = new Set(
  ('欧阳 歐陽 太史 端木 上官 司马 司馬 东方 東方 独孤 獨孤 南宫 南宮 万俟 萬俟 闻人 聞人 夏侯 诸葛 諸葛 尉迟 尉遲 公羊 赫连 赫連 澹台 澹臺 皇甫 ' +
    '宗政 濮阳 濮陽 公冶 太叔 申屠 公孙 公孫 慕容 仲孙 仲孫 钟离 鍾離 长孙 長孫 宇文 司徒 鲜于 鮮于 司空 闾丘 令狐 百里 呼延 东郭 東郭 南门 南門 ' +
    '羊舌 微生 公良 拓跋 轩辕 軒轅 段干 第五 左丘 东里 西门 西門')
    .split(' '),
)

function surnameCharacters(characters: readonly string[]): number {
  return COMPOUND_SURNAMES.has(characters.slice(0, 2).join('')) && characters.length > 2 ? 2 : 1
}

function latinOf(hanName: string): string[] {
  return pinyin(hanName, { toneType: 'none', type: 'array', surname: 'head', v: true }).map((syllable) => syllable.toLowerCase())
}

function firstLetter(syllable: string): string {
  return syllable.slice(0, 1)
}
