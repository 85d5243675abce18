import i18next, { type i18n } from 'i18next'
import { createContext, use, useCallback, useSyncExternalStore, type ReactNode } from 'react'
import { locales, type Locale } from '../format/locale.ts'
import type { KeyOf, Text, TextTable } from './texts.ts'

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

const LanguageContext = createContext<i18n | null>(null)

/** Gives a page its texts and keeps `<html lang>` true. */
export function LanguageProvider({ language, children }: { readonly language: i18n; readonly children: ReactNode }) {
  return <LanguageContext value={language}>{children}</LanguageContext>
}

/** Switches a page's language at once. */
export function switchLanguage(language: i18n, locale: Locale): void {
  document.documentElement.lang = locale
  void language.changeLanguage(locale)
}

function useLanguage(): i18n {
  const language = use(LanguageContext)
  if (language === null) throw new Error('no <LanguageProvider> above this component')
  return language
}

function subscribeTo(language: i18n, onChange: () => void): () => void {
  language.on('languageChanged', onChange)
  return () => {
    language.off('languageChanged', onChange)
  }
}

/** The language in use; the component draws again when it changes. */
export function useLocale(): Locale {
  const language = useLanguage()
  return useSyncExternalStore(
    useCallback((onChange: () => void) => subscribeTo(language, onChange), [language]),
    () => language.language as Locale,
  )
}

/** Makes the typed hook of one page: `export const useText = textHook<typeof common.en & typeof till.en>()`. */
export function textHook<Table>(): () => Text<KeyOf<Table>> {
  return function useText() {
    const language = useLanguage()
    const locale = useLocale()
    return useCallback((key, values) => language.t(key, { ...values, lng: locale }), [language, locale])
  }
}
