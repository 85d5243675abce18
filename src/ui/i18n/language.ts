import i18next, { type i18n } from 'i18next'
import { locales, type Locale } from '../format/locale.ts'
import type { TextTable } from './texts.ts'

/** The tables of one page, by language: `mergeTexts([common, till])`. */
export type PageTexts = { readonly [L in Locale]: TextTable }

/** Joins areas into one table a language; a key in two areas is a mistake that a test finds. */
export function mergeTexts(areas: readonly PageTexts[]): PageTexts {
  const merged = (locale: Locale): TextTable => Object.assign({}, ...areas.map((area) => area[locale])) as TextTable
  return { 'zh-Hans': merged('zh-Hans'), 'zh-Hant': merged('zh-Hant'), en: merged('en') }
}

/** One i18next a page; switching is at once and needs no reload. A missing text shows its key: loud, and tested against. */
export function createLanguage(texts: PageTexts, locale: Locale): i18n {
  const made = i18next.createInstance()
  void made.init({
    lng: locale,
    fallbackLng: false,
    supportedLngs: [...locales],
    resources: Object.fromEntries(locales.map((each) => [each, { translation: texts[each] }])),
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  return made
}

/** Switches a page's language at once. */
export function switchLanguage(language: i18n, locale: Locale): void {
  document.documentElement.lang = locale
  void language.changeLanguage(locale)
}
