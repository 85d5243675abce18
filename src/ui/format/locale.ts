/** Languages of the interface, in the order in which they are offered. */
export const locales = ['zh-Hans', 'zh-Hant', 'en'] as const
export type Locale = (typeof locales)[number]

/** A name in some of the languages. Like `LocalizedText` of the contract, which this room may not import. */
export type NameByLocale = { readonly [L in Locale]?: string | undefined }

/** Which regional habits `Intl` follows. */
export const intlTags: Record<Locale, string> = { 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-TW', en: 'en-GB' }

/** Who steps in for a language that a name lacks: the nearer script first. */
const standIns: Record<Locale, readonly Locale[]> = {
  'zh-Hans': ['zh-Hans', 'zh-Hant', 'en'],
  'zh-Hant': ['zh-Hant', 'zh-Hans', 'en'],
  en: ['en', 'zh-Hans', 'zh-Hant'],
}

/** The name in the cashier's language, else in the nearest one that it has, else ''. */
export function nameIn(name: NameByLocale, locale: Locale): string {
  for (const candidate of standIns[locale]) {
    const text = name[candidate]
    if (text !== undefined && text !== '') return text
  }
  return ''
}

/** The language of ours nearest to what the system asks for ("zh-TW" → zh-Hant, "fr" → en). */
export function nearestLocale(systemTags: readonly string[]): Locale {
  for (const tag of systemTags) {
    const lower = tag.toLowerCase()
    if (/^zh\b.*\b(hant|tw|hk|mo)\b/.test(lower)) return 'zh-Hant'
    if (/^zh\b/.test(lower)) return 'zh-Hans'
    if (/^en\b/.test(lower)) return 'en'
  }
  return 'en'
}
