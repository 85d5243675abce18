import type { Locale } from '../../contract/primitives.ts'

const WORDS: Readonly<Record<Locale, string>> = {
  'zh-Hans': '** 重印 副本 **',
  'zh-Hant': '** 重印 副本 **',
  en: '** REPRINT **',
}

/** A document with the mark of a reprint at its head: the first may be on paper, and two papers must not look like one sale each. */
export function markedAsReprint(document: string, locale: Locale): string {
  return `{border:space; width:*}\n"${WORDS[locale]}"\n${document}`
}
