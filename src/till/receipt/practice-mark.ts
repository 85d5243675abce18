import type { Locale } from '../../contract/primitives.ts'

const WORDS: Readonly<Record<Locale, string>> = {
  'zh-Hans': '** 练习 不是真的单据 **',
  'zh-Hant': '** 練習 不是真的單據 **',
  en: '** PRACTICE, NOT A RECEIPT **',
}

/** The paper of a practice till says so at its head and at its foot: neither half of it may pass for a sale's. */
export function markedAsPractice(document: string, locale: Locale): string {
  const mark = `{border:space; width:*}\n"${WORDS[locale]}"\n`
  return `${mark}${document}\n${mark}`
}
